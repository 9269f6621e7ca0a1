import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openTree } from '../src/sources/tree.ts'
import { runGit } from './git.ts'
import { saidBy } from './said-by.ts'

const diff = (path: string, ...lines: readonly string[]) => {
  const count = lines.filter((line) => !line.startsWith('+')).length
  const added = lines.filter((line) => !line.startsWith('-')).length
  return [
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -1,${count} +1,${added} @@`,
    ...lines,
  ].join('\n')
}
const BINDING = 'Documentation/devicetree/bindings/leds/lamp.yaml'
const binding = (...lines: readonly string[]) => diff(BINDING, ' enum:', ...lines)
const driver = (...lines: readonly string[]) => diff('drivers/leds/lamp.c', ' ids[] = {', ...lines)

describe('a binding and its user in one patch', () => {
  const says = saidBy('dt/binding-separate')
  const check = (name: string, diffs: readonly string[], expected: number) =>
    test(name, async () => {
      expect(await says([{ diff: diffs.join('\n') }])).toHaveLength(expected)
    })
  const more = binding('+  - example,lamp')
  check('mixed', [more, driver('+\t"example,lamp"')], 1)
  check('with MAINTAINERS', [more, diff('MAINTAINERS', ' THE REST', '+F:\tx')], 0)
  check('with its constants', [more, diff('include/dt-bindings/x.h', ' x', '+y')], 0)
  check(
    'code that follows a moved document',
    [more, driver(`-/* ${BINDING} */`, '+/* Documentation/x.yaml */')],
    0,
  )
})

describe('a binding behind its user', () => {
  const says = saidBy('dt/binding-first')
  const check = (name: string, first: string, second: string, expected: readonly string[]) =>
    test(name, async () => {
      const said = await says([{ diff: first }, { diff: second }])
      expect(said.map(({ evidence }) => evidence)).toEqual(expected)
    })
  const user = driver('+\t{ .compatible = "example,lamp" },')
  check('behind', user, binding('+  - example,lamp'), ['patch 1 uses "example,lamp"'])
  check('before', binding('+  - example,lamp'), user, [])
  check('what was documented', user, binding('   - example,lamp', '+  - example,night'), [])
  check('an example of a binding', user, binding('+    compatible = "example,lamp";'), [])
  check(
    'what a device falls back to',
    driver('+\tcompatible = "example,new", "example,lamp";'),
    binding('+  - example,lamp'),
    [],
  )
  check(
    'what was used before',
    driver('-\t"example,lamp"', '+\t"example,lamp",'),
    binding('+  - example,lamp'),
    [],
  )
  check(
    'a property of every device',
    driver('+\tof_get("reg-names")'),
    binding('+  reg-names:'),
    [],
  )
})

describe('a tree holds a text', () => {
  const top = mkdtempSync(join(tmpdir(), 'lorelint-holds-'))
  afterAll(() => rmSync(top, { recursive: true, force: true }))
  mkdirSync(join(top, 'Documentation/a'), { recursive: true })
  writeFileSync(join(top, 'Documentation/a/x.yaml'), 'enum:\n  - example,lamp\n')
  writeFileSync(join(top, 'secret'), 'example,secret\n')
  symlinkSync(join(top, 'secret'), join(top, 'Documentation/a/link'))
  const check = (tree: ReturnType<typeof openTree>) => {
    const asked = ['example,lamp', 'example,other', 'example,secret', '', 'enum:\n', '-e', '.*']
    expect(asked.map((text) => tree.holds(text, 'Documentation'))).toEqual([
      true,
      ...asked.slice(1).map(() => false),
    ])
    expect(
      ['.', '..', '/', '.git', '', 'nowhere'].map((dir) => tree.holds('example', dir)),
    ).toEqual(Array.from({ length: 6 }, () => false))
  }
  test('in a plain folder', () => check(openTree(top)))
  test('in a repository', () => {
    runGit(top, ['init', '-q'])
    runGit(top, ['add', '.'])
    runGit(top, ['commit', '-q', '-m', 'x'])
    check(openTree(top))
  })
})
