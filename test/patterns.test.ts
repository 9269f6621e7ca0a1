import { describe, expect, test } from 'vitest'
import { ISOMORPHISMS } from '../src/c/isomorphisms.ts'
import { said } from './one-rule.ts'

/** A match of our own against one hunk; each finding as "+line; HOLE=text". */
function checkIn(section: string, path = 'x.c', keys = '') {
  return (name: string, match: string, diff: string, expected: readonly string[]) => {
    test(name, async () => {
      expect(await said({ match, keys }, { diff, section, path })).toEqual(expected)
    })
  }
}

describe('every isomorphism of the table holds, and no further', () => {
  test.each(ISOMORPHISMS.map(({ name, example }) => [name, example] as const))(
    '%s',
    async (_, { pattern, code, other }) => {
      const added = (text: string) => text.replace(/^/gm, '+\t')
      const patch = (text: string) => ({ diff: added(text), section: 'int f(void)', path: 'x.c' })
      expect(await said({ match: pattern }, patch(code))).toHaveLength(1)
      expect(await said({ match: pattern }, patch(other))).toEqual([])
    },
  )
})

describe('expressions, wherever they stand', () => {
  const check = checkIn('int f(void)')
  check('a call without its semicolon', '+foo($X)', '+\tret = foo(a) + 1;', [
    '+ret = foo(a) + 1; X=a',
  ])
  check('a comparison', '+$R < 0 || $R > 0', '+\tif (ret < 0 || ret > 0)\n+\t\treturn ret;', [
    '+if (ret < 0 || ret > 0) R=ret',
  ])
  check('a cast', '+(struct foo *)$X', '+\tp = (struct foo *)data;', [
    '+p = (struct foo *)data; X=data',
  ])
  check(
    'a condition of a loop',
    '+while (!$DONE)\n+\tcpu_relax();',
    '+\twhile (!done)\n+\t\tcpu_relax();',
    ['+while (!done) DONE=done'],
  )
  check(
    'a loop macro by its name',
    '+list_for_each_entry($P, ...) {\n+\t...\n+}',
    '+\tlist_for_each_entry(p, &l, n) {\n+\t\tfoo();\n+\t}\n+\thlist_for_each(q, &l) {\n+\t\tfoo();\n+\t}',
    ['+list_for_each_entry(p, &l, n) { P=p'],
  )
  check(
    'a label and its goto',
    '+goto $OUT;\n ...\n $OUT:\n ...',
    '+\tgoto out;\n \tfoo();\n out:\n \tbar();',
    ['+goto out; OUT=out'],
  )
  check(
    'a declaration',
    '+$TYPE *$NAME = kzalloc(...);',
    '+\tstruct foo *f = kzalloc(n, GFP_KERNEL);',
    ['+struct foo *f = kzalloc(n, GFP_KERNEL); TYPE=struct foo NAME=f'],
  )
  check(
    'a case',
    '+case $CAP:\n+\treturn 1;',
    ' \tswitch (a) {\n+\tcase KVM_CAP_X:\n+\t\treturn 1;\n \t}',
    ['+case KVM_CAP_X: CAP=KVM_CAP_X'],
  )
  check(
    'a macro used as statement',
    '+module_param($N, ...);',
    '+module_param(debug, int, 0444);',
    ['+module_param(debug, int, 0444); N=debug'],
  )
})

describe('preprocessor lines', () => {
  const check = checkIn('')
  check(
    'an include',
    '+#include <linux/kernel.h>',
    '+#include <linux/kernel.h>\n+#include <linux/of.h>',
    ['+#include <linux/kernel.h>'],
  )
  check('an include with a hole', '+#include <linux/$H.h>', '+#include <linux/of.h>', [
    '+#include <linux/of.h> H=of',
  ])
  check('an include with dots', '+#include <...>', '+#include <linux/iio/iio.h>', [
    '+#include <linux/iio/iio.h>',
  ])
  check('a define', '+#define $NAME $VALUE', '+#define FOO_REG 0x10', [
    '+#define FOO_REG 0x10 NAME=FOO_REG VALUE=0x10',
  ])
  check(
    'a define with a name of a form',
    '+#define KVM_CAP_$X $N',
    '+#define KVM_CAP_FOO 12\n+#define FOO 1',
    ['+#define KVM_CAP_FOO 12 X=FOO N=12'],
  )
})

describe('holes and dots inside a word or a text', () => {
  const check = checkIn('int f(void)')
  check('a part of a name', '+devm_$WHAT(...)', '+\tp = devm_kzalloc(dev, n, GFP_KERNEL);', [
    '+p = devm_kzalloc(dev, n, GFP_KERNEL); WHAT=kzalloc',
  ])
  check(
    'the same part twice',
    '+$NAME_lock(&$P->$NAME_mutex);',
    '+\tfoo_lock(&p->foo_mutex);\n+\tfoo_lock(&p->bar_mutex);',
    ['+foo_lock(&p->foo_mutex); NAME=foo P=p'],
  )
  check(
    'any string',
    '+dev_err($D, "...");',
    '+\tdev_err(dev, "no luck\\n");\n+\tdev_err(dev, msg);',
    ['+dev_err(dev, "no luck\\n"); D=dev'],
  )
  check(
    'a string that begins so',
    '+dev_err($D, "failed to ...", ...);',
    '+\tdev_err(dev, "failed to get clock: %d\\n", ret);\n+\tdev_err(dev, "cannot", ret);',
    ['+dev_err(dev, "failed to get clock: %d\\n", ret); D=dev'],
  )
})

describe('runs that are bound', () => {
  const check = checkIn('int f(void)')
  check('arguments', '-foo($...ARGS);\n+bar($...ARGS);', '-\tfoo(a, b + 1);\n+\tbar(a, b + 1);', [
    '+bar(a, b + 1); ARGS=a, b + 1',
  ])
  check('no argument', '+foo($...ARGS);', '+\tfoo();', ['+foo(); ARGS='])
  check('the rest', '+foo($X, $...REST);', '+\tfoo(a, b, c);', ['+foo(a, b, c); X=a REST=b, c'])
  check('the same run both times', '-foo($...A);\n+bar($...A);', '-\tfoo(a);\n+\tbar(b);', [])
  check('what stands before', '+foo($...BEFORE, NULL);', '+\tfoo(a, b, NULL);', [
    '+foo(a, b, NULL); BEFORE=a, b',
  ])
})

describe('tables and structs', () => {
  const check = checkIn('static const struct of_device_id foo_of_match[] = {')
  check('a row of braces', '+{ .compatible = $C },', '+\t{ .compatible = "a,b" },\n \t{ }', [
    '+{ .compatible = "a,b" }, C="a,b"',
  ])
  check('an indexed row', '+[$I] = $V,', '+\t[FOO] = 3,', ['+[FOO] = 3, I=FOO V=3'])
  checkIn('enum foo {')('an enumerator', '+$NAME = $V,', '+\tFOO_A = 3,', [
    '+FOO_A = 3, NAME=FOO_A V=3',
  ])
  checkIn('struct foo {')('a field', '+struct mutex $LOCK;', '+\tstruct mutex lock;', [
    '+struct mutex lock; LOCK=lock',
  ])
})

const two = [' \tfoo_get(a);', ' }', ' ', ' int g(void)', ' {', '+\tfoo_put(a);'].join('\n')

describe('parts that stand apart', () => {
  const get = '+foo_get($X);\n@@\n+foo_put($X);'
  const diff =
    '+int f(void)\n+{\n+\tfoo_get(a);\n+}\n+\n+int g(void)\n+{\n+\tfoo_put(a);\n+\tfoo_get(b);\n+\tfoo_put(b);\n+}'
  checkIn('')('in one hunk', get, diff, ['+foo_put(a); X=a', '+foo_put(b); X=b'])
  checkIn('', 'x.c', 'scope: function\n')('in one function', get, diff, ['+foo_put(b); X=b'])
  checkIn('int f(void)', 'x.c', 'scope: function\n')(
    'context may be one',
    ' foo_get($X);\n@@\n+foo_put($X);',
    two,
    [],
  )
  test('in one file, though in two hunks', async () => {
    const hunks = (keys: string) =>
      said(
        { match: '-#define $NAME $V\n@@\n+foo($NAME);', keys },
        {
          diff: '-#define FOO 1\n \n@@ -50,1 +49,2 @@ int f(void)\n {\n+\tfoo(FOO);',
          section: '',
          path: 'x.c',
        },
      )
    expect(await hunks('')).toEqual([])
    expect(await hunks('scope: file\n')).toEqual(['+foo(FOO); NAME=FOO V=1'])
  })
})

describe('clauses about what a hole bound', () => {
  const check = (name: string, clause: string, diff: string, expected: readonly string[]) => {
    checkIn('int f(void)')(name, `+call($X);\n${clause}`, diff, expected)
  }
  const both = '+\tcall(foo);\n+\tcall(x1);'
  check('a list', 'where $X is-in {names}', both, ['+call(foo); X=foo'])
  check('a column of a table binds the others', 'where $X is-in {api}.function', both, [
    '+call(foo); X=foo USE_INSTEAD=bar',
  ])
  check('a regex', 'where $X matches /\\d$/', both, ['+call(x1); X=x1'])
  check('not a regex', 'where not $X matches /\\d$/', both, ['+call(foo); X=foo'])
  check('a word', 'where $X is foo', both, ['+call(foo); X=foo'])
  check('a kind', 'where $X is-a number', '+\tcall(3);\n+\tcall(a);', ['+call(3); X=3'])
  check('a call', 'where $X is-a call', '+\tcall(f(a));\n+\tcall(f(a) + g(b));', [
    '+call(f(a)); X=f(a)',
  ])
  check(
    'what the text of a hole holds',
    'where $X mentions foo',
    '+\tcall(a->foo + 1);\n+\tcall(foobar);',
    ['+call(a->foo + 1); X=a->foo + 1'],
  )
  check('what the log says not', 'where not log mentions $X', '+\tcall(Log);\n+\tcall(b);', [
    '+call(b); X=b',
  ])
  check('what the series adds', 'where series adds $X', '+\tcall(a);', ['+call(a); X=a'])
  check(
    'what it does not remove',
    'where not series removes $X',
    '-\told(a);\n+\tcall(a);\n+\tcall(b);',
    ['+call(b); X=b'],
  )
  check('which files it touches', 'where patch touches **/*.c', '+\tcall(a);', ['+call(a); X=a'])
  check('and which not', 'where not series touches Documentation/', '+\tcall(a);', [
    '+call(a); X=a',
  ])
})
