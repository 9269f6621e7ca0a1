import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openTree } from '../src/sources/tree.ts'
import { runGit } from './git.ts'
import { saidBy } from './said-by.ts'

const top = mkdtempSync(join(tmpdir(), 'lorelint-releases-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

/** A kernel whose last commits came in after v6.1, with the Makefile of 6.2-rc1. */
runGit(top, ['init', '-q', '-b', 'main', 'linux'])
const repo = join(top, 'linux')
const git = (...args: readonly string[]) => runGit(repo, args).trim()

function makefile(version: string, patchLevel: number, sublevel: number, extra: string): void {
  const lines = ['# SPDX-License-Identifier: GPL-2.0', `VERSION = ${version}`]
  lines.push(`PATCHLEVEL = ${patchLevel}`, `SUBLEVEL = ${sublevel}`, `EXTRAVERSION =${extra}`)
  writeFileSync(join(repo, 'Makefile'), `${lines.join('\n')}\n`)
  git('add', 'Makefile')
}

function commit(subject: string): string {
  git('commit', '-q', '--allow-empty', '-m', subject)
  return git('rev-parse', 'HEAD')
}

makefile('6', 1, 0, ' -rc8')
commit('hwmon: (lm90) Define maximum number of channels')
const old = commit('iio: adc: ti-ads7950: Fix the resume path')
makefile('6', 1, 0, '')
commit('Linux 6.1')
git('tag', '-a', '-m', 'Linux 6.1', 'v6.1')
const merged = commit('mmc: sdhci: Add a helper for the tuning block')
makefile('6', 2, 0, ' -rc1')
commit('Linux 6.2-rc1')
git('tag', '-a', '-m', 'Linux 6.2-rc1', 'v6.2-rc1')
const repair = commit(
  'mmc: sdhci: Fix a hang in the tuning\n\nIt hangs.\n\nCc: <stable@vger.kernel.org> # v5.10+',
)
const fresh = commit('KVM: arm64: Handle the stolen time in one place')
git('switch', '-q', '-c', 'topic', 'v6.1')
const elsewhere = commit('hwmon: (lm90) Rework the alerts')
git('switch', '-q', 'main')

const unreleased = saidBy('stable/unreleased')

function ask(dir: string, id: string) {
  const log = `The machine crashes.\n\nFixes: ${id.slice(0, 12)} ("Some commit")\nCc: stable@vger.kernel.org\nSigned-off-by: A Developer <dev@example.org>`
  return unreleased([{ log }], openTree(dir))
}

function check(name: string, dir: string, id: string, speaks: boolean): void {
  test(name, async () => {
    const said = await ask(dir, id)
    expect(said.map(({ under }) => under)).toEqual(speaks ? ['Cc: stable@vger.kernel.org'] : [])
  })
}

/** A clone with what else is done to it. */
function clone(
  name: string,
  options: readonly string[],
  more: readonly (readonly string[])[] = [],
) {
  runGit(top, ['clone', '-q', ...options, `file://${repo}`, name])
  for (const args of more) runGit(join(top, name), args)
  return join(top, name)
}

describe('the repair of what no release has', () => {
  check('merged after the release', repo, merged, true)
  check('after the candidate', repo, fresh, true)
  check('a repair, which stable trees have at once', repo, repair, false)
  check('in the release', repo, old, false)
  check('in a branch that is not the tree', repo, elsewhere, false)
  check('not in the repository', repo, 'a'.repeat(40), false)

  test('is told with its commit', async () => {
    const [said] = await ask(repo, merged)
    const id = merged.slice(0, 12)
    expect(said?.text).toBe(
      `${id} is in no release yet, so no stable tree has the fault. Please drop the Cc: stable; the Fixes: tag is enough.`,
    )
    expect(said?.evidence).toContain(`${id} is in no release tag`)
  })
})

describe('where tags or commits are missing nothing is said', () => {
  check('a shallow clone', clone('shallow', ['--depth=2']), merged, false)
  check('a clone without tags', clone('untagged', ['--no-tags']), merged, false)
  const candidates = clone('candidates', [], [['tag', '-d', 'v6.1']])
  check('only a candidate is tagged', candidates, merged, false)
  check('a bare clone has all', clone('bare.git', ['--bare']), merged, true)

  test('a newer tree with old tags', async () => {
    makefile('6', 5, 0, ' -rc3')
    const late = commit('Linux 6.5-rc3')
    expect(await ask(repo, late)).toEqual([])
    git('tag', 'v6.4')
    expect(await ask(repo, late)).toEqual([])
  })
})

describe('the release that a tree speaks of', () => {
  const cases: readonly (readonly [
    string,
    readonly [string, number, number, string],
    string,
    boolean,
  ])[] = [
    ['6.2', ['6', 2, 0, ''], 'v6.2', true],
    ['6.2-rc1', ['6', 2, 0, ' -rc1'], 'v6.1', true],
    ['6.2.3', ['6', 2, 3, ''], 'v6.2.3', true],
    ['6.2.3, and its tag is missing', ['6', 2, 3, ''], 'v6.2', false],
    ['7.0-rc1', ['7', 0, 0, ' -rc1'], 'v6.19', true],
    ['no number', ['x', 2, 0, ''], 'v6.2', false],
  ]
  test.each(cases)('%s', async (name, numbers, tag, speaks) => {
    git('switch', '-q', '--detach', 'v6.2-rc1')
    git(
      'tag',
      '-d',
      ...git('tag', '-l')
        .split('\n')
        .filter((one) => one !== 'v6.2-rc1'),
    )
    git('tag', tag, 'HEAD~1')
    makefile(...numbers)
    const late = commit(`Linux ${name}`)
    expect(await ask(repo, late)).toHaveLength(speaks ? 1 : 0)
  })
})

describe('many questions', () => {
  test('are answered as few are', () => {
    const tree = openTree(repo)
    const ids = git('rev-list', '--all').split('\n')
    const past = new Set(git('rev-list', 'HEAD').split('\n'))
    // The first eight ask git one by one, the others a list.
    for (const id of [...ids, ...ids.map((one) => one.slice(0, 14))])
      expect(tree.history?.isAncestor(id)).toBe([...past].some((one) => one.startsWith(id)))
  })
})
