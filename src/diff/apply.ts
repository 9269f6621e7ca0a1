import { createHash } from 'node:crypto'
import type { DiffLine, FileDiff, Hunk } from '../model.ts'
import { sideLines } from './side.ts'

/**
 * A file before and after a patch; per row (from 0) the diff line that stands there, null outside
 * the hunks.
 */
export interface Applied {
  readonly old: string
  readonly new: string
  readonly oldLines: readonly (DiffLine | null)[]
  readonly newLines: readonly (DiffLine | null)[]
}

/**
 * Applies a file's hunks to its text before the patch; null when one does not fit. A hunk may stand
 * elsewhere than its `@@` line says: it is searched outward from there, as `git apply` does, but
 * never with less context.
 */
export function applyFile(preimage: string, file: FileDiff): Applied | null {
  const rows = preimage === '' ? [] : preimage.split('\n')
  // A text that ends in a line feed has an empty piece behind it that is no line.
  const endsInFeed = preimage.endsWith('\n')
  const oldRows = endsInFeed ? rows.slice(0, -1) : rows
  const oldLines: (DiffLine | null)[] = oldRows.map(() => null)
  const newRows: string[] = []
  const newLines: (DiffLine | null)[] = []
  let done = 0
  let offset = 0
  let noEol = !endsInFeed && oldRows.length > 0
  for (const hunk of file.hunks) {
    const before = sideLines(hunk, 'old')
    const at = findHunk(oldRows, before, hunk, done, offset)
    if (at === null) return null
    if (hunk.range !== null) offset = at - expectedRow(hunk)
    for (let row = done; row < at; row++) push(newRows, newLines, oldRows[row] ?? '', null)
    for (const [i, line] of before.entries()) oldLines[at + i] = line
    for (const line of sideLines(hunk, 'new')) push(newRows, newLines, line.text, line)
    done = at + before.length
    if (done === oldRows.length) noEol = sideLines(hunk, 'new').at(-1)?.noEol ?? false
  }
  for (let row = done; row < oldRows.length; row++)
    push(newRows, newLines, oldRows[row] ?? '', null)
  const end = noEol || newRows.length === 0 ? '' : '\n'
  return { old: preimage, new: newRows.join('\n') + end, oldLines, newLines }
}

function push(
  rows: string[],
  lines: (DiffLine | null)[],
  text: string,
  line: DiffLine | null,
): void {
  rows.push(text)
  lines.push(line)
}

// The row the @@ line names; `-N,0` names the line behind which the added lines come.
function expectedRow(hunk: Hunk): number {
  if (hunk.range === null) return 0
  return hunk.range.oldCount === 0 ? hunk.range.oldStart : hunk.range.oldStart - 1
}

function findHunk(
  rows: readonly string[],
  before: readonly DiffLine[],
  hunk: Hunk,
  from: number,
  offset: number,
): number | null {
  const last = rows.length - before.length
  if (last < from) return null
  const wanted = Math.min(Math.max(expectedRow(hunk) + offset, from), last)
  if (before.length === 0) return wanted
  // A reviewer cut lines out of it: its lines are no run of the file's lines.
  if (hunk.range !== null && !hunk.complete) return null
  for (let distance = 0; distance <= rows.length; distance++) {
    for (const at of distance === 0 ? [wanted] : [wanted - distance, wanted + distance]) {
      if (at >= from && at <= last && stands(rows, before, at)) return at
    }
  }
  return null
}

function stands(rows: readonly string[], before: readonly DiffLine[], at: number): boolean {
  return before.every((line, i) => rows[at + i] === line.text)
}

/**
 * The name git gives a blob with this text, to prove a file against the `index` line of a patch.
 */
export function blobId(text: string): string {
  const bytes = Buffer.from(text)
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}
