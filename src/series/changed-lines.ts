import type { Patch } from '../model.ts'
import { addUnder } from './add-under.ts'

/** The lines a patch adds and removes, as far as they say something. */
export interface ChangedLines {
  /** "+<text>" without white space -> how often. */
  readonly texts: ReadonlyMap<string, number>
  /** The sum of `texts`. */
  readonly size: number
  readonly paths: ReadonlySet<string>
}

/** Reads what a patch changes; of giant patches the first 20,000 lines. */
export function changedLines(patch: Patch): ChangedLines {
  const texts = new Map<string, number>()
  const paths = new Set<string>()
  let size = 0
  for (const file of patch.files) {
    paths.add(file.newPath ?? file.oldPath ?? '')
    for (const hunk of file.hunks) {
      for (const { sign, text } of hunk.lines) {
        if (sign === ' ' || size >= mostLines) continue
        const bare = text.replaceAll(/\s+/g, '')
        // "}", "*/", "{" and "else" stand in any patch.
        if (bare.length < 5) continue
        texts.set(sign + bare, (texts.get(sign + bare) ?? 0) + 1)
        size++
      }
    }
  }
  return { texts, size, paths }
}

const mostLines = 20_000

/** How much of each patch's lines stands in patches of a list, without comparing all with all. */
export interface Overlaps {
  /** Index in the list -> shared lines, each counted as often as it stands in both. */
  readonly of: (lines: ChangedLines) => ReadonlyMap<number, number>
}

/** Indexes the lines of a list of patches. */
export function openOverlaps(patches: readonly ChangedLines[]): Overlaps {
  const holders = new Map<string, number[]>()
  for (const [i, { texts }] of patches.entries()) {
    for (const text of texts.keys()) {
      addUnder(holders, text, i)
    }
  }
  return {
    of: ({ texts }) => {
      const shared = new Map<number, number>()
      for (const [text, times] of texts) {
        const list = holders.get(text) ?? []
        // What stands in many patches of a series tells none of them apart.
        if (list.length > mostHolders) continue
        for (const i of list) {
          const both = Math.min(times, patches[i]?.texts.get(text) ?? 0)
          shared.set(i, (shared.get(i) ?? 0) + both)
        }
      }
      return shared
    },
  }
}

const mostHolders = 16

/** 0 to 1: how alike two patches are, by their lines and a little by their paths. */
export function likeness(a: ChangedLines, b: ChangedLines, shared: number): number {
  const lines = (2 * shared) / Math.max(1, a.size + b.size)
  const [less, more] = a.paths.size < b.paths.size ? [a.paths, b.paths] : [b.paths, a.paths]
  let both = 0
  for (const path of less) if (more.has(path)) both++
  return 0.8 * lines + (0.2 * 2 * both) / Math.max(1, less.size + more.size)
}
