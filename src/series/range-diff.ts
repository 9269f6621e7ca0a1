import type { Patch, PatchHistory, RangeDiff } from '../model.ts'
import { type ChangedLines, changedLines, openOverlaps } from './changed-lines.ts'
import { movedOf } from './moved.ts'
import { pairPatches, type Pairs } from './pairing.ts'

/**
 * Where each patch of a revision comes from: patches are paired one to one, and what is left over
 * is recognised as split off, merged, new or dropped. `previous` is the first mail's Message-ID.
 */
export function rangeDiff(
  now: readonly Patch[],
  before: readonly Patch[],
  previous: string,
  by: RangeDiff['by'],
): RangeDiff {
  const lines = now.map(changedLines)
  const oldLines = before.map(changedLines)
  const overlaps = openOverlaps(oldLines)
  const pairs = pairPatches(now, before, lines, oldLines, overlaps)
  const from = now.map((_, i) => [pairs.oldOf.get(i)].filter((b) => b !== undefined))
  const split = splitOff(lines, oldLines, pairs, overlaps.of)
  for (const [i, b] of split) from[i]?.push(b)
  const used = new Set(from.flat())
  const merged = mergedInto(lines, oldLines, pairs, used)
  for (const [b, i] of merged) from[i]?.push(b)
  for (const list of from) list.sort((a, b) => a - b)
  const sources = countSources(from)
  const moved = movedOf(from.map((list) => list[0] ?? null))
  const idOf = (b: number) => before[b]?.message.messageId ?? ''
  return {
    previous,
    by,
    patches: now.map((patch, i): PatchHistory => {
      const old = from[i] ?? []
      return {
        messageId: patch.message.messageId,
        from: old.map(idOf),
        how: howOf(old, pairs.same.has(i), sources),
        moved: moved[i] ?? false,
      }
    }),
    dropped: before
      .filter((_, b) => !used.has(b) && !merged.has(b))
      .map((p) => p.message.messageId),
  }
}

function howOf(
  old: readonly number[],
  same: boolean,
  sources: ReadonlyMap<number, number>,
): PatchHistory['how'] {
  const [only] = old
  if (only === undefined) return 'new'
  if (old.length > 1) return 'merged'
  if ((sources.get(only) ?? 0) > 1) return 'split'
  return same ? 'same' : 'changed'
}

function countSources(from: readonly (readonly number[])[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const b of from.flat()) counts.set(b, (counts.get(b) ?? 0) + 1)
  return counts
}

// Fewer lines than this are alike by chance.
const leastLines = 3
const most = 0.6

/**
 * New patches without a pair whose lines mostly lie in one old patch, and no longer in the patch
 * that one is paired with. New index -> old index.
 */
function splitOff(
  lines: readonly ChangedLines[],
  oldLines: readonly ChangedLines[],
  pairs: Pairs,
  overlapsOf: (lines: ChangedLines) => ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  for (const [i, now] of lines.entries()) {
    if (pairs.oldOf.has(i) || now.size < leastLines) continue
    const [b, shared] = largest(overlapsOf(now))
    const old = oldLines[b]
    const other = pairs.newOf.get(b)
    if (old === undefined || shared < now.size * most) continue
    if (other === undefined) found.set(i, b)
    else if (!pairs.same.has(other)) {
      const left = leftIn(now, old, lines[other])
      if (left >= now.size * most) found.set(i, b)
    }
  }
  return found
}

/** Lines of both that the patch `old` is paired with has no longer. */
function leftIn(now: ChangedLines, old: ChangedLines, other: ChangedLines | undefined): number {
  let left = 0
  for (const [text, times] of now.texts) {
    const gone = (old.texts.get(text) ?? 0) - (other?.texts.get(text) ?? 0)
    left += Math.max(0, Math.min(times, gone))
  }
  return left
}

/** Old patches that nothing comes from, whose lines mostly lie in one new patch. Old -> new. */
function mergedInto(
  lines: readonly ChangedLines[],
  oldLines: readonly ChangedLines[],
  pairs: Pairs,
  used: ReadonlySet<number>,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  const overlaps = openOverlaps(lines)
  for (const [b, old] of oldLines.entries()) {
    if (used.has(b) || old.size < leastLines) continue
    const [i, shared] = largest(overlaps.of(old))
    const now = lines[i]
    if (now === undefined || shared < old.size * most || pairs.same.has(i)) continue
    const partner = oldLines[pairs.oldOf.get(i) ?? -1]
    // What the new patch had all along did not come in with the old one.
    if (partner === undefined || leftIn(old, now, partner) >= old.size * most) found.set(b, i)
  }
  return found
}

function largest(shared: ReadonlyMap<number, number>): readonly [number, number] {
  let best: readonly [number, number] = [-1, 0]
  for (const [i, n] of shared) if (n > best[1]) best = [i, n]
  return best
}
