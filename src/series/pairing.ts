import type { Patch } from '../model.ts'
import { patchId } from '../diff/patch-id.ts'
import { type ChangedLines, likeness, type Overlaps } from './changed-lines.ts'
import { normalised } from './titles.ts'
import { addUnder } from './add-under.ts'

/** Index in the new revision -> index in the old one; each is in at most one pair. */
export interface Pairs {
  readonly oldOf: Map<number, number>
  readonly newOf: Map<number, number>
  /** New patches whose patch-id is that of the old one. */
  readonly same: Set<number>
}

/** Pairs the patches of two revisions: by patch-id, then by title, then by their changed lines. */
export function pairPatches(
  now: readonly Patch[],
  before: readonly Patch[],
  lines: readonly ChangedLines[],
  oldLines: readonly ChangedLines[],
  overlaps: Overlaps,
): Pairs {
  const pairs: Pairs = { oldOf: new Map(), newOf: new Map(), same: new Set() }
  const ids = now.map((p) => idOf(p))
  const oldIds = before.map((p) => idOf(p))
  pairEqual(ids, oldIds, pairs)
  for (const i of pairs.oldOf.keys()) pairs.same.add(i)
  pairEqual(now.map(titleOf), before.map(titleOf), pairs)
  // Equal titles and ids in another order: a repeated title must not hide that nothing changed.
  for (const [i, b] of pairs.oldOf) if (ids[i] !== null && ids[i] === oldIds[b]) pairs.same.add(i)
  pairAlike(lines, oldLines, overlaps, pairs)
  return pairs
}

function idOf(patch: Patch): string | null {
  return patch.files.length === 0 ? null : patchId(patch.files)
}

function titleOf(patch: Patch): string | null {
  const title = normalised(patch.text.title)
  return title === '' ? null : title
}

function pair(pairs: Pairs, i: number, b: number): void {
  pairs.oldOf.set(i, b)
  pairs.newOf.set(b, i)
}

// Where a key stands several times, the first with the first.
function pairEqual(
  keys: readonly (string | null)[],
  oldKeys: readonly (string | null)[],
  pairs: Pairs,
): void {
  const free = new Map<string, number[]>()
  for (const [b, key] of oldKeys.entries()) {
    if (key === null || pairs.newOf.has(b)) continue
    addUnder(free, key, b)
  }
  for (const list of free.values()) list.reverse()
  for (const [i, key] of keys.entries()) {
    if (key === null || pairs.oldOf.has(i)) continue
    const b = free.get(key)?.pop()
    if (b !== undefined) pair(pairs, i, b)
  }
}

function pairAlike(
  lines: readonly ChangedLines[],
  oldLines: readonly ChangedLines[],
  overlaps: Overlaps,
  pairs: Pairs,
): void {
  const alike: { readonly i: number; readonly b: number; readonly score: number }[] = []
  for (const [i, now] of lines.entries()) {
    if (pairs.oldOf.has(i)) continue
    for (const [b, shared] of overlaps.of(now)) {
      const old = oldLines[b]
      if (old === undefined || pairs.newOf.has(b)) continue
      const score = likeness(now, old, shared)
      if (score >= leastAlike) alike.push({ i, b, score })
    }
  }
  for (const { i, b } of alike.toSorted((x, y) => y.score - x.score || x.i - y.i || x.b - y.b))
    if (!pairs.oldOf.has(i) && !pairs.newOf.has(b)) pair(pairs, i, b)
}

// About what git range-diff's creation factor of 60 % asks for.
const leastAlike = 0.4
