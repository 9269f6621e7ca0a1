import { describe, expect, test } from 'vitest'
import { saidBy } from './said-by.ts'

/** A diff of one hunk that only adds, at the head of a file. */
function diffOf(path: string, lines: readonly string[]): string {
  return [
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -1,1 +1,${lines.length + 1} @@`,
    ...lines.map((line) => `+${line}`),
    ' ',
  ].join('\n')
}

describe('patch is-newer-than RELEASE', () => {
  const hear = saidBy('code/use-sysfs-emit')
  const diff = diffOf('drivers/lamp/core.c', [
    'static ssize_t lamp_show(struct device *dev, struct device_attribute *attr, char *buf)',
    '{',
    '\treturn sprintf(buf, "%d\\n", lamp_of(dev));',
    '}',
  ])
  const check = (name: string, date: string, expected: number) =>
    test(name, async () => {
      expect(await hear([{ head: [`Date: ${date}`], diff }])).toHaveLength(expected)
    })

  check('the day before', 'Sat, 12 Dec 2020 23:59:59 +0000', 0)
  check('the day of the release', 'Sun, 13 Dec 2020 00:00:01 +0000', 1)
  check('in UTC', 'Sun, 13 Dec 2020 01:00:00 +0200', 0)
  check('a date that cannot be read counts as of today', 'yesterday', 1)
})

describe('patch wants-lock-held $SAYING', () => {
  const hear = saidBy('code/held-lock-comment')
  const body = ['static void lamp_dim(struct lamp *lamp)', '{', '\tlamp->dim = true;', '}']
  const check = (name: string, lines: readonly string[], under: string | null) =>
    test(name, async () => {
      const said = await hear([{ diff: diffOf('drivers/lamp/core.c', lines) }])
      expect(said.map((one) => one.under)).toEqual(under === null ? [] : [`+${under}`])
    })

  check('must be held', ['/* lamp_lock must be held */', ...body], '/* lamp_lock must be held */')
  check(
    'on the second line',
    ['/*', ' * Callers must hold the lock of the lamp.', ' */', ...body],
    ' * Callers must hold the lock of the lamp.',
  )
  check('no function follows', ['/* lamp_lock must be held */', 'static int lamps;'], null)
  check('the end is not seen', ['/* lamp_lock must be held */', ...body.slice(0, 3)], null)
  check(
    'it asserts',
    [
      '/* lamp_lock must be held */',
      ...body.slice(0, 2),
      '\tlockdep_assert_held(&lamp_lock);',
      ...body.slice(2),
    ],
    null,
  )
  check('a lock that is taken', ['/* Takes lamp_lock and holds it. */', ...body], null)
  check('a comment without an end', ['/* lamp_lock must be held', ...body], null)
})

describe('headers of a new file', () => {
  const hear = saidBy('code/includes-order')
  const lines = ['#include <linux/module.h>', '#include <linux/io.h>', '#include <linux/slab.h>']
  const check = (path: string, expected: number) =>
    test(path, async () => {
      const diff = [
        `diff --git a/${path} b/${path}`,
        'new file mode 100644',
        '--- /dev/null',
        `+++ b/${path}`,
        `@@ -0,0 +1,${lines.length} @@`,
        ...lines.map((line) => `+${line}`),
      ].join('\n')
      expect(await hear([{ diff }])).toHaveLength(expected)
    })

  check('drivers/iio/lamp.c', 1)
  check('drivers/hwmon/lamp.c', 1)
  check('drivers/dma/lamp.c', 0)
})
