import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { loadRules, type RuleSet } from '../src/index.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'
import { build, lorelint } from './built-cli.ts'
import { writeFiles } from './git.ts'
import { measuredBlock } from './measured-rule.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 180_000 })
beforeAll(build)

const shipped = fileURLToPath(new URL('../rules', import.meta.url))

const pack = `---
owner: A Maintainer <m@example.org>
files: drivers/hwmon/
severity: note
maturity: stable
source: https://docs.kernel.org/hwmon/
---
# Hardware monitoring

For drivers/hwmon.
`

const rule = (keys = ''): string => `---
${keys}---
# A rule

Why.

## Match

\`\`\`diff
where patch is-a fix
\`\`\`

## Comment

\`\`\`text
No.
\`\`\`

${measuredBlock}
`

/** Writes the files into a folder called "extra" and gives that. */
function folder(files: Readonly<Record<string, string>>): string {
  const dir = join(mkdtempSync(join(tmpdir(), 'lorelint-packs-')), 'extra')
  writeFiles(dir, files)
  return dir
}

function loaded(...folders: readonly string[]): RuleSet {
  const read = loadRules(folders.flatMap(readRuleFiles))
  if ('errors' in read) throw new Error(ruleErrors(read.errors))
  return read.set
}

function errorsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const read = loadRules(readRuleFiles(folder(files)))
  const errors = 'errors' in read ? read.errors : []
  return errors.map(({ file, line, what }) => `${file}:${line}: ${what.split('\n')[0]}`)
}

describe('the shipped packs', () => {
  const { packs } = loaded(shipped)

  test('each says who to ask and what it is for', () => {
    const folders = readdirSync(shipped).filter((name) =>
      readdirSync(join(shipped, name)).some((file) => file.endsWith('.md')),
    )
    expect([...packs.keys()].toSorted()).toEqual(folders.toSorted())
    for (const { owner, title, why } of packs.values())
      expect([owner.length > 3, title.length > 10, why.length > 80]).toEqual([true, true, true])
  })
})

describe('what a rule leaves open its pack says', () => {
  const read = loaded(
    folder({
      'hwmon/PACK.md': pack,
      'hwmon/plain.md': rule(),
      'hwmon/own.md': rule(
        'severity: error\nfiles: mm/\nmaturity: nursery\nsource: https://x.org/\n',
      ),
      'hwmon/everywhere.md': rule('files:\n'),
    }),
  )
  const shape = (id: string) => {
    const { severity, maturity, files, source } =
      read.rules.find((r) => r.id === id) ?? read.rules[0]!
    return { severity, maturity, files, source }
  }

  test('severity, maturity, files and source', () => {
    expect(shape('hwmon/plain')).toEqual({
      severity: 'note',
      maturity: 'stable',
      files: ['drivers/hwmon/'],
      source: ['https://docs.kernel.org/hwmon/'],
    })
  })

  test('a key of the rule wins', () => {
    expect(shape('hwmon/own')).toEqual({
      severity: 'error',
      maturity: 'nursery',
      files: ['mm/'],
      source: ['https://x.org/'],
    })
  })

  test('an empty key is a key', () => {
    expect(shape('hwmon/everywhere').files).toEqual([])
  })
})

describe('what is wrong with a pack is said with file, line and what to do', () => {
  const check = (name: string, from: string, to: string, expected: readonly string[]) => {
    test(name, () => {
      expect(pack).toContain(from)
      expect(errorsOf({ 'p/PACK.md': pack.replace(from, to), 'p/x.md': rule() })).toEqual(expected)
    })
  }
  check('nothing is wrong with this one', 'For', 'Of', [])
  check('no owner', 'owner: A Maintainer <m@example.org>\n', '', [
    'extra/p/PACK.md:1: no owner: add a key "owner: Your Name <you@example.org>", who to ask about its rules',
  ])
  check('an unknown key', 'severity:', 'severty:', [
    'extra/p/PACK.md:4: unknown key "severty"; did you mean "severity"?',
  ])
  check('a bad value', 'severity: note', 'severity: fatal', [
    'extra/p/PACK.md:4: severity is "fatal"; there are error, warning, note',
  ])
  check('a key twice', 'severity: note', 'owner: me', [
    'extra/p/PACK.md:4: key "owner" stands twice',
  ])
  check('no keys', '---\nowner', 'owner', [
    'extra/p/PACK.md:1: PACK.md begins with a line "---", its keys, and a line "---"',
    'extra/p/PACK.md:1: no owner: add a key "owner: Your Name <you@example.org>", who to ask about its rules',
    'extra/p/PACK.md:1: no title: a line "# What its rules are about"',
  ])
  check('no title', '# Hardware', 'Hardware', [
    'extra/p/PACK.md:8: no title: a line "# What its rules are about"',
  ])
  check('no reason', 'For drivers/hwmon.', '', [
    'extra/p/PACK.md:8: say below the title what the pack is for',
  ])

  test('no PACK.md at all, once for each pack', () => {
    expect(errorsOf({ 'p/x.md': rule(), 'p/y.md': rule(), 'q/x.md': rule() })).toEqual([
      'extra/p/PACK.md:1: the pack has no PACK.md; write who to ask about its rules and what they are for:',
      'extra/q/PACK.md:1: the pack has no PACK.md; write who to ask about its rules and what they are for:',
    ])
  })

  test('the lines to write are a PACK.md', () => {
    const read = loadRules([{ path: 'p/x.md', file: 'p/x.md', text: rule() }])
    const [first] = 'errors' in read ? read.errors : []
    const lines = (first?.what ?? '').split('\n').slice(1)
    const text = lines.map((line) => line.replace(/^ {4}/, '')).join('\n')
    expect(errorsOf({ 'p/PACK.md': text, 'p/x.md': rule() })).toEqual([])
  })

  test('a stranger may add a rule to a pack that is known', () => {
    const extra = folder({ 'kvm/x.md': rule() })
    expect(loaded(shipped, extra).rules.map(({ id }) => id)).toContain('kvm/x')
  })
})

describe('lists and tables', () => {
  const check = (name: string, path: string, text: string, expected: readonly string[]) => {
    test(name, () => {
      expect(errorsOf({ 'p/PACK.md': pack, 'p/x.md': rule(), [path]: text })).toEqual(expected)
    })
  }
  const unsaid =
    'the first line is no "# " comment; say there where this comes from, or the command that makes it'
  check('a list', 'lists/a.txt', '# by hand\n\nfoo\n# more\nbar\n', [])
  check('a list of nowhere', 'lists/a.txt', 'foo\n', [`extra/lists/a.txt:1: ${unsaid}`])
  check('an empty comment says nothing', 'lists/a.txt', '#\nfoo\n', [
    `extra/lists/a.txt:1: ${unsaid}`,
  ])
  check('a word twice', 'lists/a.txt', '# by hand\nfoo\nbar\nfoo \n', [
    'extra/lists/a.txt:4: "foo" stands twice, first on line 2; drop one',
  ])
  check('a table', 'tables/a.tsv', '# by hand\na\tb\n1\t\n', [])
  check('a table of nowhere', 'tables/a.tsv', 'a\tb\n1\t2\n', [`extra/tables/a.tsv:1: ${unsaid}`])
  check('rows too short and too long', 'tables/a.tsv', '# by hand\na\tb\n1\n1\t2\t3\n', [
    'extra/tables/a.tsv:3: the row has 1 cell, the table 2 columns; cells are parted by one tab, and empty ones keep theirs',
    'extra/tables/a.tsv:4: the row has 3 cells, the table 2 columns; cells are parted by one tab, and empty ones keep theirs',
  ])
  check('two columns of one name', 'tables/a.tsv', '# by hand\na\ta\n1\t2\n', [
    'extra/tables/a.tsv:2: two columns are called "a"',
  ])

  test("a pack's own count like those beside it, however the pack is given", () => {
    const extra = folder({
      'p/PACK.md': pack,
      'p/x.md': rule()
        .replace('patch is-a fix', '$X is-in {mine}')
        .replace('where', '+foo($X);\nwhere'),
      'p/lists/mine.txt': '# by hand\nfoo\n',
    })
    for (const given of [extra, join(extra, 'p')]) {
      const { rules, knowledge } = loaded(given)
      expect(rules.map(({ id }) => id)).toEqual(['p/x'])
      expect([...knowledge.lists.keys()]).toEqual(['mine'])
    }
  })

  test('all errors of all packs are given at once', () => {
    const said = errorsOf({
      'p/PACK.md': 'x',
      'p/x.md': 'x',
      'q/x.md': rule('severty: note\n'),
      'lists/a.txt': 'x',
    })
    expect(said.map((line) => line.split(': ')[0])).toEqual([
      'extra/lists/a.txt:1',
      'extra/p/PACK.md:1',
      'extra/q/PACK.md:1',
      'extra/p/x.md:1',
      'extra/q/x.md:2',
    ])
  })
})

describe('hostile packs', () => {
  const tooLarge = (noun: string, most: number): string =>
    `the file is larger than ${most} MiB, the limit for ${noun}; it was not read`

  test('a file of 10 MB is refused before it is read, and is named', () => {
    const large = 'x'.repeat(10 * 1024 * 1024)
    const start = performance.now()
    expect(
      errorsOf({
        'p/PACK.md': pack,
        'p/x.md': large,
        'lists/words.txt': large,
        'tables/facts.tsv': large,
      }),
    ).toEqual([
      `extra/lists/words.txt:1: ${tooLarge('a rule, a pack or a list', 1)}`,
      `extra/p/x.md:1: ${tooLarge('a rule, a pack or a list', 1)}`,
      `extra/tables/facts.tsv:1: ${tooLarge('a table', 4)}`,
    ])
    expect(performance.now() - start).toBeLessThan(1000)
  })

  test('a folder in the place of a file is no rule', () => {
    const extra = folder({ 'p/PACK.md': pack, 'p/x.md/y.txt': '' })
    expect(() => readRuleFiles(extra)).toThrow(/p\/x\.md: it is no file/)
  })

  test.each([
    ['a megabyte of bad keys', `---\n${'a: b\n'.repeat(200_000)}---\n`],
    ['one key of a megabyte', `---\n${'a'.repeat(1_000_000)}: b\n---\n`],
    ['a megabyte of holes', rule().replace('No.', '$NO '.repeat(250_000))],
    ['one hole of a megabyte', rule().replace('No.', `$${'N'.repeat(1_000_000)}`)],
    ['a verb of a megabyte', rule().replace('is-a', 'a'.repeat(1_000_000))],
    ['a megabyte of fences', rule().replace('No.', '```\n'.repeat(200_000))],
  ])('%s takes less than two seconds, and its errors fit on some screens', (_, text) => {
    const start = performance.now()
    const read = loadRules(readRuleFiles(folder({ 'p/PACK.md': pack, 'p/x.md': text })))
    const said = 'errors' in read ? ruleErrors(read.errors) : ''
    expect(performance.now() - start).toBeLessThan(2000)
    expect(said).toContain('extra/p/x.md:')
    expect(said.length).toBeLessThan(60_000)
  })
})

test('rules shows who owns a rule, and a foreign pack is listed', () => {
  const extra = folder({ 'hwmon/PACK.md': pack, 'hwmon/x.md': rule() })
  const { out } = lorelint(['rules', 'hwmon/x', '--rules', join(extra, 'hwmon')])
  expect(out).toContain('owner: A Maintainer <m@example.org>')
  expect(lorelint(['rules', '--rules', extra]).out).toMatch(/^hwmon\/x +note +A rule$/m)
})

test('a pack without PACK.md stops the run and shows the lines to write', () => {
  const { code, err } = lorelint(['rules', '--rules', folder({ 'mine/x.md': rule() })])
  expect(code).toBe(2)
  expect(err).toContain('extra/mine/PACK.md:1: the pack has no PACK.md')
  expect(err).toContain('\n    owner: Your Name <you@example.org>\n')
})

test('a rule is tried with the defaults of the PACK.md beside it', () => {
  const example =
    '\n## Examples\n\n### elsewhere\n\n```mail\n> Subject: [PATCH] mm: fix a crash\n>\n> Fix a NULL pointer dereference.\n>\n> Fixes: 123456789abc ("x")\n> ---\n> diff --git a/mm/x.c b/mm/x.c\n> --- a/mm/x.c\n> +++ b/mm/x.c\n> @@ -1 +1 @@\n> -a\n> +b\n```\n'
  const extra = folder({ 'hwmon/PACK.md': pack, 'hwmon/x.md': rule() + example })
  const { code, out } = lorelint(['try', join(extra, 'hwmon/x.md')])
  expect([code, out]).toEqual([0, expect.stringMatching(/^ok/)])
})
