import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRules, type RuleSet } from '../src/rules/load.ts'
import { blockLines } from '../src/rules/measured-lines.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { precisionPage } from '../src/rules/reference/precision-page.ts'
import { speakingText } from '../src/rules/speaking.ts'
import { CLASS_COLUMNS, TOGETHER_COLUMNS } from '../src/rules/together.ts'
import { build, lorelint, type Ran } from './built-cli.ts'
import { ARCHIVE, bugRule, LAMP_PACK, mboxOf } from './measure-mails.ts'

const share = (count: number, of: number) => ({ count, of })

/** A stable rule with figures of two archives, and a nursery rule whose figures are of another text. */
function rulesWith(hash: string, tables: readonly (readonly [string, string])[]): RuleSet {
  const row = (archive: string, judged: number, right: number) => ({
    date: '2026-11-25',
    archive: `${archive}@1`,
    patches: 1000,
    fires: 40,
    said: 3,
    accepted: 2,
    judged,
    right,
    arguable: judged - right,
    wrong: 0,
    more: {
      commentRate: share(3, 10),
      baseRate: share(5, 500),
      recall: share(4, 8),
      differ: share(1, 20),
      ruleText: hash,
    },
  })
  const block = blockLines([row('kvmarm', 30, 28), row('linux-mmc', 10, 9)])
  const measured = `\n## Measured\n\n${block.join('\n')}\n`
  const stable = bugRule('maturity: stable\n', measured)
  const loaded = loadRules([
    { path: 'lamp/PACK.md', file: 'lamp/PACK.md', text: LAMP_PACK },
    { path: 'lamp/x.md', file: 'lamp/x.md', text: stable },
    {
      path: 'lamp/y.md',
      file: 'lamp/y.md',
      text: bugRule('maturity: nursery\n', measured).replace('BUG_ON($X)', 'BUG($X)'),
    },
    ...tables.map(([name, text]) => ({ path: `tables/${name}.tsv`, file: name, text })),
  ])
  if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
  return loaded.set
}

const KINDS =
  '# by hand\narchive\tkind\nkvmarm\tnarrowed\nlinux-mmc\tfresh\nlinux-tip-commits\tmerged\n'

function tablesOf(rules: string): readonly (readonly [string, string])[] {
  const archives = [
    'date\tarchive\tpatches\tcommented\twarned\taccepted\taccepted-commented\taccepted-warned\trules',
    `2026-11-25\tkvmarm@1\t1000\t40\t20\t100\t5\t2\t${rules}`,
    `2026-11-25\tlinux-mmc@1\t1000\t20\t20\t100\t5\t2\t${rules}`,
    `2026-11-25\tlinux-tip-commits@1\t2000\t41\t40\t0\t0\t0\t${rules}`,
  ]
  const classes = [
    'date\tarchive\tclass\tlabels\tsaid\tsaid-with-nursery\trules',
    `2026-11-25\tkvmarm@1\tlamp/bug\t10\t4\t6\t${rules}`,
    `2026-11-25\tlinux-mmc@1\tlamp/bug\t10\t4\t6\t${rules}`,
    `2026-11-25\tkvmarm@1\tlamp/dim\t20\t0\t6\t${rules}`,
  ]
  return [
    [
      'first-readings',
      '# by hand\nrules\twhen\tjudged\tright\nlamps\twhen linux-mmc was first read\t20\t12\nbulbs\tby others\t10\t9\n',
    ],
    ['archives', KINDS],
    ['measured-archives', `# by measure\n${archives.join('\n')}\n`],
    ['measured-classes', `# by measure\n${classes.join('\n')}\n`],
  ]
}

describe('the page that tells how far to trust the rules', () => {
  const pack = { path: 'lamp/PACK.md', file: 'f', text: LAMP_PACK }
  const one = loadRules([pack, { path: 'lamp/x.md', file: 'f', text: bugRule() }])
  const hash = 'set' in one ? (one.set.rules[0]?.ruleText ?? '') : ''
  const set = (): RuleSet => rulesWith(hash, tablesOf(speakingText(rulesWith(hash, []).rules)))
  const page = (): string => precisionPage(set())

  test.each([
    ['What speaks by default?', '1 of 2 rules (0 errors, 1 warning, 0 notes)'],
    [
      'On how many patches would I see a comment?',
      '30.0 of 1,000, and on 20.0 a warning or error (2000 patches: kvmarm 40.0, linux-mmc 20.0)',
    ],
    ['How many of its comments are right?', '0.93 (0.80-0.97) of 40'],
    [
      'And on lists that nobody had read while rules were narrowed?',
      '0.90 (0.60-0.98) of 10 (linux-mmc); before anything was narrowed there: lamps when linux-mmc was first read 0.60 (0.39-0.78) of 20; bulbs by others 0.90 (0.60-0.98) of 10',
    ],
    ['Do two readers agree on what is right?', 'they differ on 2 of 40 findings'],
    [
      'How much of what humans say does it say?',
      '40.0 % of 20 labelled remarks, in the classes it has something to say about (1 of 2); 20.0 % in all',
    ],
    [
      'What would it have said about commits that were merged?',
      'a warning or error on 2.0 % of 2000 (linux-tip-commits); none of these was judged',
    ],
    ['Do the figures hold for these rules?', '1 rule was changed since'],
  ])('%s', (question, answer) => {
    const line = page()
      .split('\n')
      .find((row) => row.startsWith(`| ${question} |`))
    expect(line).toContain(answer)
  })

  test('the answers stand on the first screen', () => {
    const lines = page().split('\n')
    expect(lines.findIndex((line) => line.startsWith('| Do the figures hold'))).toBeLessThan(20)
  })

  test('a rule has its volume on three lists, rates, and both precisions', () => {
    expect(page()).toContain(
      '| [lamp/x](rules/lamp/x.md) | warning | 40.0 | - | - | 30.0 % of 20 | 1.0 % of 1000 | 0.93 (0.79-0.98) of 30 | 0.90 (0.60-0.98) of 10 | 2 of 40 | 50.0 % of 16 |',
    )
    expect(page()).toContain('| [lamp/y](rules/lamp/y.md) (*older text*) | warning |')
  })

  test('what other rules said together is told to be old', () => {
    expect(precisionPage(rulesWith(hash, tablesOf('00000000')))).toContain(
      'linux-mmc 20.0; counted before rules changed)',
    )
  })

  test('where nothing was counted it says so', () => {
    const bare = precisionPage(rulesWith(hash, []))
    expect(bare).toContain('| On how many patches would I see a comment? | not counted yet |')
    expect(bare).toContain('| none judged (no such archive) |')
  })
})

describe('measure --write counts all rules together', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lorelint-together-'))
  const archive = join(folder, 'lamp.mbox')
  const rules = join(folder, 'rules')
  const labels = join(folder, 'labels.jsonl')
  const table = (name: string): string => readFileSync(join(rules, 'tables', `${name}.tsv`), 'utf8')
  const measure = (...more: readonly string[]): Ran =>
    lorelint(
      ['measure', archive, '--rules', rules, '--state', join(folder, 'state'), '--write', ...more],
      { env: { SOURCE_DATE_EPOCH: '1764028800' } },
    )

  beforeAll(async () => {
    await build()
    writeFileSync(archive, mboxOf(ARCHIVE))
    mkdirSync(join(rules, 'lamp'), { recursive: true })
    mkdirSync(join(rules, 'tables'))
    writeFileSync(join(rules, 'lamp', 'PACK.md'), LAMP_PACK)
    writeFileSync(join(rules, 'lamp', 'no-bug-on.md'), bugRule('speaks: always\n'))
    writeFileSync(
      join(rules, 'tables', 'label-classes.tsv'),
      '# by hand\nrule\tclass\nlamp/no-bug-on\tlamp/bug\n',
    )
    // What is shipped was counted elsewhere.
    for (const [name, columns] of [
      ['measured-archives', TOGETHER_COLUMNS],
      ['measured-classes', CLASS_COLUMNS],
    ] as const)
      writeFileSync(join(rules, 'tables', `${name}.tsv`), `# none yet\n${columns.join('\t')}\n`)
    const row = (patch: string) =>
      `${JSON.stringify({ patch_msgid: `${patch}@example.org`, category: 'lamp/bug' })}\n`
    writeFileSync(labels, `${row('said')}${row('asked')}`)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('patches with a comment, and labels with one', () => {
    expect(measure('--labels', labels).err).toContain('measured-classes.tsv: measured')
    const counted =
      /\n2025-11-25\tlamp@[0-9a-f]{12}\t12\t(\d+)\t(\d+)\t3\t2\t2\t[0-9a-f]{8}\n$/.exec(
        table('measured-archives'),
      )
    // The lamp rule speaks on eight; what shipped rules say of its mails is theirs.
    expect(Number(counted?.[1])).toBeGreaterThanOrEqual(8)
    expect(Number(counted?.[2])).toBeGreaterThanOrEqual(8)
    expect(table('measured-classes')).toMatch(
      /\n2025-11-25\tlamp@[0-9a-f]{12}\tlamp\/bug\t2\t1\t1\t[0-9a-f]{8}\n$/,
    )
  })

  test('other archives stay, and so do labels where none are given', () => {
    const before = table('measured-classes')
    const other = table('measured-archives').replace(/(\n2025-11-25\t)lamp@/, '$1foo@')
    writeFileSync(join(rules, 'tables', 'measured-archives.tsv'), other)
    expect(measure().code).toBe(0)
    expect(table('measured-archives').split('\n').length).toBe(5)
    expect(table('measured-classes')).toBe(before)
  })

  test('figures are no reason to judge anew, and one rule alone is not all', () => {
    const before = table('measured-archives')
    expect(measure('--only', 'lamp').code).toBe(0)
    expect(table('measured-archives')).toBe(before)
  })
})
