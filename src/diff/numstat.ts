import type { FileDiff } from '../model.ts'

/** Counts a file's added and removed lines, as `git apply --numstat` does. */
export function numstat(file: FileDiff): { readonly added: number; readonly removed: number } {
  let added = 0
  let removed = 0
  for (const { lines } of file.hunks)
    for (const { sign } of lines) {
      if (sign === '+') added++
      if (sign === '-') removed++
    }
  return { added, removed }
}
