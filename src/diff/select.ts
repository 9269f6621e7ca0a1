import type { DiffLine, FileDiff, Hunk } from '../model.ts'

/**
 * What is left of a file's hunks when only the changes of part `now` are made, on top of all parts before it:
 * an earlier part's added lines are context, its removed ones are gone; a later part's changes are not there
 * yet. Hunks are cut to three lines of context, and their line numbers are worked out anew.
 */
export function selectChanges(
  file: FileDiff,
  partOf: (line: DiffLine) => number,
  now: number,
): readonly Hunk[] {
  const found: Hunk[] = []
  // What earlier hunks of the file add to the line numbers: before this part, and with it.
  let before = 0
  let within = 0
  for (const hunk of file.hunks) {
    if (hunk.range === null) return []
    const lines = hunk.lines.flatMap((line) => asOf(line, partOf(line), now))
    const start = firstLine(hunk.range.oldStart, hunk.range.oldCount) + before
    for (const piece of pieces(lines)) {
      const oldAt = start + size(lines.slice(0, piece.from), '+')
      const newAt = oldAt + within
      const kept = lines.slice(piece.from, piece.to)
      found.push(hunkOf(hunk, kept, oldAt, newAt))
      within += size(kept, '-') - size(kept, '+')
    }
    for (const line of hunk.lines) {
      if (line.sign !== ' ' && partOf(line) < now) before += line.sign === '+' ? 1 : -1
    }
  }
  return found
}

/** Lines of context around a change, as git gives them. */
const CONTEXT = 3

function asOf(line: DiffLine, part: number, now: number): readonly DiffLine[] {
  if (line.sign === ' ' || part === now) return [line]
  const isThere = part < now ? line.sign === '+' : line.sign === '-'
  return isThere ? [{ ...line, sign: ' ' }] : []
}

/** `-N,0` names the line behind which the added lines come. */
function firstLine(start: number, lines: number): number {
  return lines === 0 ? start + 1 : start
}

/** Runs of lines with a change, three lines around each; runs that touch are one. */
function pieces(lines: readonly DiffLine[]): readonly { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  for (const [i, { sign }] of lines.entries()) {
    if (sign === ' ') continue
    const from = Math.max(0, i - CONTEXT)
    const to = Math.min(lines.length, i + CONTEXT + 1)
    const last = found.at(-1)
    if (last !== undefined && from <= last.to) last.to = to
    else found.push({ from, to })
  }
  return found
}

/** Lines without those of one sign: the lines of the other side. */
function size(lines: readonly DiffLine[], without: '+' | '-'): number {
  return lines.filter(({ sign }) => sign !== without).length
}

function hunkOf(hunk: Hunk, lines: readonly DiffLine[], oldAt: number, newAt: number): Hunk {
  const oldCount = size(lines, '+')
  const newCount = size(lines, '-')
  return {
    ...hunk,
    lines,
    range: {
      oldStart: oldCount === 0 ? oldAt - 1 : oldAt,
      oldCount,
      newStart: newCount === 0 ? newAt - 1 : newAt,
      newCount,
    },
  }
}
