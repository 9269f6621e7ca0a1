import type { DiffLine, FileDiff, Hunk } from '../model.ts'
import { type Edit, endOf } from './edits.ts'

/**
 * A patch's file as it would be had its author made the edits, too: added lines that an edit takes away are
 * gone, context lines become removed ones, what it puts in is added. Lines that come in stand between the
 * lines of the mail: their `mailLine` is a fraction. Hunks need their ranges.
 */
export function foldEdits(file: FileDiff, edits: readonly Edit[]): FileDiff {
  const open = new Set(edits)
  let delta = 0
  const hunks = file.hunks.map((hunk) => {
    const folded = foldHunk(hunk, open, delta)
    delta += folded.delta
    return folded.hunk
  })
  return { ...file, hunks }
}

function foldHunk(
  hunk: Hunk,
  open: Set<Edit>,
  shift: number,
): { readonly hunk: Hunk; readonly delta: number } {
  if (hunk.range === null) return { hunk, delta: 0 }
  const { range } = hunk
  const lines: DiffLine[] = []
  let mailLine = hunk.mailLine
  const put = (edit: Edit): void => {
    open.delete(edit)
    for (const [i, row] of edit.fresh.entries()) {
      const between = mailLine + (i + 1) / (edit.fresh.length + 1)
      lines.push({ sign: '+', ...row, oldLine: null, newLine: null, mailLine: between })
    }
  }
  const own = [...open].filter((edit) => touches(hunk, edit))
  for (const line of hunk.lines) {
    const { newLine } = line
    if (newLine === null) {
      lines.push(line)
      mailLine = line.mailLine
      continue
    }
    for (const edit of own)
      if (open.has(edit) && edit.old.length === 0 && edit.at === newLine) put(edit)
    const taken = own.find((edit) => edit.at <= newLine && newLine < endOf(edit))
    if (taken === undefined) lines.push(line)
    else if (line.sign === ' ') lines.push({ ...line, sign: '-', newLine: null })
    mailLine = line.mailLine
    if (taken !== undefined && newLine === endOf(taken) - 1) put(taken)
  }
  for (const edit of own) if (open.has(edit)) put(edit)
  const newCount = lines.filter(({ sign }) => sign !== '-').length
  const began = range.newCount === 0 ? range.newStart + 1 : range.newStart
  let next = began + shift
  const newStart = newCount === 0 ? next - 1 : next
  const numbered = lines.map((line) => (line.sign === '-' ? line : { ...line, newLine: next++ }))
  return {
    hunk: { ...hunk, range: { ...range, newStart, newCount }, lines: numbered },
    delta: newCount - range.newCount,
  }
}

/** An edit belongs to the first hunk that shows a line of it, or the line it comes behind. */
function touches(hunk: Hunk, edit: Edit): boolean {
  const numbers = hunk.lines.flatMap(({ newLine }) => (newLine === null ? [] : [newLine]))
  const first = numbers[0] ?? Infinity
  const last = numbers.at(-1) ?? -Infinity
  return first <= edit.at && edit.at <= last + (edit.old.length === 0 ? 1 : 0)
}
