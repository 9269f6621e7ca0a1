import { describe, expect, test } from 'vitest'
import { acceptanceIn, linkedIds } from '../src/measure/accepted.ts'
import {
  judgedText,
  linkTo,
  mergeJudged,
  readJudged,
  readSheet,
  sheetText,
  verdicts,
} from '../src/measure/judged.ts'
import { readLabels } from '../src/measure/labels.ts'
import { coincidences, readCheckpatch } from '../src/measure/peer.ts'
import { wilson } from '../src/rules/wilson.ts'
import { openWording, significantWords } from '../src/measure/words.ts'

describe('Wilson intervals', () => {
  // Known values: Newcombe, Statistics in Medicine 17 (1998), table I, method 3, and by hand.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [8, 10, 0.4902, 0.9433],
    [10, 10, 0.7225, 1],
    [50, 100, 0.4038, 0.5962],
  ])('%i of %i', (count, of, low, high) => {
    const rate = wilson(count, of)
    expect([rate.low?.toFixed(4), rate.high?.toFixed(4)]).toEqual([low.toFixed(4), high.toFixed(4)])
  })

  test('nothing counted is no rate', () => {
    expect(wilson(0, 0)).toEqual({ of: 0, count: 0, share: null, low: null, high: null })
  })
})

describe('the wording of a rule', () => {
  const rule = {
    id: 'a/b',
    title: 'A patch nobody signed off',
    comment: 'There is no $TAG from $WHO; see DCO1_1.',
  }
  const nothing = { lists: new Map(), tables: new Map() }

  test('holes and the words of any review are left out', () => {
    expect(significantWords(rule)).toEqual(['nobody', 'signed', 'dco1_1'])
  })

  test('two different words make a remark', () => {
    const speaks = openWording(rule, nothing)
    expect(speaks('Nobody signed this.')).toBe(true)
    expect(speaks('Signed, signed, signed!')).toBe(false)
  })

  test('a list of phrases takes their place', () => {
    const list = { name: 'said-a-b', file: 'f', provenance: 'ours', words: ['missing sign-off'] }
    const speaks = openWording(rule, { ...nothing, lists: new Map([['said-a-b', list]]) })
    expect(speaks('Your MISSING,\nsign-off is missed')).toBe(true)
    expect(speaks('Nobody signed this; missing sign-offs')).toBe(false)
  })
})

describe('what says that a patch was taken', () => {
  const check = (said: string, expected: Partial<ReturnType<typeof acceptanceIn>> | null) => {
    test(said.replaceAll('\n', ' / '), () => {
      const found = acceptanceIn(said)
      expect(found).toEqual(expected === null ? null : expect.objectContaining(expected))
    })
  }

  check('Applied, thanks.', { counters: null, whole: false, changed: false })
  check('Thank you, applied to for-next.', { changed: false })
  check("I've queued this up for 6.3.", { whole: false })
  check('Series applied to kvmarm/next.', { whole: true })
  check('Applied with a tweaked title.', { changed: true })
  check('This patch was applied to netdev/net.git (main)', {})
  check(
    'Applied to fixes, thanks!\n\n[1/3] lamp: a\n      commit: 12\n[3/3] lamp: c\n      commit: 34',
    {
      counters: [1, 3],
    },
  )
  check('Applied to fixes!\n[1/2] a\n      (no commit info)\n[2/2] b\n      commit: 1', {
    counters: [2],
  })
  check('This can be applied to x.', null)
  check("It wasn't applied.", null)
  check('Will be merged next week', null)
  check('Has it been applied to your tree?', null)
  check('The mask is applied to the value', null)
  check('Looks good to me.', null)
  check('those two could be\nmerged into one', null)
  check('Applied 2 and 3, thanks.', { counters: [] })
  check('1-4 applied to the togreg branch', { counters: [] })

  test('the links of a commit notice', () => {
    const body =
      'Log.\n\nLink: https://lore.kernel.org/r/1@example.org\nLink: https://example.org/x\n'
    expect(linkedIds(body)).toEqual(['1@example.org'])
  })
})

describe('labels', () => {
  test('the class stands in category, rule or label', () => {
    const rows = [
      '{"patch_msgid":"a","category":"x"}',
      '',
      '{"patch_msgid":"b","reply_msgid":"r","rule":"y"}',
    ]
    expect(readLabels('l', rows.join('\n'))).toEqual([
      { patch: 'a', reply: null, class: 'x' },
      { patch: 'b', reply: 'r', class: 'y' },
    ])
  })

  test.each([
    '{"category":"x"}',
    '[]',
    'null',
    '{"patch_msgid":1,"category":"x"}',
    '{"patch_msgid":"a"',
  ])('no label: %s', (row) => {
    expect(() => readLabels('l.jsonl', `{"patch_msgid":"a","rule":"y"}\n${row}`)).toThrow(
      'cannot read l.jsonl:2: a label is a JSON object',
    )
  })
})

describe('judgements', () => {
  const one = {
    rule: 'a/b',
    messageId: 'm@x',
    place: 'f:1',
    reader: 'ann',
    verdict: 'right',
    note: '',
  } as const

  test('what is written is read', () => {
    const two = { ...one, reader: 'ben', verdict: 'wrong', note: 'no "bug"' } as const
    expect(readJudged('a/b', 'f', judgedText([two, one]))).toEqual([one, two])
    expect(judgedText([one], '# read with their threads\nold\n')).toMatch(
      /^# read with their threads\n/,
    )
  })

  test('a reader may think again; two who differ make it arguable', () => {
    const again = { ...one, verdict: 'wrong' } as const
    expect(mergeJudged([one], [again])).toEqual([again])
    const all = verdicts([one, { ...one, reader: 'ben', verdict: 'wrong' }])
    expect([...all.values()]).toEqual([{ verdict: 'arguable', disagreed: true, readers: 2 }])
  })

  test.each([
    ['m@x\tf:1\tann\tgood\t', 'f.tsv:3: verdict is "good"; there are right, arguable, wrong'],
    ['m@x\tf:1\t\tright\t', 'f.tsv:3: messageId, place and reader must be filled'],
  ])('a row that cannot be read: %s', (row, what) => {
    const text = `# by hand\nmessageId\tplace\treader\tverdict\tnote\n${row}\n`
    expect(() => readJudged('a/b', 'f.tsv', text)).toThrow(what)
  })

  test('a file without its columns', () => {
    expect(() => readJudged('a/b', 'f.tsv', '# x\nm\tplace\n')).toThrow(
      'f.tsv:2: no column messageId, reader, verdict, note',
    )
  })

  test('a sheet keeps to its lines, whatever the mail says, and runs no formula', () => {
    const fire = {
      rule: 'a/b',
      messageId: '1/2@x',
      place: 'f:1',
      mailLine: 1,
      said: null,
      where: 'a.c:1',
      quote: 'x\ty\u001b[2J',
      text: '=HYPERLINK("x")\nmore',
    }
    const sheet = sheetText([fire], 'a sample')
    const row = sheet.split('\n')[2]?.split('\t')
    expect(row?.slice(3, 6)).toEqual([
      'a.c:1: x y\\x1b[2J',
      ' =HYPERLINK("x") more',
      linkTo('1/2@x'),
    ])
    expect(linkTo('1/2@x')).toBe('https://lore.kernel.org/r/1%2F2@x')
    // As a spreadsheet gives it back.
    const filled = sheet.replace(/\t\t\n$/, '\tRight\t"says ""so"""\r\n')
    expect(readSheet('s', filled, 'ann')).toEqual([
      {
        rule: 'a/b',
        messageId: '1/2@x',
        place: 'f:1',
        reader: 'ann',
        verdict: 'right',
        note: 'says "so"',
      },
    ])
    expect(readSheet('s', sheet, 'ann')).toEqual([])
    expect(() => readSheet('s', filled.replace('a/b', '../b'), 'ann')).toThrow('"../b" is no rule')
  })
})

describe('checkpatch', () => {
  const fire = (mailLine: number | null) => ({
    rule: 'a/b',
    messageId: 'm',
    place: 'p',
    mailLine,
    said: null,
    where: '',
    quote: '',
    text: '',
  })

  test('its lines are those of the body', () => {
    const said = '-:12: WARNING:LONG_LINE: line\n-:2: ERROR:MISSING_SIGN_OFF: x\nNOTE: y\n'
    expect(readCheckpatch(said, 3)).toEqual([
      { line: 9, type: 'LONG_LINE' },
      { line: null, type: 'MISSING_SIGN_OFF' },
    ])
  })

  test('a finding on a line coincides on that line, one about the message anywhere', () => {
    const found = new Map([['m', [{ line: 9, type: 'LONG_LINE' }]]])
    const together = (line: number | null) => coincidences(['a/b'], [fire(line)], found).get('a/b')
    expect(together(9)).toMatchObject({ both: 1, type: 'LONG_LINE', same: 1, total: 1 })
    expect(together(8)).toMatchObject({ both: 0, type: null, same: 0 })
    expect(together(null)).toMatchObject({ both: 1, type: 'LONG_LINE' })
  })
})
