import { describe, expect, test } from 'vitest'
import { saidBy } from './said-by.ts'

/** A diff of one hunk that only adds. */
function diffOf(path: string, lines: readonly string[]): string {
  return [
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -1,5 +1,${lines.length + 5} @@`,
    ' #include <linux/device.h>',
    ' #include <linux/init.h>',
    ' #include <linux/list.h>',
    ' #include <linux/timer.h>',
    ...lines.map((line) => `+${line}`),
    ' ',
  ].join('\n')
}

describe('files: is where a rule speaks', () => {
  const hear = saidBy('code/includes-order')
  const wrong = ['#include <linux/clk.h>']
  const check = (name: string, diffs: readonly string[], expected: number): void =>
    test(name, async () => {
      expect(await hear([{ diff: diffs.join('\n') }])).toHaveLength(expected)
    })

  check('a file that is named', [diffOf('drivers/lamp/core.c', wrong)], 1)
  check('a file that is not', [diffOf('arch/arm/lamp.c', wrong)], 0)
  check(
    'a clause that finds a place in another file of the patch',
    [diffOf('arch/arm/lamp.c', wrong), diffOf('drivers/lamp/core.c', ['#include <linux/wait.h>'])],
    0,
  )
  check('both', [diffOf('arch/arm/lamp.c', wrong), diffOf('drivers/lamp/core.c', wrong)], 1)
})

describe('a commit that is to be pulled is as it is', () => {
  const diff = diffOf('drivers/lamp/core.c', ['#include <linux/clk.h>'])
  const check = (name: string, rule: string, subject: string, expected: number): void =>
    test(name, async () => {
      const log = 'It stays on.\n'
      expect(await saidBy(rule)([{ subject, diff, log }])).toHaveLength(expected)
    })

  check('a note on a patch', 'code/includes-order', '[PATCH 1/1] lamp: turn off', 1)
  check('a note on a commit', 'code/includes-order', '[GIT PULL 1/1] lamp: turn off', 0)
  check('of a second version', 'code/includes-order', '[GIT PULL v2 1/1] lamp: turn off', 0)
})
