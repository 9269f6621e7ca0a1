import { describe, expect, test } from 'vitest'
import { mergeSuggestions, readSuggestion } from '../src/diff/suggestions.ts'
import { broken, type OwnRule, suggested } from './one-rule.ts'

const section = 'static int lamp_probe(struct lamp *lamp)'

/** A fix on the lines of one hunk: why it gives no suggestion. */
async function check(
  rule: OwnRule,
  diff: readonly string[],
  expected: readonly string[],
): Promise<void> {
  const patch = { diff: diff.join('\n'), section, path: 'drivers/lamp.c' }
  expect(await suggested(rule, patch)).toEqual(expected)
}

const NULL_CHECK: OwnRule = {
  match: '+\tif ($P)\n+\t\tkfree($P);',
  fix: '-\tif ($P)\n-\t\tkfree($P);\n+\tkfree($P);',
}
const DROP: OwnRule = { match: '+\tdrop_me($X);', fix: '-\tdrop_me($X);' }

describe('there is no suggestion', () => {
  test('where the statement is all there is under a condition', async () => {
    const why = 'what the fix takes away stands alone under a condition without braces'
    await check(DROP, [' \tint i;', '+\tif (i)', '+\t\tdrop_me(i);', ' \treturn 0;'], [why])
  })

  test('behind an else', async () => {
    const why = 'what the fix takes away stands alone under a condition without braces'
    await check(
      NULL_CHECK,
      [' \tif (i) {', ' \t\ti = 0;', '+\t} else if (p)', '+\t\tkfree(p);', ' \treturn 0;'],
      [why],
    )
  })

  test('where a comment would be lost', async () => {
    const inside = 'a comment stands in what the fix takes away'
    await check(
      NULL_CHECK,
      [' \tint i;', '+\tif (p) /* ours */', '+\t\tkfree(p);', ' \treturn 0;'],
      [inside],
    )
    const behind = 'a comment stands behind what the fix takes away'
    await check(DROP, [' \tint i;', '+\tdrop_me(i); /* ours */', ' \treturn 0;'], [behind])
  })

  test('where the rule would speak again, or the code would be none', async () => {
    await check(
      { ...DROP, fix: '-\tdrop_me($X);\n+\tdrop_me(&$X);' },
      [' \tint i;', '+\tdrop_me(i);', ' \treturn 0;'],
      ['the rule still speaks with the fix'],
    )
    await check(
      { ...DROP, fix: '-\tdrop_me($X);\n+\t$X = = $X;' },
      [' \tint i;', '+\tdrop_me(i);', ' \treturn 0;'],
      ['the code does not parse with the fix'],
    )
  })

  test('where the fix is about other code', async () => {
    await check(
      { ...DROP, fix: '-\tforget_me($X);' },
      [' \tint i;', '+\tdrop_me(i);', ' \treturn 0;'],
      ['the fix fits nothing here'],
    )
  })

  test('where the patch does not show the lines', async () => {
    const rule = {
      match: ' static int $F(struct lamp *$L)\n {\n \t...\n+\tdrop_me($X);\n \t...\n }',
      fix: '-static int $F(struct lamp *$L)\n+static void $F(struct lamp *$L)\n {\n \t...\n-\tdrop_me($X);\n \t...\n }',
    }
    await check(
      rule,
      [' \tint i;', '+\tdrop_me(i);', ' \treturn 0;', ' }'],
      ['the patch does not show all lines that would change'],
    )
  })

  test('for more than 25 places of one rule', async () => {
    const many = Array.from({ length: 27 }, (_, i) => `+\tdrop_me(${i});`)
    const all = await suggested(DROP, {
      diff: [' \tint i;', ...many, ' \treturn 0;'].join('\n'),
      section,
      path: 'a.c',
    })
    expect(all.filter((one) => typeof one === 'string')).toEqual(
      Array.from({ length: 2 }, () => 'a rule suggests at most 25 changes to a patch'),
    )
  })
})

test.each([
  [' \tfoo();', 'a fix needs a line that begins with + or -'],
  ['-\tfoo(', 'the " " and "-" lines of the fix are not C we can read'],
  ['-\tfoo($X);\n+\tbar(...);', 'what ... skips cannot be put in'],
  ['-\tif (a) {\n \t\tfoo($X);\n-\t}', 'the fix takes away a "{" alone'],
  ['-\tfoo($X);\n+\tbar($Y);', 'nothing binds $Y'],
  ['-\tfoo($X);\n+\tif ($X) {', 'these lines open or close more brackets than they replace'],
  ['-\n \tfoo($X);', 'there is no code on these - lines'],
])('a fix that cannot be run stops the run: %s', async (fix, expected) => {
  expect(await broken({ match: '+\tfoo($X);', fix })).toContain(expected)
})

test('a fix is for C', async () => {
  const rule: OwnRule = { match: '+foo', fence: 'lines', fix: '-\tfoo();' }
  expect(await broken(rule)).toMatch(/rule\.md:\d+: a fix is for rules with a pattern of C/)
})

describe('suggestions put together', () => {
  const diff = (at: number, ...lines: readonly string[]) => {
    const count = (sign: string) =>
      lines.filter((line) => ' '.includes(line[0] ?? '') || line.startsWith(sign)).length
    return `--- a/x.c\n+++ b/x.c\n@@ -${at},${count('-')} +${at},${count('+')} @@\n${lines.join('\n')}\n`
  }
  const first = diff(1, ' a', '-b', '+B', ' c', ' d')
  const second = diff(2, ' b', ' c', '-d', ' e')

  test('share their context', () => {
    expect(mergeSuggestions([first, second])).toEqual({
      diffs: ['--- a/x.c\n+++ b/x.c\n@@ -1,5 +1,4 @@\n a\n-b\n+B\n c\n-d\n e\n'],
      left: [],
    })
  })

  test('leave those that meet an earlier one', () => {
    expect(mergeSuggestions([first, diff(1, ' a', '-b', '-c', ' d')]).left).toEqual([1])
  })

  test('are read as they were written', () => {
    const { edits, path } = readSuggestion(second)
    expect([path, edits]).toEqual([
      'x.c',
      [{ at: 4, old: [{ text: 'd', noEol: false }], fresh: [] }],
    ])
  })
})
