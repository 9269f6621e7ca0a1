import type { DiffstatLine } from '../model.ts'
import { note } from './draft.ts'
import type { Draft } from './draft.ts'

/**
 * Names the files whose header a reviewer cut, where the diffstat leaves exactly one name over that
 * has room for their changed lines; says of the others that their path is unknown.
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
  const seen = countByName(drafts)
  const left = diffstat.filter((line) => {
    const { path, changed } = line
    // git cuts a long name to ".../x.c": then the last component must do.
    const used = seen.get(path.startsWith('.../') ? baseOf(path) : path) ?? 0
    return changed !== null && changed - used >= wanted
  })
  const path = left.length === 1 ? left[0]?.path : undefined
  // Neither a cut name nor the folded "{a => b}/x.c" of a rename is a path.
  return path === undefined || path.startsWith('.../') || path.includes(' => ') ? null : path
}

function baseOf(path: string): string {
  return `.../${path.slice(path.lastIndexOf('/') + 1)}`
}

// Changed lines by path and, for cut names, by last component.
function countByName(drafts: readonly Draft[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number>()
  for (const draft of drafts) {
    const path = draft.header?.newPath ?? draft.header?.oldPath ?? null
    if (path === null) continue
    for (const name of [path, baseOf(path)])
      seen.set(name, (seen.get(name) ?? 0) + countChanged(draft))
  }
  return seen
}

function countChanged(draft: Draft): number {
  return draft.hunks.reduce((sum, h) => sum + h.lines.filter((l) => l.sign !== ' ').length, 0)
}

/**
 * True where a hunk that starts at `oldStart` can be the next one of the file: hunks stand in file
 * order.
 */
export function isSameFile(draft: Draft, oldStart: number): boolean {
  const last = draft.hunks.at(-1)
  if (last === undefined || last.range === null) return true
  return oldStart >= last.range.oldStart + last.range.oldCount
}
