import type { DiffLine, FileDiff, Hunk, Image, Side, Syntax } from '../model.ts'
import { parseFragment } from './fragment.ts'
import { blankMacros } from './macros.ts'
import type { ParseC } from './parser.ts'

/** What one hunk shows of the old or new file, parsed; null when the parser gave up (then the rows are blind). */
export function hunkImage(parse: ParseC, file: FileDiff, hunk: Hunk, side: Side): Image | null {
  const shown = hunk.lines.filter((line) => line.sign !== (side === 'old' ? '+' : '-'))
  if (shown.length === 0) return null
  const text = shown.map((line) => line.text).join('\n')
  const fragment = parseFragment(parse, text, hunk.section)
  if (fragment === null) return null
  const invented: (DiffLine | null)[] = Array.from({ length: fragment.before }, () => null)
  return image(fragment.syntax, side, false, pathOf(file, side), [...invented, ...shown])
}

/** A whole file of which `lines` says, row by row, what the patch shows. */
export function fileImage(
  parse: ParseC,
  text: string,
  side: Side,
  path: string | null,
  lines: readonly (DiffLine | null)[],
): Image | null {
  const parsed = parse(blankMacros(text))
  return parsed === null ? null : image({ ...parsed.copy(), source: text }, side, true, path, lines)
}

function image(
  syntax: Syntax,
  side: Side,
  whole: boolean,
  path: string | null,
  lines: readonly (DiffLine | null)[],
): Image {
  const rows = rowStarts(syntax.text)
  return { side, whole, path, syntax, rows, lines, blind: blindRows(syntax, rows) }
}

function pathOf(file: FileDiff, side: Side): string | null {
  return side === 'old' ? file.oldPath : file.newPath
}

/** Offset at which each row of a text starts. */
export function rowStarts(text: string): Uint32Array {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return Uint32Array.from(starts)
}

function blindRows(syntax: Syntax, rows: Uint32Array): ReadonlySet<number> {
  const blind = new Set<number>()
  let done = -1
  for (const error of syntax.errors) {
    const last = rowAt(rows, error.end)
    for (let row = Math.max(rowAt(rows, error.start), done + 1); row <= last; row++) blind.add(row)
    done = Math.max(done, last)
  }
  return blind
}

/** The row (from 0) that holds the text offset. */
export function rowAt(rows: Uint32Array, offset: number): number {
  let low = 0
  let high = rows.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((rows[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The line of the patch at the start of a node; null where the patch does not show it. */
export function lineOf(shown: Image, node: number): DiffLine | null {
  return shown.lines[rowAt(shown.rows, shown.syntax.start[node] ?? 0)] ?? null
}
