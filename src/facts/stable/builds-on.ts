import type { FileDiff, Patch } from '../../model.ts'
import { pathOf } from '../changes.ts'
import type { Situation } from '../situation.ts'
import { exemption } from './exempt.ts'
import { stableTag } from './tags.ts'

export interface Ground {
  readonly patch: Patch
  readonly path: string
  /** A line that the earlier patch added and this one needs to find. */
  readonly line: string
}

/**
 * The earlier patch of the series, not meant for stable, that added a line which this patch takes out or has as
 * context: without it this one does not apply. Null when there is none.
 */
export function groundOf({ patch, series, position }: Situation): Ground | null {
  // A series for a stable tree is taken whole.
  if (exemption(patch) !== null) return null
  const earlier = series.patches.slice(0, position).filter((other) => stableTag(other) === null)
  if (earlier.length === 0) return null
  for (const file of patch.files) {
    const path = file.oldPath
    if (path === null) continue
    const needed = file.hunks.flatMap((hunk) =>
      hunk.lines.filter((line) => line.sign !== '+').map((line) => line.text.trim()),
    )
    const wanted = new Set(needed.filter((text) => TELLING.test(text)))
    for (const other of earlier.toReversed()) {
      const line = other.files
        .filter((candidate) => pathOf(candidate) === path)
        .flatMap((candidate) => freshLines(candidate))
        .find((text) => wanted.has(text))
      if (line !== undefined) return { patch: other, path, line }
    }
  }
  return null
}

/** Lines that a patch adds and does not take from elsewhere in the same file. */
function freshLines(file: FileDiff): readonly string[] {
  const lines = file.hunks.flatMap((hunk) => hunk.lines)
  const known = new Set(lines.filter(({ sign }) => sign !== '+').map(({ text }) => text.trim()))
  return lines
    .filter(({ sign }) => sign === '+')
    .map(({ text }) => text.trim())
    .filter((text) => TELLING.test(text) && !known.has(text))
}

/** Long enough that it does not stand in the file anyway: "ret = foo(bar);", not "return ret;". */
const TELLING = /^(?!return \w+;$|goto \w+;$|#include ).*\w.{12,}\w/
