import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openTree } from '../src/sources/tree.ts'
import { runGit } from './git.ts'
import { saidBy } from './said-by.ts'

const top = mkdtempSync(join(tmpdir(), 'lorelint-history-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

runGit(top, ['init', '-q', '-b', 'main', 'linux'])
const repo = join(top, 'linux')
const git = (...args: readonly string[]) => runGit(repo, args).trim()

function commit(subject: string): string {
  git('commit', '-q', '--allow-empty', '-m', subject)
  return git('rev-parse', 'HEAD')
}

writeFileSync(join(repo, 'a.c'), 'int a;\n')
git('add', 'a.c')
const first = commit('lamp: Add a driver for "desk" lamps')
git('tag', 'v6.1')
const second = commit('lamp: Dim it')
git('tag', 'v6.2-rc1')
const third = commit('lamp: Blink')
git('switch', '-q', '-c', 'next')
const elsewhere = commit('lamp: Glow')
git('switch', '-q', 'main')

const tree = openTree(repo)
const { history } = tree
if (history === null || history === undefined) throw new Error('no history')

describe('the history of a tree', () => {
  test('names a commit by some of its digits', () => {
    expect(history.commit(second.slice(0, 12))).toEqual({
      id: second,
      subject: 'lamp: Dim it',
      isRepair: false,
    })
    expect(history.commit(second.toUpperCase())).toEqual({
      id: second,
      subject: 'lamp: Dim it',
      isRepair: false,
    })
  })
  test('knows nothing of what is no commit', () => {
    const blob = git('rev-parse', 'HEAD:a.c')
    const strange = ['0123456789ab', blob, 'HEAD', 'main', '--all', `${first}^`, '', 'a'.repeat(99)]
    expect(strange.map((id) => history.commit(id))).toEqual(strange.map(() => null))
    expect(strange.map((id) => history.isAncestor(id))).toEqual(strange.map(() => false))
    expect(strange.map((id) => history.isReleased(id))).toEqual(strange.map(() => null))
  })
  test('tells what is in its past', () => {
    expect([first, third, elsewhere].map((id) => history.isAncestor(id))).toEqual([
      true,
      true,
      false,
    ])
  })
  test('says where an id is ambiguous', () => {
    // 900 commits are nearly sure to share four digits.
    const stream = Array.from({ length: 900 }, (_, i) =>
      [
        `commit refs/heads/many`,
        'committer A <a@x> 0 +0000',
        'data 4',
        String(i).padStart(4, '0'),
        '',
      ].join('\n'),
    ).join('\n')
    execFileSync('git', ['-C', repo, 'fast-import', '--quiet'], { input: `${stream}\n` })
    const heads = git('rev-list', 'many')
      .split('\n')
      .map((id) => id.slice(0, 4))
    const twice = heads.find((id, i) => heads.indexOf(id) !== i) ?? ''
    expect(history.commit(twice)).toBe('ambiguous')
    expect(history.isAncestor(twice)).toBe(false)
  })
  test('of a shallow clone or a plain folder is not known', () => {
    runGit(top, ['clone', '-q', '--depth=1', `file://${repo}`, 'shallow'])
    expect(openTree(join(top, 'shallow')).history).toBeNull()
    runGit(top, ['init', '-q', '--bare', 'folder.git'])
    expect(openTree(top).history).toBeNull()
  })
})

describe('Fixes: against a tree', () => {
  const SOB = 'Signed-off-by: A Developer <dev@example.org>'
  const check = (name: string, rule: string, fixes: string, expected: readonly string[]) =>
    test(name, async () => {
      const said = await saidBy(rule)([{ log: `Off.\n\nFixes: ${fixes}\n${SOB}` }], tree)
      expect(said.map(({ text }) => text.split(tree.name).join('TREE'))).toEqual(expected)
    })
  const id = first.slice(0, 12)
  const title = 'lamp: Add a driver for "desk" lamps'
  check('all right', 'fixes', `${id} ("${title}")`, [])
  check(
    'other quotes',
    'fixes/subject-mismatch',
    `${id} ("lamp: Add a driver for 'desk' lamps")`,
    [],
  )
  check('cut short', 'fixes/subject-mismatch', `${id} ("lamp: Add a driver")`, [])
  check('cut short with dots', 'fixes/subject-mismatch', `${id} ("lamp: Add...lamps")`, [])
  check('another subject', 'fixes/subject-mismatch', `${id} ("lamp: Dim it")`, [
    `In TREE commit ${id} has another subject. Is the id the right one? If so, the tag is: Fixes: ${id} ("${title}")`,
  ])
  check('an unknown id', 'fixes/unstable-commit', 'aaaaaaaaaaaa ("x")', [
    'TREE has no commit aaaaaaaaaaaa: is the id right, and is it from a branch that will not be rebased?',
  ])
  const other = elsewhere.slice(0, 12)
  check('another branch', 'fixes/unstable-commit', `${other} ("lamp: Glow")`, [
    `${other} is not in the past of TREE: is it the commit that went upstream, with an id that will not change?`,
  ])
})
