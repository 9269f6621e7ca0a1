import type { DiffstatLine } from '../model.ts'
import { note } from './draft.ts'
import type { Draft } from './draft.ts'

/**
 * Names the files whose header a reviewer cut, where the diffstat leaves exactly one name over that has room for
 * their changed lines; says of the others that their path is unknown.
 */
export function namePaths(drafts: readonly Draft[], diffstat: readonly DiffstatLine[]): void {
  const nameless = drafts.filter((d) => d.header === null)
  for (const draft of nameless) {
    const path = nameless.length === 1 ? onlyName(draft, drafts, diffstat) : null
    draft.path = path
    note(draft, path === null ? 'file-header-missing' : 'path-from-diffstat', draft.mailLine)
  }
}

function onlyName(
  nameless: Draft,
  drafts: readonly Draft[],
  diffstat: readonly DiffstatLine[],
): string | null {
  const wanted = countChanged(nameless)
  const left = diffstat.filter((line) => {
    const seen = drafts.filter((d) => d !== nameless && isNamed(d, line.path))
    const used = seen.reduce((sum, d) => sum + countChanged(d), 0)
    return line.changed !== null && line.changed - used >= wanted
  })
  const path = left.length === 1 ? left[0]?.path : undefined
  // git cuts long names to ".../x.c" and folds renames to "{a => b}/x.c": neither is a path.
  return path === undefined || path.startsWith('.../') || path.includes(' => ') ? null : path
}

function isNamed(draft: Draft, path: string): boolean {
  const names = [draft.header?.oldPath, draft.header?.newPath]
  if (!path.startsWith('.../')) return names.includes(path)
  return names.some((n) => n?.endsWith(path.slice('...'.length)) === true)
}

function countChanged(draft: Draft): number {
  return draft.hunks.reduce((sum, h) => sum + h.lines.filter((l) => l.sign !== ' ').length, 0)
}

/** True where a hunk that starts at `oldStart` can be the next one of the file: hunks stand in file order. */
export function isSameFile(draft: Draft, oldStart: number): boolean {
  const last = draft.hunks.at(-1)
  if (last === undefined || last.range === null) return true
  return oldStart >= last.range.oldStart + last.range.oldCount
}
