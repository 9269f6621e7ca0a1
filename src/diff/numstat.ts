import type { FileDiff } from '../model.ts'

/** Counts a file's added and removed lines, as `git apply --numstat` does. */
export function numstat(file: FileDiff): { readonly added: number; readonly removed: number } {
  const lines = file.hunks.flatMap((h) => h.lines)
  return {
    added: lines.filter((l) => l.sign === '+').length,
    removed: lines.filter((l) => l.sign === '-').length,
  }
}
