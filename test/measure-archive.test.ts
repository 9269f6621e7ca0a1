import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lorelint } from './built-cli.ts'
import { ARCHIVE, bugRule, LAMP_PACK, mboxOf } from './measure-mails.ts'
import {
  figures,
  folder,
  labels,
  makeLampArchive,
  measure,
  removeLampArchive,
  rule,
  rules,
} from './lamp-archive.ts'

beforeAll(makeLampArchive)
afterAll(removeLampArchive)

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
