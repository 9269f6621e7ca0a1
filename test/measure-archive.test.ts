import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, lorelint, type Ran } from './built-cli.ts'
import { ARCHIVE, bugRule, mboxOf, LAMP_PACK } from './measure-mails.ts'

const folder = mkdtempSync(join(tmpdir(), 'lorelint-measure-'))
const archive = join(folder, 'lamp.mbox')
const rules = join(folder, 'rules')
const rule = join(rules, 'lamp', 'no-bug-on.md')
const labels = join(folder, 'labels.jsonl')

const label = (patch: string): string =>
  `${JSON.stringify({ patch_msgid: `${patch}@example.org`, reply_msgid: 'r@example.org', category: 'lamp/bug' })}\n`

beforeAll(async () => {
  await build()
  writeFileSync(archive, mboxOf(ARCHIVE))
  for (const name of ['lamp', 'tables', 'lists']) mkdirSync(join(rules, name), { recursive: true })
  writeFileSync(rule, bugRule())
  writeFileSync(join(rules, 'lamp', 'PACK.md'), LAMP_PACK)
  writeFileSync(
    join(rules, 'tables', 'label-classes.tsv'),
    '# by hand\nrule\tclass\nlamp/no-bug-on\tlamp/bug\n',
  )
  writeFileSync(labels, [label('second'), label('new'), label('asked'), label('gone')].join(''))
})
afterAll(() => rmSync(folder, { recursive: true }))

function measure(state: string, ...more: readonly string[]): Ran {
  const args = [
    'measure',
    archive,
    '--rules',
    rules,
    '--only',
    'lamp',
    '--state',
    join(folder, state),
  ]
  return lorelint([...args, ...more], { env: { SOURCE_DATE_EPOCH: '1764028800' } })
}

interface Counted {
  readonly [key: string]: unknown
  readonly newest: Readonly<Record<string, readonly { readonly patch: string }[]>>
}

function figures(ran: Ran): Counted {
  expect(ran.err).toBe('')
  const report: { rules: [Counted] } = JSON.parse(ran.out)
  return report.rules[0]
}

const names = (list: readonly { readonly patch: string }[] | undefined): readonly string[] =>
  (list ?? []).map(({ patch }) => /r\/(\w+)@/.exec(patch)?.[1] ?? patch)

describe('what an archive shows about a rule', () => {
  test('by place and wording', () => {
    const found = figures(measure('words', '--format', 'json'))
    expect(found).toMatchObject({
      patches: 12,
      fires: { count: 8, of: 12 },
      comments: 8,
      saidBy: 'words',
      said: 1,
      // said, elsewhere and the two that were applied are reviewed; two of them heard such a thing.
      commentRate: { count: 2, of: 4 },
      baseRate: { count: 2, of: 5 },
      acceptedUnchanged: 2,
    })
    expect(names(found.newest['said'])).toEqual(['said'])
    expect(names(found.newest['acceptedUnchanged'])).toEqual(['first', 'taken'])
    expect(names(found.newest['alone'])).toEqual([
      'old',
      'first',
      'robot',
      'own',
      'changed',
      'taken',
    ])
  })

  test('by labels: on a sibling, and on the next version; the rest are misses', () => {
    const found = figures(measure('words', '--format', 'json', '--labels', labels))
    expect(found).toMatchObject({
      saidBy: 'labels',
      said: 2,
      saidByWords: 1,
      recall: { count: 0, of: 3 },
      misses: 3,
    })
    expect(names(found.newest['said'])).toEqual(['old', 'first'])
    expect(names(found.newest['misses'])).toEqual(['new', 'second', 'asked'])
  })

  test('a list of phrases takes the place of the words', () => {
    const list = join(rules, 'lists', 'said-lamp-no-bug-on.txt')
    writeFileSync(list, '# how reviewers say it\nwhat does the machine return\n')
    const found = figures(measure('list', '--format', 'json'))
    rmSync(list)
    expect(found).toMatchObject({ said: 0, commentRate: { count: 1 } })
  })

  test('as text and as Markdown', () => {
    const text = measure('words').out
    expect(text).toContain('lamp@')
    expect(text).toContain('12 patches, 5 of them reviewed, 3 accepted unchanged')
    expect(text).toContain('https://lore.kernel.org/r/said@example.org')
    const markdown = measure('words', '--format', 'markdown').out
    expect(markdown).toMatch(/^\| lamp\/no-bug-on \| 8 \| 666\.67 \(/m)
  })

  test('no input, and an input without patches, are not measured', () => {
    expect(lorelint(['measure'])).toMatchObject({ code: 2, out: '' })
    const empty = join(folder, 'talk.mbox')
    writeFileSync(empty, mboxOf(ARCHIVE.filter(({ by }) => by === 'bob')))
    const ran = lorelint(['measure', empty, '--state', join(folder, 'talk')])
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('nothing was measured') })
  })
})

describe('a run that was killed', () => {
  const stateOf = (state: string): string =>
    join(folder, state, readdirSync(join(folder, state))[0] ?? '')

  test('goes on where it was, and a torn line is done again', () => {
    const whole = measure('whole', '--format', 'json').out
    const lines = readFileSync(stateOf('whole'), 'utf8').split('\n')
    expect(lines.length).toBe(12)
    const torn = [...lines.slice(0, 4), (lines[4] ?? '').slice(0, 30)].join('\n')
    writeFileSync(stateOf('whole'), torn)
    expect(measure('whole', '--format', 'json').out).toBe(whole)
    const after = readFileSync(stateOf('whole'), 'utf8').split('\n')
    // Four that were done, the torn one, and seven done anew.
    expect(after.length).toBe(4 + 1 + 7 + 1)
    expect(measure('whole', '--format', 'json').out).toBe(whole)
    expect(readFileSync(stateOf('whole'), 'utf8').split('\n').length).toBe(after.length)
  })

  test('what was kept is what is read', () => {
    const lines = readFileSync(stateOf('whole'), 'utf8').replaceAll('Must BUG_ON()', 'Must it')
    writeFileSync(stateOf('whole'), lines)
    const sheet = join(folder, 'kept.tsv')
    measure('whole', '--sample', '9', '--sheet', sheet)
    expect(readFileSync(sheet, 'utf8')).toContain('Must it take the whole machine down')
  })

  test('other rules begin anew', () => {
    measure('key')
    writeFileSync(rule, bugRule().replace('Must BUG_ON()', 'Does it'))
    measure('key')
    writeFileSync(rule, bugRule().replace('It takes the machine', 'It really takes the machine'))
    measure('key')
    writeFileSync(rule, bugRule())
    writeFileSync(join(rules, 'lamp', 'PACK.md'), LAMP_PACK)
    // Prose decides nothing.
    expect(readdirSync(join(folder, 'key')).length).toBe(2)
    const query = '```query\n(identifier) @AT\n```'
    for (const node of ['identifier', 'number_literal']) {
      const fence = query.replace('identifier', node)
      writeFileSync(rule, bugRule().replace('```diff\n+\tBUG_ON($X);\n```', fence))
      expect(measure('key').code).toBe(0)
    }
    writeFileSync(rule, bugRule())
    expect(readdirSync(join(folder, 'key')).length).toBe(4)
  })

  test('the number of jobs changes nothing', () => {
    const one = measure('one', '--format', 'json', '--jobs', '1').out
    expect(measure('two', '--format', 'json', '--jobs', '3').out).toBe(one)
  })
})

describe('judging by hand', () => {
  const sheet = join(folder, 'sheet.tsv')
  const write = (verdict: (row: string) => string): void => {
    const rows = readFileSync(sheet, 'utf8').split('\n')
    const filled = rows.map((row) =>
      row.startsWith('lamp/') ? `${row.slice(0, -1)}${verdict(row)}\t` : row,
    )
    writeFileSync(sheet, filled.join('\n'))
  }
  const take = (reader: string): Ran =>
    lorelint(['measure', '--take', sheet, '--reader', reader, '--rules', rules])

  test('a sample is the same for the same seed', () => {
    const rows = (seed: string): readonly string[] => {
      expect(measure('judge', '--sample', '3', '--seed', seed, '--sheet', sheet).code).toBe(0)
      return readFileSync(sheet, 'utf8').split('\n').slice(1, -1)
    }
    const once = rows('a')
    expect(once.length).toBe(4)
    expect(once[0]).toBe('rule\tmessageId\tplace\tquote\ttext\tlink\tverdict\tnote')
    expect(rows('a')).toEqual(once)
    expect(rows('b')).not.toEqual(once)
  })

  test('verdicts are taken, count, and readers may differ', () => {
    measure('judge', '--sample', '30', '--sheet', sheet)
    write((row) => (row.includes('taken@') ? 'wrong' : 'right'))
    expect(take('ann')).toMatchObject({ code: 0, out: expect.stringContaining('8 judged') })
    expect(figures(measure('judge', '--format', 'json'))['judged']).toMatchObject({
      right: 7,
      arguable: 0,
      wrong: 1,
      precision: { count: 7, of: 8, share: 0.875, low: 0.529112, high: 0.977583 },
    })
    measure('judge', '--sample', '30', '--sheet', sheet)
    write((row) => (row.includes('said@') ? 'wrong' : ''))
    take('ben')
    const file = join(rules, 'judged', 'lamp', 'no-bug-on.tsv')
    expect(readFileSync(file, 'utf8')).toMatch(
      /^# judged from sheets.*\nmessageId\tplace\treader\t/,
    )
    expect(figures(measure('judge', '--format', 'json'))['judged']).toMatchObject({
      right: 6,
      arguable: 1,
      wrong: 1,
      disagreed: 1,
    })
  })

  test('what is no longer found, or is elsewhere, does not count', () => {
    const more = join(folder, 'more', 'lamp')
    mkdirSync(more, { recursive: true })
    const rows = ['fine@example.org\tx:1\tann\tright\t', 'else@example.org\tx:1\tann\tright\t']
    const head = 'messageId\tplace\treader\tverdict\tnote'
    writeFileSync(join(more, 'no-bug-on.tsv'), ['# by hand', head, ...rows, ''].join('\n'))
    const ran = measure('judge', '--format', 'json', '--judged', join(folder, 'more'))
    expect(figures(ran)['judged']).toMatchObject({ right: 6, gone: 1, elsewhere: 1 })
  })

  test('the block in the rule file, and the gate it opens', () => {
    const stable = (): Ran => lorelint(['rules', 'lamp/no-bug-on', '--rules', rules])
    expect(measure('judge', '--write').err).toContain('no-bug-on.md: measured')
    const text = readFileSync(rule, 'utf8')
    expect(text).toMatch(
      /\| 2025-11-25 \| lamp@[0-9a-f]{12} \| 12 \| 8 \| 666\.67 \| 1 \| 2 \| 8 \| 6 \| 1 \| 1 \| 0\.75 /,
    )
    expect(text.endsWith('6 right, 1 arguable, 1 wrong; precision 0.75 (0.41-0.93).\n')).toBe(true)
    measure('judge', '--write')
    expect(readFileSync(rule, 'utf8')).toBe(text)
    expect(stable().out).toContain('precision 0.75 (0.41-0.93)')
    writeFileSync(rule, text.replace('maturity: nursery', 'maturity: stable'))
    expect(stable()).toMatchObject({
      code: 2,
      err: expect.stringContaining('no-bug-on.md:3: maturity is "stable", but 6 of 8 judged'),
    })
    // Measuring is how it becomes so again, and trying how it is mended.
    expect(measure('judge', '--write').code).toBe(0)
    expect(lorelint(['try', 'lamp/no-bug-on', '--rules', rules]).err).not.toContain('maturity')
    // A note may be wrong more often.
    writeFileSync(
      rule,
      text.replace('nursery', 'stable').replace('severity: warning', 'severity: note'),
    )
    expect(stable().code).toBe(0)
    // A folder that is one pack holds its rules itself.
    writeFileSync(rule, bugRule())
    const alone = [
      '--rules',
      join(rules, 'lamp'),
      '--only',
      'lamp',
      '--state',
      join(folder, 'judge'),
    ]
    expect(lorelint(['measure', archive, ...alone, '--write']).err).toContain(
      'no-bug-on.md: measured',
    )
    expect(readFileSync(rule, 'utf8')).toContain('## Measured')
    writeFileSync(rule, bugRule())
    writeFileSync(join(rules, 'lamp', 'PACK.md'), LAMP_PACK)
  })
})

describe('beside checkpatch', () => {
  test('the type that coincides most, on the line', () => {
    const script = join(folder, 'checkpatch.pl')
    writeFileSync(
      script,
      'my $n = 0;\nwhile (<STDIN>) { $n++; print "-:$n: WARNING:AVOID_BUG: no\\n" if /^\\+\\tBUG_ON/; }\n' +
        'print "-:1: ERROR:OTHER: x\\n";\nexit(1);\n',
    )
    const ran = measure('peer', '--peer', 'checkpatch', '--checkpatch', script, '--format', 'json')
    expect(figures(ran)['checkpatch']).toEqual({
      findings: 8,
      both: 8,
      type: 'AVOID_BUG',
      same: 8,
      total: 8,
      types: [{ type: 'AVOID_BUG', same: 8 }],
    })
  })

  test('where it is not there', () => {
    const ran = measure('peer', '--peer', 'checkpatch', '--checkpatch', join(folder, 'none.pl'))
    expect(ran).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('cannot run checkpatch.pl: no file'),
    })
  })
})
