import { describe, expect, test } from 'vitest'
import { said } from './one-rule.ts'

describe('files that are no C are matched as lines', () => {
  const check = (
    name: string,
    path: string,
    match: string,
    diff: string,
    expected: readonly string[],
  ) => {
    test(name, async () => {
      expect(await said({ match, fence: 'lines' }, { diff, section: '', path })).toEqual(expected)
    })
  }
  check(
    'Kconfig',
    'drivers/foo/Kconfig',
    '+config $NAME\n ...\n+\tselect $WHAT',
    '+config FOO\n+\ttristate "Foo"\n+\tdepends on OF\n+\tselect REGMAP',
    ['+select REGMAP NAME=FOO WHAT=REGMAP'],
  )
  check('Makefile', 'drivers/foo/Makefile', '+obj-y += $FILE.o', '+obj-y\t+= foo.o', [
    '+obj-y\t+= foo.o FILE=foo',
  ])
  check(
    'a device tree',
    'a.dts',
    '+compatible = "$VENDOR,$CHIP";',
    '+\t\tcompatible = "acme,x1";',
    ['+compatible = "acme,x1"; VENDOR=acme CHIP=x1'],
  )
  check('a document', 'Documentation/a.rst', '+...TODO...', '+This is a TODO: later', [
    '+This is a TODO: later',
  ])
  check(
    'a removed line beside an added one',
    'a.txt',
    '-version $OLD\n+version $NEW',
    '-version 1\n+version 2',
    ['+version 2 OLD=1 NEW=2'],
  )
  check('not what is kept', 'a.txt', '+version $NEW', ' version 2\n+x', [])
  check('lines of C, too', 'a.c', '+/* XXX...', '+\t/* XXX: why? */', ['+/* XXX: why? */'])
})

describe('queries', () => {
  const check = (name: string, query: string, diff: string, expected: readonly string[]) => {
    test(name, async () => {
      expect(
        await said({ match: '', query }, { diff, section: 'int f(void)', path: 'x.c' }),
      ).toEqual(expected)
    })
  }
  check(
    'a call',
    '(call_expression function: (identifier) @F (#eq? @F "foo"))',
    '+\tfoo(a);\n+\tbar(a);',
    ['+foo(a); F=foo'],
  )
  check(
    'siblings that follow each other',
    '(compound_statement (expression_statement) @A . (return_statement) @B)',
    '+\tx();\n+\tfoo();\n+\treturn 1;',
    ['+return 1; A=foo(); B=return 1;'],
  )
  check(
    'fields',
    '(if_statement condition: (parenthesized_expression) @C consequence: (return_statement) @R)',
    '+\tif (a)\n+\t\treturn 1;',
    ['+return 1; C=(a) R=return 1;'],
  )
  check('nothing that changed', '(call_expression function: (identifier) @F)', ' \tfoo(a);', [])
  check(
    'a regex',
    '(call_expression function: (identifier) @F (#match? @F "^dev_"))',
    '+\tdev_err(a);\n+\tpr_err(a);',
    ['+dev_err(a); F=dev_err'],
  )
  check(
    'one of several',
    '(call_expression function: (identifier) @F (#any-of? @F "a" "b"))',
    '+\tb();\n+\tc();',
    ['+b(); F=b'],
  )
})
