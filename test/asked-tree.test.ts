import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openAskTree } from '../src/facts/asked-tree.ts'
import { openTree } from '../src/sources/tree.ts'
import { runGit } from './git.ts'

const dir = mkdtempSync(join(tmpdir(), 'lorelint-asked-tree-'))
afterAll(() => rmSync(dir, { recursive: true }))

test('the tree is asked for sixteen names', () => {
  const asked: string[] = []
  const tree = {
    read: () => null,
    readBlob: () => null,
    name: 'lamps',
    history: null,
    holds: (text: string) => asked.push(text) > 0 && text === 'lamp-3',
  }
  const isHeld = openAskTree(tree, 'Documentation')
  const said = Array.from({ length: 1000 }, (_, i) => isHeld(`lamp-${i}`))
  expect(said.slice(0, 5)).toEqual([false, false, false, true, false])
  expect(said.map((is) => is === null).lastIndexOf(false)).toBe(15)
  expect(isHeld('lamp-3')).toBe(true)
  expect(new Set(asked).size).toBe(16)
})

test('without a tree nothing is held', () => {
  expect(openAskTree(null, 'Documentation')('lamp')).toBe(false)
})

test('a tree that cannot be searched does not answer no', () => {
  runGit(dir, ['init', '-q'])
  writeFileSync(join(dir, 'lamp.txt'), 'lamp on\n')
  runGit(dir, ['add', '.'])
  runGit(dir, ['commit', '-q', '-m', 'lamp'])
  const tree = openTree(dir)
  expect(tree.holds('lamp on', 'lamp.txt')).toBe(true)
  expect(tree.holds('lamp off', 'lamp.txt')).toBe(false)
  expect(tree.holds('lamp on', 'Documentation')).toBe(false)
  rmSync(join(dir, '.git', 'objects'), { recursive: true })
  expect(() => tree.holds('lamp', 'lamp.txt')).toThrow('cannot search')
})
