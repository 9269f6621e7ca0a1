import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { tryRule } from '../src/examples.ts'
import { lint, loadRules, type LoadedRules } from '../src/index.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'

const files = readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url)))

function setOf(loaded: LoadedRules) {
  if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
  return loaded.set
}

describe.each(setOf(loadRules(files)).rules.map((rule) => [rule.id, rule] as const))(
  '%s',
  (_id, rule) => {
    const set = setOf(loadRules(files))

    test('every example gets exactly the comments it expects', async () => {
      const results = await tryRule(rule, set)
      expect(results.map(({ name, noisy, missing }) => ({ name, noisy, missing }))).toEqual(
        rule.examples.map(({ name }) => ({ name, noisy: [], missing: [] })),
      )
    })

    test('every example is a whole patch', async () => {
      const results = await tryRule(rule, set)
      expect(results.flatMap(({ problems }) => problems)).toEqual([])
    })

    test('it has four examples or more, two of them silent', () => {
      const speaks = rule.examples.map(({ text }) => /^[^>\s]/m.test(text))
      expect(speaks.length).toBeGreaterThanOrEqual(4)
      expect(speaks.filter((speaking) => !speaking).length).toBeGreaterThanOrEqual(2)
      expect(speaks.filter((speaking) => speaking).length).toBeGreaterThanOrEqual(1)
    })

    test('it says where it comes from and why', () => {
      expect(rule.source.every((url) => url.startsWith('https://'))).toBe(true)
      expect(rule.source.length).toBeGreaterThan(0)
      expect(rule.why.length).toBeGreaterThan(80)
    })

    test('an example that expects too much or too little is told apart', async () => {
      const first = rule.examples.find(({ text }) => /^[^>\s]/m.test(text))
      if (first === undefined) throw new Error('no example speaks')
      const kept = first.text.split('\n').filter((line) => line.startsWith('>'))
      const silent = { ...first, text: kept.join('\n') }
      const chatty = { ...first, text: [...kept, '', 'What is this?', ''].join('\n') }
      const results = await tryRule({ ...rule, examples: [silent, chatty] }, set)
      expect(results.map(({ noisy, missing }) => [noisy.length > 0, missing.length])).toEqual([
        [true, 0],
        [true, 1],
      ])
    })
  },
)

const good = `---
severity: warning
maturity: nursery
files: drivers/
source: https://example.org
---
# A title

Why.

## Match

\`\`\`diff
Cc: {addresses}
 	...
+	foo($X);
where $X is-in {addresses}
and not patch is-a fix
\`\`\`

## Comment

\`\`\`text
Do not.
\`\`\`
`

const pack = {
  path: 'pack/PACK.md',
  file: 'rules/pack/PACK.md',
  text: '---\nowner: A Maintainer <m@example.org>\n---\n# A pack\n\nFor tests.\n',
}

function load(text: string) {
  return loadRules([
    pack,
    { path: 'lists/addresses.txt', file: 'rules/lists/addresses.txt', text: '# why\na@x\n' },
    { path: 'pack/x.md', file: 'rules/pack/x.md', text },
  ])
}

describe('what is wrong with a rule is said with its line', () => {
  const check = (name: string, from: string, to: string, expected: readonly string[]) => {
    test(name, () => {
      expect(good).toContain(from)
      const loaded = load(good.replace(from, to))
      const said =
        'errors' in loaded
          ? loaded.errors.map(({ file, line, what }) => `${file}:${line}: ${what}`)
          : []
      expect(said).toEqual(expected)
    })
  }

  check('nothing is wrong with this one', 'Why.', 'Why?', [])
  check('an unknown key', 'severity:', 'severety:', [
    'rules/pack/x.md:2: unknown key "severety"; did you mean "severity"?',
  ])
  check('a line that is no key', 'files: drivers/', 'drivers/', [
    'rules/pack/x.md:4: expected "key: value", found "drivers/"',
  ])
  check('a severity there is not', 'severity: warning', 'severity: fatal', [
    'rules/pack/x.md:2: severity is "fatal"; there are error, warning, note',
  ])
  check('no keys at all', '---\nseverity', 'severity', [
    'rules/pack/x.md:1: a rule file begins with a line "---", its keys, and a line "---"',
  ])
  check('no title', '# A title', 'A title', [
    'rules/pack/x.md:7: no title: a line "# What is wrong"',
  ])
  check('an unknown verb', 'is-in', 'is-inn', [
    'rules/pack/x.md:17: unknown verb "is-inn"; did you mean "is-in"?',
  ])
  check('a clause without object', 'patch is-a fix', 'patch is-a', [
    'rules/pack/x.md:18: a clause reads "where [not] term verb term", found "and not patch is-a"',
  ])
  check('an unknown list', 'Cc: {addresses}', 'Cc: {adresses}', [
    'rules/pack/x.md:14: no list rules/lists/adresses.txt; did you mean "addresses"?',
  ])
  check('an unknown list in a clause', 'is-in {addresses}', 'is-in {people}', [
    'rules/pack/x.md:17: no list rules/lists/people.txt; there are addresses',
  ])
  check('a subject the verb cannot have', 'not patch is-a', 'not series is-a', [
    'rules/pack/x.md:18: series cannot be the subject of "is-a"; it takes patch or $HOLE',
  ])
  check('an object the verb cannot have', 'is-a fix', 'is-a feature', [
    'rules/pack/x.md:18: feature cannot be the object of "is-a"; it takes fix or el0-check or identifier or number or string or macro or call',
  ])
  check('a hole in small letters', 'where $X', 'where $x', [
    'rules/pack/x.md:17: "$x" is no hole: a hole is a $ and capital letters',
  ])
  check('a regex that never ends', 'Cc: {addresses}', 'Subject: /(foo/', [
    'rules/pack/x.md:14: regex /(foo/: error parsing regexp: missing closing ): `(foo` (RE2 syntax: no look-around, no back references)',
  ])
  check('a regex that looks ahead', 'Cc: {addresses}', 'Subject: /foo(?=bar)/', [
    'rules/pack/x.md:14: regex /foo(?=bar)/: error parsing regexp: invalid or unsupported Perl syntax: `(?=` (RE2 syntax: no look-around, no back references)',
  ])
  check('a match line without sign', '+	foo($X);', 'foo($X);', [
    'rules/pack/x.md:16: "foo($X);" is no head ("Key: value"), no diff line (" ", "+" or "-" first) and no "where" clause',
  ])
  check('no comment', '## Comment\n\n```text\nDo not.\n```', '', [
    'rules/pack/x.md:1: no "## Comment" section with a fenced text: what shall the rule say?',
  ])
  check('an unknown section', '## Comment', '## Coment', [
    'rules/pack/x.md:21: unknown section "Coment"; did you mean "Comment"?',
    'rules/pack/x.md:1: no "## Comment" section with a fenced text: what shall the rule say?',
  ])
  check('a fence that is not closed', 'Do not.\n```', 'Do not.', [
    'rules/pack/x.md:23: this fence is not closed',
    'rules/pack/x.md:1: no "## Comment" section with a fenced text: what shall the rule say?',
  ])

  test('keys that are not closed are said at the first line', () => {
    const loaded = load(good.replace('---\n# A title', '# A title'))
    const said = 'errors' in loaded ? loaded.errors : []
    const what = 'the keys are not closed by a line "---"'
    expect(said).toContainEqual({ file: 'rules/pack/x.md', line: 1, what })
  })

  test('nothing to match', () => {
    const loaded = load(good.replace(/```diff\n[^`]*```/, ''))
    const said = 'errors' in loaded ? loaded.errors : []
    const what = 'no "## Match" section with a fenced diff: when shall the rule speak?'
    expect(said).toEqual([{ file: 'rules/pack/x.md', line: 1, what }])
  })

  test('a comment that names a hole nothing binds', () => {
    // Else its sentence would never be said, and nobody would know.
    const loaded = load(good.replace('Do not.', 'Do not use $TYPO. Use $X.'))
    const said = 'errors' in loaded ? loaded.errors : []
    expect(said.map(({ line, what }) => ({ line, what }))).toEqual([
      { line: 24, what: expect.stringContaining('$TYPO') },
    ])
  })

  test('all errors are said, not the first', () => {
    const loaded = load(good.replace('severity', 'sever').replace('is-in', 'is-on'))
    expect('errors' in loaded ? loaded.errors.map(({ line }) => line) : []).toEqual([2, 17])
  })
})

describe('a pattern that cannot be run stops the run', () => {
  const check = (name: string, match: string, expected: string) => {
    test(name, async () => {
      const text = good.replace(/```diff\n[^`]*```/, `\`\`\`diff\n${match}\n\`\`\``)
      const run = lint(nothing(), {
        tool: { name: 'lorelint', version: 'test' },
        set: setOf(load(text)),
        tree: null,
        only: [],
        skip: [],
        nursery: true,
        quoted: 'auto',
        progress: () => {},
      })
      await expect(run).rejects.toThrow(expected)
    })
  }

  check(
    'a pattern without signs',
    ' foo();',
    'rules/pack/x.md:14: a pattern needs a line that begins with + or -',
  )
  check(
    'a pattern that is not C',
    '+ if ((;',
    'rules/pack/x.md:14: the new side of the pattern is not C we can read',
  )
})

async function* nothing(): AsyncGenerator<never, void, void> {}

describe('several rules folders', () => {
  const list = (text: string) => ({ path: 'lists/addresses.txt', file: 'l', text })
  const rule = (path: string, title: string) => ({
    path,
    file: path,
    text: good.replace('A title', title),
  })

  test('a later rule of the same id wins, and rules come sorted by id', () => {
    const { rules } = setOf(
      loadRules([
        pack,
        list('# old\na@x'),
        rule('pack/b.md', 'old'),
        rule('pack/a.md', 'a'),
        rule('pack/b.md', 'new'),
      ]),
    )
    expect(rules.map(({ id, title }) => [id, title])).toEqual([
      ['pack/a', 'a'],
      ['pack/b', 'new'],
    ])
  })

  test('a later list of the same name wins', () => {
    const { knowledge } = setOf(
      loadRules([list('# old\na@x\n# no\n\n b@x '), list('# new\nc@x\nd@x')]),
    )
    expect(knowledge.lists.get('addresses')?.words).toEqual(['c@x', 'd@x'])
  })

  test('a table keeps the line of each row', () => {
    const text = '# made by hand\nname\top1\nFOO\t3\n\nBAR\t0\n'
    const { knowledge } = setOf(loadRules([{ path: 'tables/t.tsv', file: 't', text }]))
    expect(knowledge.tables.get('t')?.rows).toEqual([
      { cells: { name: 'FOO', op1: '3' }, line: 3 },
      { cells: { name: 'BAR', op1: '0' }, line: 5 },
    ])
  })
})
