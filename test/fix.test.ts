import { describe, expect, test } from 'vitest'
import { type OwnRule, suggested } from './one-rule.ts'

const section = 'static int lamp_probe(struct lamp *lamp)'

/** A fix on the lines of one hunk that begins in line 10: the lines of the suggested diff, or why there is none. */
async function check(
  rule: OwnRule,
  diff: readonly string[],
  expected: readonly (readonly string[] | string)[],
  around: { readonly section?: string; readonly path?: string } = {},
): Promise<void> {
  const patch = { diff: diff.join('\n'), section, path: 'drivers/lamp.c', ...around }
  expect(await suggested(rule, patch)).toEqual(expected)
}

const NULL_CHECK: OwnRule = {
  match: '+\tif ($P)\n+\t\tkfree($P);',
  fix: '-\tif ($P)\n-\t\tkfree($P);\n+\tkfree($P);',
}
const SIZE: OwnRule = {
  match: '+\tsizeof($A) / sizeof($A[0])',
  fix: '-\tsizeof($A) / sizeof($A[0])\n+\tARRAY_SIZE($A)',
}
const DROP: OwnRule = { match: '+\tdrop_me($X);', fix: '-\tdrop_me($X);' }
const LOCK: OwnRule = {
  match: '+\tlock($L);\n+\twrite($X);\n+\tdone();',
  fix: ' \tlock($L);\n \twrite($X);\n+\tunlock($L);\n \tdone();',
}

describe('a fix on the new code', () => {
  test('statements are replaced at their own depth', async () => {
    await check(
      NULL_CHECK,
      [
        ' \tfor (;;) {',
        '+\t\tif (lamp->a != 0) {',
        '+\t\t\tif (p) {',
        '+\t\t\t\tkfree(p);',
        '+\t\t\t}',
        '+\t\t}',
        ' \t}',
      ],
      [
        [
          '@@ -10,7 +10,5 @@',
          ' \tfor (;;) {',
          ' \t\tif (lamp->a != 0) {',
          '-\t\t\tif (p) {',
          '-\t\t\t\tkfree(p);',
          '-\t\t\t}',
          '+\t\t\tkfree(p);',
          ' \t\t}',
          ' \t}',
        ],
      ],
    )
  })

  test('a part of a line is replaced, and the text of a hole stays as it was written', async () => {
    await check(
      SIZE,
      [
        ' \tint i;',
        '+\tset(lamp, sizeof(lamp->regs) / sizeof(lamp->regs[0]), 1); /* all */',
        ' \treturn 0;',
      ],
      [
        [
          '@@ -10,3 +10,3 @@',
          ' \tint i;',
          '-\tset(lamp, sizeof(lamp->regs) / sizeof(lamp->regs[0]), 1); /* all */',
          '+\tset(lamp, ARRAY_SIZE(lamp->regs), 1); /* all */',
          ' \treturn 0;',
        ],
      ],
    )
  })

  test('what stood on several lines keeps its shape', async () => {
    await check(
      { match: '+\tset($...ARGS);', fix: '-\tset($...ARGS);\n+\tput($...ARGS);\n+\tflush();' },
      [' \tint i;', '+\tset(lamp,', '+\t    lamp->a +', '+\t\tlamp->b);', ' \treturn 0;'],
      [
        [
          '@@ -10,5 +10,6 @@',
          ' \tint i;',
          '-\tset(lamp,',
          '+\tput(lamp,',
          ' \t    lamp->a +',
          ' \t\tlamp->b);',
          '+\tflush();',
          ' \treturn 0;',
        ],
      ],
    )
  })

  test('a statement is removed with the blank line that would stand behind a brace', async () => {
    await check(
      DROP,
      [
        '+static int lamp_set(struct lamp *lamp)',
        '+{',
        '+\tdrop_me(lamp);',
        '+',
        '+\treturn 0;',
        '+}',
        ' ',
      ],
      [
        [
          '@@ -10,7 +10,5 @@',
          ' static int lamp_set(struct lamp *lamp)',
          ' {',
          '-\tdrop_me(lamp);',
          '-',
          ' \treturn 0;',
          ' }',
          ' ',
        ],
      ],
      { section: '' },
    )
  })

  test('an element goes with its comma', async () => {
    await check(
      { match: '+\t.owner = THIS_MODULE', fix: '-\t.owner = THIS_MODULE,' },
      [
        ' static struct driver lamp_driver = {',
        '+\t.name = "lamp",',
        '+\t.owner = THIS_MODULE,',
        ' };',
      ],
      [
        [
          '@@ -10,4 +10,3 @@',
          ' static struct driver lamp_driver = {',
          ' \t.name = "lamp",',
          '-\t.owner = THIS_MODULE,',
          ' };',
        ],
      ],
      { section: '' },
    )
  })

  test('lines are put in behind the code they follow, however many lines it takes', async () => {
    await check(
      LOCK,
      [
        ' \tif (lamp->on) {',
        '+\t\tlock(lamp);',
        '+\t\twrite(lamp->a +',
        '+\t\t      lamp->b);',
        '+\t\tdone();',
        ' \t}',
        ' \treturn 0;',
      ],
      [
        [
          '@@ -11,6 +11,7 @@',
          ' \t\tlock(lamp);',
          ' \t\twrite(lamp->a +',
          ' \t\t      lamp->b);',
          '+\t\tunlock(lamp);',
          ' \t\tdone();',
          ' \t}',
          ' \treturn 0;',
        ],
      ],
    )
  })

  test('lines are put in before the code that follows', async () => {
    await check(
      { match: '+\tfree($X);', fix: '+\tstop($X);\n \tfree($X);' },
      [' \tint i;', ' ', '+\tfree(lamp);', ' \treturn 0;'],
      ['the rule still speaks with the fix'],
    )
    await check(
      {
        match: '+\tfree($X);\n+\treturn 0;',
        fix: '+\tstop($X);\n \tfree($X);\n-\treturn 0;\n+\treturn stopped($X);',
      },
      [' \tint i;', ' ', '+\tfree(lamp);', '+\treturn 0;', ' }'],
      [
        [
          '@@ -10,5 +10,6 @@',
          ' \tint i;',
          ' ',
          '+\tstop(lamp);',
          ' \tfree(lamp);',
          '-\treturn 0;',
          '+\treturn stopped(lamp);',
          ' }',
        ],
      ],
    )
  })

  test('lines are put in at the head of a function', async () => {
    await check(
      {
        match: ' static int $F(struct lamp *$L)\n {\n+\treturn start($L);\n }',
        fix: ' static int $F(struct lamp *$L)\n {\n+\tcheck($L);\n-\treturn start($L);\n+\treturn run($L);\n }',
      },
      ['+static int lamp_on(struct lamp *lamp)', '+{', '+\treturn start(lamp);', '+}'],
      [
        [
          '@@ -10,4 +10,5 @@',
          ' static int lamp_on(struct lamp *lamp)',
          ' {',
          '-\treturn start(lamp);',
          '+\tcheck(lamp);',
          '+\treturn run(lamp);',
          ' }',
        ],
      ],
      { section: '' },
    )
  })

  test('several places in one file are mended each by itself', async () => {
    const both = [' \tint i;', '+\tdrop_me(a);', '+\tset(a);', '+\tdrop_me(b);', ' \treturn 0;']
    await check(DROP, both, [
      [
        '@@ -10,5 +10,4 @@',
        ' \tint i;',
        '-\tdrop_me(a);',
        ' \tset(a);',
        ' \tdrop_me(b);',
        ' \treturn 0;',
      ],
      [
        '@@ -10,5 +10,4 @@',
        ' \tint i;',
        ' \tdrop_me(a);',
        ' \tset(a);',
        '-\tdrop_me(b);',
        ' \treturn 0;',
      ],
    ])
  })

  test('of two on one line the first is mended', async () => {
    await check(
      SIZE,
      [' \tint i;', '+\tset(sizeof(a) / sizeof(a[0]), sizeof(b) / sizeof(b[0]));', ' \treturn 0;'],
      [
        [
          '@@ -10,3 +10,3 @@',
          ' \tint i;',
          '-\tset(sizeof(a) / sizeof(a[0]), sizeof(b) / sizeof(b[0]));',
          '+\tset(ARRAY_SIZE(a), sizeof(b) / sizeof(b[0]));',
          ' \treturn 0;',
        ],
      ],
    )
  })

  test('context lines may change, too', async () => {
    await check(
      { match: ' \topen($X);\n+\tclose($X);', fix: '-\topen($X);\n-\tclose($X);\n+\ttouch($X);' },
      [' \tint i;', ' \topen(lamp);', '+\tclose(lamp);', ' \treturn 0;'],
      [
        [
          '@@ -10,4 +10,3 @@',
          ' \tint i;',
          '-\topen(lamp);',
          '-\tclose(lamp);',
          '+\ttouch(lamp);',
          ' \treturn 0;',
        ],
      ],
    )
  })

  test('a file with CRLF keeps its line ends', async () => {
    await check(
      NULL_CHECK,
      [' \tint i;\r', '+\tif (p)\r', '+\t\tkfree(p);\r', ' \treturn 0;\r'],
      [
        [
          '@@ -10,4 +10,3 @@',
          ' \tint i;\r',
          '-\tif (p)\r',
          '-\t\tkfree(p);\r',
          '+\tkfree(p);\r',
          ' \treturn 0;\r',
        ],
      ],
    )
  })
})
