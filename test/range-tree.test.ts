import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { build, lorelint } from './built-cli.ts'
import { runGit } from './git.ts'

beforeAll(build, 120_000)

const driver = (name: string) => `static const struct of_device_id lamp_ids[] = {
	{ .compatible = "example,lamp" },
${name === '' ? '' : `	{ .compatible = "${name}" },\n`}	{ }
};
`
const binding = (name: string) => `properties:
  compatible:
    enum:
      - example,lamp
${name === '' ? '' : `      - ${name}\n`}`

const DRIVER = 'drivers/leds/lamp.c'
const BINDING = 'Documentation/devicetree/bindings/leds/example,lamp.yaml'

/** A repository: each step is a log and the files it writes. */
function repository(
  steps: readonly (readonly [string, Readonly<Record<string, string>>])[],
): string {
  const dir = mkdtempSync(join(tmpdir(), 'lorelint-range-tree-'))
  runGit(dir, ['init', '-q', '-b', 'main'])
  for (const [log, files] of steps) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), text)
    }
    runGit(dir, ['add', '-A'])
    runGit(dir, ['commit', '-q', '-m', `${log}\n\nThere is one.\n\nSigned-off-by: A <a@x>`])
  }
  return dir
}

const begin = ['leds: begin', { [DRIVER]: driver(''), [BINDING]: binding('') }] as const
const use = ['leds: lamp: Add the desk lamp', { [DRIVER]: driver('example,desk') }] as const
const document = [
  'dt-bindings: leds: Add the desk lamp',
  { [BINDING]: binding('example,desk') },
] as const

/** The rules that speak of the last two commits. */
function said(dir: string, ...more: readonly string[]): readonly string[] {
  const args = ['HEAD~2..HEAD', '--repo', dir, '--no-config', '--format', 'json', ...more]
  const { out, err } = lorelint(args)
  expect(err).not.toContain('cannot')
  return [...out.matchAll(/"rule": "([^"]+)"/g)].map(([, rule = '']) => rule)
}

describe('the tree of a range is the one before it', () => {
  const only = ['--nursery', '--only', 'dt/binding-first,dt/undocumented-compatible']
  test('what a later commit adds is not there yet', () => {
    const dir = repository([begin, use, document])
    expect(said(dir, ...only)).toEqual(['dt/binding-first'])
    expect(said(dir, ...only, '--tree', dir)).toEqual(['dt/binding-first'])
  })

  test('what was there before is', () => {
    const dir = repository([begin, document, use, ['leds: end', { 'drivers/leds/end.c': '' }]])
    expect(said(dir, ...only, '--tree', dir)).toEqual([])
  })

  test('what nobody adds is missing', () => {
    const dir = repository([begin, ['leds: on', { 'drivers/leds/on.c': 'int on;\n' }], use])
    expect(said(dir, ...only, '--tree', dir)).toEqual(['dt/undocumented-compatible'])
  })

  test('a tree that does not have the commits is read as it is', () => {
    const dir = repository([begin, use, document])
    const other = repository([['leds: all', { [BINDING]: binding('example,desk') }]])
    expect(said(dir, ...only, '--tree', other)).toEqual([])
  })
})

test('a Fixes: may name a commit of the same range', () => {
  const dir = repository([begin, ['leds: on', { 'drivers/leds/on.c': 'int on;\n' }]])
  const id = runGit(dir, ['rev-parse', '--short=12', 'HEAD']).trim()
  writeFileSync(join(dir, 'drivers/leds/on.c'), 'int on = 1;\n')
  const log = `leds: mend\n\nIt is off.\n\nFixes: ${id} ("leds: on")\nSigned-off-by: A <a@x>`
  runGit(dir, ['commit', '-q', '-a', '-m', log])
  expect(said(dir, '--nursery', '--only', 'fixes', '--tree', dir)).toEqual([])
})
