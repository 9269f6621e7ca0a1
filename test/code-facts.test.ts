import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { RawMail } from '../src/model.ts'
import { lint, loadRules } from '../src/index.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'
import { mailOf } from './one-rule.ts'

const loaded = loadRules(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))))

async function* mails(text: string): AsyncGenerator<RawMail, void, void> {
  const bytes = Buffer.from(text)
  yield await Promise.resolve({ origin: 'test', bytes, reload: async () => bytes })
}

/** The added lines that a rule of the code pack speaks about. */
async function linesOf(rule: string, diff: string, section: string): Promise<readonly string[]> {
  if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
  const { set } = loaded
  const mail = mailOf({ diff, section, path: 'drivers/iio/foo.c' })
  const body = mail.slice(mail.indexOf('\n\n') + 2).split('\n')
  const tool = { name: 'lorelint', version: '' }
  const { reviews } = await lint(mails(mail), { tool, set, only: [rule] })
  return reviews.flatMap(({ comments }) =>
    comments.map(({ anchor }) =>
      anchor.kind === 'line' ? (body[anchor.mailLine - 1] ?? '').slice(1).trim() : anchor.kind,
    ),
  )
}

/** A function that the patch adds, from the lines of its body. */
const added = (...lines: readonly string[]): string =>
  ['static int foo_go(struct foo *foo)', '{', '\tint ret;', '', ...lines.map((l) => `\t${l}`), '}']
    .map((line) => `+${line}`)
    .join('\n')

describe('a return with something held', () => {
  const check = (name: string, lines: readonly string[], expected: readonly string[]) =>
    test(name, async () => {
      expect(await linesOf('code/held-on-return', added(...lines), '')).toEqual(expected)
    })

  const lock = 'mutex_lock(&foo->lock);'
  const unlock = 'mutex_unlock(&foo->lock);'

  check('a lock', [lock, 'if (a)', '\treturn -EIO;', unlock, 'return 0;'], ['return -EIO;'])
  check(
    'unlocked first',
    [lock, 'if (a) {', `\t${unlock}`, '\treturn -EIO;', '}', unlock, 'return 0;'],
    [],
  )
  check(
    'held on one way only',
    ['if (a)', `\t${lock}`, 'if (b)', '\treturn -EIO;', unlock, 'return 0;'],
    [],
  )
  check(
    'another lock is taken back',
    [lock, 'if (a)', '\treturn -EIO;', 'mutex_unlock(&bar->lock);', 'return 0;'],
    [],
  )
  check(
    'somebody else may unlock',
    [lock, 'foo_unlock(foo);', 'if (a)', '\treturn -EIO;', unlock, 'return 0;'],
    [],
  )
  check(
    'a jump goes where it is unlocked',
    [lock, 'if (a)', '\tgoto out;', 'ret = 0;', 'out:', unlock, 'return ret;'],
    [],
  )
  check(
    'inside a loop',
    [lock, 'while (b) {', '\tif (a)', '\t\treturn -EIO;', '}', unlock, 'return 0;'],
    ['return -EIO;'],
  )
  check(
    'inside a switch',
    [lock, 'switch (b) {', 'case 1:', '\treturn -EIO;', '}', unlock, 'return 0;'],
    ['return -EIO;'],
  )

  check(
    'a loop is left unlocked',
    [lock, 'while (1) {', '\tif (a) {', `\t\t${unlock}`, '\t\tbreak;', '\t}', '}', 'return 0;'],
    [],
  )
  check(
    'one case unlocks, another returns',
    [
      lock,
      'switch (b) {',
      'case 1:',
      `\t${unlock}`,
      '\tbreak;',
      'case 2:',
      '\treturn -EIO;',
      '}',
      'return 0;',
    ],
    ['return -EIO;'],
  )

  const clock = ['ret = clk_prepare_enable(foo->clk);', 'if (ret)', '\treturn ret;']
  const off = 'clk_disable_unprepare(foo->clk);'
  check('it failed to start', [...clock, off, 'return 0;'], [])
  check(
    'it started, and the next step failed',
    [...clock, 'ret = bar();', 'if (ret < 0)', '\treturn ret;', off, 'return 0;'],
    ['return ret;'],
  )
  check(
    'it stays on when all went well',
    [...clock, 'if (foo->keep)', '\treturn 0;', off, 'return 0;'],
    [],
  )
  check(
    'an action turns it off',
    [
      ...clock,
      'ret = devm_add_action_or_reset(dev, f, foo);',
      'if (ret)',
      '\treturn ret;',
      off,
      'return 0;',
    ],
    [],
  )

  check(
    'the good way is inside the test',
    [
      'np = of_get_child_by_name(parent, "x");',
      'if (np)',
      '\tof_node_put(np);',
      'else',
      '\treturn -EIO;',
      'return 0;',
    ],
    [],
  )

  const node = ['np = of_get_child_by_name(parent, "x");', 'if (!np)', '\treturn -ENODEV;']
  check(
    'a node',
    [...node, 'if (a)', '\treturn -EIO;', 'of_node_put(np);', 'return 0;'],
    ['return -EIO;'],
  )
  check(
    'a node is kept',
    [...node, 'foo->np = np;', 'if (a)', '\treturn 0;', 'of_node_put(np);', 'return 0;'],
    [],
  )
  const memory = ['p = kzalloc(8, GFP_KERNEL);', 'if (!p)', '\treturn -ENOMEM;']
  check(
    'memory',
    [...memory, 'if (a)', '\treturn -EIO;', 'kfree(p);', 'return 0;'],
    ['return -EIO;'],
  )
  check(
    'memory is handed on',
    [...memory, 'foo_take(foo, p);', 'if (a)', '\treturn -EIO;', 'kfree(p);', 'return 0;'],
    [],
  )
})

describe('a return in a loop over nodes', () => {
  const loop = (...lines: readonly string[]): string =>
    added(
      'for_each_child_of_node(np, child) {',
      ...lines.map((line) => `\t${line}`),
      '}',
      'return 0;',
    )
  const check = (name: string, lines: readonly string[], expected: readonly string[]) =>
    test(name, async () => {
      expect(await linesOf('code/return-in-node-loop', loop(...lines), '')).toEqual(expected)
    })

  check('a plain one', ['if (a)', '\treturn -EIO;'], ['return -EIO;'])
  check('put before', ['if (a) {', '\tof_node_put(child);', '\treturn -EIO;', '}'], [])
  check(
    'put for all ways',
    ['ret = bar(child);', 'of_node_put(child);', 'if (a)', '\treturn -EIO;'],
    [],
  )
  check('kept', ['foo->np = child;', 'return 0;'], [])
  check('the child goes on', ['if (a)', '\treturn foo_take(child);'], [])
})

describe('the order of headers', () => {
  const check = (name: string, lines: readonly string[], expected: readonly string[]) =>
    test(name, async () => {
      const diff = lines.map((line) => `${line[0]}#include <${line.slice(1)}>`).join('\n')
      const found = await linesOf('code/includes-order', diff, '')
      expect(found).toEqual(expected.map((header) => `#include <${header}>`))
    })

  check('behind its place', [' linux/a.h', ' linux/b.h', ' linux/d.h', '+linux/c.h'], ['linux/c.h'])
  check('before its place', ['+linux/e.h', ' linux/b.h', ' linux/c.h', ' linux/d.h'], ['linux/e.h'])
  check('two headers are no order', [' linux/a.h', ' linux/b.h', '+linux/a1.h'], [])
  check(
    'other folders',
    [' linux/x.h', ' linux/y.h', ' linux/z.h', '+asm/a.h', '+linux/iio/iio.h'],
    [],
  )
  check('underscores', [' linux/a.h', ' linux/of.h', ' linux/of_irq.h', '+linux/of-x.h'], [])
})
