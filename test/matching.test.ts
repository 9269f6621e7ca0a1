import { describe, expect, test } from 'vitest'
import { mailOf } from './one-rule.ts'
import { judged } from './judged-mail.ts'

/** Each match as "line of the patch it points at: holes", e.g. "+	foo(a); X=a". */
async function matches(
  pattern: string,
  diff: string,
  section: string,
  keys = '',
): Promise<readonly string[]> {
  const { findings } = await judged(pattern, mailOf({ diff, section, path: 'x.c' }), keys)
  return findings.map(({ anchor, bindings, patch }) => {
    const lines = patch.files.flatMap((file) => file.hunks.flatMap((hunk) => hunk.lines))
    const at = anchor.kind === 'line' ? anchor.mailLine : null
    const line = lines.find(({ mailLine }) => mailLine === at)
    const holes = Object.entries(bindings).map(([name, bound]) => `${name}=${bound}`)
    return [`${line?.sign}${line?.text.trim()}`, ...holes].join(' ')
  })
}

function checkIn(section: string) {
  return (name: string, pattern: string, diff: string, expected: readonly string[]) => {
    test(name, async () => {
      expect(await matches(pattern, diff, section)).toEqual(expected)
    })
  }
}

describe('signs', () => {
  const check = checkIn('int f(void)')
  check('an added line matches +', '+foo();', '+\tfoo();', ['+foo();'])
  check('a kept line does not', '+foo();', ' \tfoo();\n+\tbar();', [])
  check('a removed line does not', '+foo();', '-\tfoo();\n+\tbar();', [])
  check('a removed line matches -', '-foo();', '-\tfoo();\n+\tbar();', ['-foo();'])
  check('context may be kept or added', ' foo();\n+bar();', '+\tfoo();\n+\tbar();', ['+bar();'])
  check('every + token has to be added', '+foo(a,\n+    b);', ' \tfoo(a,\n+\t    b);', [])
  check('context has to be there', ' foo();\n+bar();', '+\tbar();', [])
  check('every place is found', '+foo();', '+\tfoo();\n \tx();\n+\tfoo();', ['+foo();', '+foo();'])
})

describe('holes', () => {
  const check = checkIn('int f(void)')
  check('a hole binds what stands there', '+foo($X);', '+\tfoo(a->b + 1);', [
    '+foo(a->b + 1); X=a->b + 1',
  ])
  check('the same hole is the same text', '+foo($X, $X);', '+\tfoo(a, b);\n+\tfoo(c, c);', [
    '+foo(c, c); X=c',
  ])
  check('white space does not tell texts apart', '+foo($X, $X);', '+\tfoo(a  + b, a + b);', [
    '+foo(a  + b, a + b); X=a + b',
  ])
  check('a hole can be the function', '+$F(lock);', '+\tspin_lock(lock);', [
    '+spin_lock(lock); F=spin_lock',
  ])
  check('a hole joins the two sides', '-kfree($P);\n+kvfree($P);', '-\tkfree(a);\n+\tkvfree(a);', [
    '+kvfree(a); P=a',
  ])
  check('and keeps them apart', '-kfree($P);\n+kvfree($P);', '-\tkfree(a);\n+\tkvfree(b);', [])
  check('a hole is one argument, not two', '+foo($X);', '+\tfoo(a, b);', [])
})

describe('dots', () => {
  const check = checkIn('int f(void)')
  check('any arguments', '+foo($X, ...);', '+\tfoo(a);\n+\tfoo(b, c, d);', [
    '+foo(a); X=a',
    '+foo(b, c, d); X=b',
  ])
  check(
    'any statements between',
    '+lock();\n ...\n+unlock();',
    '+\tlock();\n \ta();\n+\tunlock();',
    ['+unlock();'],
  )
  check('no statement between', '+lock();\n ...\n+unlock();', '+\tlock();\n+\tunlock();', [
    '+unlock();',
  ])
  check('the order counts', '+lock();\n ...\n+unlock();', '+\tunlock();\n+\tlock();', [])
  check(
    'into blocks',
    '+lock();\n ...\n+unlock();',
    '+\tlock();\n \tif (a) {\n+\t\tunlock();\n \t}',
    ['+unlock();'],
  )
  check(
    'a whole function',
    ' int $F(struct x *$P, ...)\n {\n \t...\n+\tfoo($P);\n \t...\n }',
    '+int g(struct x *me, int b)\n+{\n+\tint c;\n+\n+\tfoo(me);\n+\treturn c;\n+}',
    ['+foo(me); F=g P=me'],
  )
})

describe('what says the same is the same', () => {
  const check = checkIn('int f(void)')
  check('p == NULL is !p', '+if (!$P)\n+\treturn 0;', '+\tif (a->b == NULL)\n+\t\treturn 0;', [
    '+if (a->b == NULL) P=a->b',
  ])
  check('!p is !p', '+if (!$P)\n+\treturn 0;', '+\tif (!p)\n+\t\treturn 0;', ['+if (!p) P=p'])
  check('p != NULL is not !p', '+if (!$P)\n+\treturn 0;', '+\tif (p != NULL)\n+\t\treturn 0;', [])
  check(
    'braces round one statement',
    '+if (a)\n+\treturn 1;',
    '+\tif (a) {\n+\t\treturn 1;\n+\t}',
    ['+if (a) {'],
  )
  check('braces in the pattern', '+if (a) {\n+\treturn 1;\n+}', '+\tif (a)\n+\t\treturn 1;', [
    '+if (a)',
  ])
  check(
    'braces round two are not',
    '+if (a)\n+\tb();',
    '+\tif (a) {\n+\t\tb();\n+\t\tc();\n+\t}',
    [],
  )
  check('return false is return 0', '+return false;', '+\treturn 0;', ['+return 0;'])
  check('return true is return 1', '+return true;', '+\treturn 1;', ['+return 1;'])
  check('return 0 is not return 1', '+return 0;', '+\treturn 1;', [])
  check('comments are nothing', '+foo(a, b);', '+\tfoo(a, /* why */ b);', ['+foo(a, /* why */ b);'])
})

describe('other places than statements', () => {
  const check = checkIn('static const struct d t[] = {')
  check('a row of a table', '+{ ID($X), ... },', ' \t{ ID(1), a },\n+\t{ ID(2), b, c },', [
    '+{ ID(2), b, c }, X=2',
  ])
  check(
    'a row that changes',
    '-{ ID($X), old },\n+{ ID($X), $NEW },',
    [' \t{ ID(1), old },', '-\t{ ID(2), old },', '+\t{ ID(2), new_one },'].join('\n'),
    ['+{ ID(2), new_one }, X=2 NEW=new_one'],
  )
  check('a named field', '+.$FIELD = $F,', '+\t.probe = foo_probe,', [
    '+.probe = foo_probe, FIELD=probe F=foo_probe',
  ])
})

describe('what the parser could not read', () => {
  const check = checkIn('')
  check('nothing matches in it', '+foo();', '+this is } no ( C foo();\n+]] foo(; ((', [])
  check(
    'what stands apart from it matches',
    '+return 1;',
    '+int f(void)\n+{\n+\treturn 1;\n+}\n+\n+(((',
    ['+return 1;'],
  )
})

describe('matching takes time in proportion to the patch', () => {
  const check = (name: string, pattern: string, diff: readonly string[]) => {
    test(name, { timeout: 60_000 }, async () => {
      const start = performance.now()
      expect(await matches(pattern, diff.join('\n'), 'int f(void)')).toEqual([])
      expect(performance.now() - start).toBeLessThan(3_000)
    })
  }
  const lines = (count: number, line: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i))
  const dots = lines(12, (i) => ` ...\n+a${i}();`).join('\n')

  check(
    'a run of statements that begins nowhere',
    '+lock();\n ...\n+unlock();',
    lines(20_000, () => '+\tx();'),
  )
  check('many dots that nearly match', `+start();\n${dots}`, [
    '+\tstart();',
    ...lines(3_000, (i) => `+\ta${i % 11}();`),
  ])
  check('blocks in blocks', '+lock();\n ...\n+unlock();', [
    '+\tlock();',
    ...lines(300, () => '+\tif (a) {'),
    ...lines(300, () => '+\t}'),
  ])
  check(
    'arguments without end',
    '+foo($X, ..., $X, ..., $X);',
    lines(2_000, (i) => (i === 0 ? '+\tfoo(b,' : i === 1_999 ? '+\tc);' : `+\t    a${i},`)),
  )
})
