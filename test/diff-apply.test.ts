import { describe, expect, test } from 'vitest'
import { applyFile, blobId } from '../src/diff/apply.ts'
import { sideLines } from '../src/diff/side.ts'
import { hunk, read } from './diff-check.ts'

describe('applying', () => {
  const patch = '--- a/x\n+++ b/x\n@@ -2,2 +2,2 @@\n b\n-c\n+C\n@@ -5 +5,2 @@\n e\n+f'
  const apply = (before: string, text: string) => {
    const [file] = read(text).files
    return file === undefined ? null : applyFile(before, file)
  }
  test('gives both texts and the diff lines that stand in them', () => {
    const applied = apply('a\nb\nc\nd\ne\n', patch)
    expect(applied?.new).toBe('a\nb\nC\nd\ne\nf\n')
    expect(applied?.oldLines.map((l) => l?.sign ?? '')).toEqual(['', ' ', '-', '', ' '])
    expect(applied?.newLines.map((l) => l?.sign ?? '')).toEqual(['', ' ', '+', '', ' ', '+'])
  })
  test('finds a hunk that moved', () => {
    expect(apply('0\n0\na\nb\nc\nd\ne\n', patch)?.new).toBe('0\n0\na\nb\nC\nd\ne\nf\n')
  })
  test('refuses a hunk that does not fit', () => {
    expect(apply('a\nb\nx\nd\ne\n', patch)).toBeNull()
  })
  test('knows the last line without line feed', () => {
    const noEol = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file'
    expect(apply('a\n', noEol)?.new).toBe('b')
  })
  test('makes a new file', () => {
    expect(apply('', '--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b')?.new).toBe('a\nb\n')
  })
  test('names blobs as git does', () => {
    expect(blobId('')).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391')
  })
})

test('the sides of a hunk', () => {
  const [h] = read(`--- a/x\n+++ b/x\n${hunk}`).files[0]?.hunks ?? []
  expect(sideLines(h ?? { lines: [] }, 'old').map((l) => l.text)).toEqual(['a', 'b', 'd'])
  expect(sideLines(h ?? { lines: [] }, 'new').map((l) => l.text)).toEqual(['a', 'c', 'd'])
})
