import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openTree } from '../src/sources/tree.ts'
import { runGit } from './git.ts'
import { saidBy } from './said-by.ts'

const top = mkdtempSync(join(tmpdir(), 'lorelint-cut-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

/** A kernel whose first commit has these files, and whose second has all of a kernel's. */
function kernel(name: string, first: readonly string[]): { dir: string; second: string } {
  const dir = join(top, name)
  runGit(top, ['init', '-q', '-b', 'main', name])
  for (const files of [first, ['Kbuild', 'MAINTAINERS', 'lamp.c']]) {
    for (const file of files) writeFileSync(join(dir, file), `${file}\n`)
    runGit(dir, ['add', '-A'])
    runGit(dir, ['commit', '-q', '--allow-empty', '-m', 'lamp: Dim it'])
  }
  return { dir, second: runGit(dir, ['rev-parse', '--short=12', 'HEAD']).trim() }
}

const grown = kernel('grown', ['lamp.c'])
const imported = kernel('imported', ['Kbuild', 'MAINTAINERS'])

/** What is said of a Fixes: with this id, against a tree. */
async function said(rule: string, dir: string, id: string): Promise<readonly string[]> {
  const log = `It is dark.\n\nFixes: ${id} ("lamp: Glow")\nSigned-off-by: A Developer <dev@example.org>`
  return (await saidBy(rule)([{ log }], openTree(dir))).map(({ evidence }) => evidence)
}

describe('a history that begins with an imported kernel', () => {
  test('does not know that a commit is nowhere', async () => {
    expect(await said('fixes/unstable-commit', grown.dir, '0123456789ab')).toHaveLength(1)
    expect(await said('fixes/unstable-commit', imported.dir, '0123456789ab')).toEqual([])
  })
  test('knows the commits that it has', async () => {
    expect(await said('fixes/subject-mismatch', grown.dir, grown.second)).toHaveLength(1)
    expect(await said('fixes/subject-mismatch', imported.dir, imported.second)).toHaveLength(1)
  })
})
