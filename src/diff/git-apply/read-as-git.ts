import { takeBinaryPatch } from './binary.ts'
import type { Cursor } from './cursor.ts'
import { lineAt, openCursor, Refusal, sizeAt } from './cursor.ts'
import type { GitHeader } from './header.ts'
import { hunkRange, nextHeader } from './header.ts'

/** One line of `git apply --numstat`. */
export interface GitFile {
  /** In bytes, one character each. */
  readonly path: string
  readonly added: number
  readonly removed: number
  readonly binary: boolean
}

/** What git apply makes of a patch. */
export interface GitReading {
  readonly files: readonly GitFile[]
  /** In its own words, with the index of the line where it stopped; null where it accepts the patch. */
  readonly error: { readonly at: number; readonly text: string } | null
}

/**
 * Reads a patch exactly as `git apply --numstat` does, mending nothing: the referee for our own reader,
 * which mends what can be mended. `lines` are those git mailinfo writes to its patch file; `closed`: a line feed
 * ends the last one.
 */
export function readAsGit(lines: readonly string[], closed = true): GitReading {
  const cursor = openCursor(lines, closed)
  const files: GitFile[] = []
  try {
    for (let header = nextHeader(cursor); header !== null; header = nextHeader(cursor))
      files.push(takeFile(cursor, header))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { files: error.partial ? files : [], error: { at: error.at, text: error.message } }
  }
  if (files.length > 0) return { files, error: null }
  return { files, error: { at: 0, text: 'No valid patches in input (allow with "--allow-empty")' } }
}

function takeFile(cursor: Cursor, header: GitHeader): GitFile {
  const total = takeHunks(cursor)
  const path = header.newName ?? header.oldName ?? ''
  const single = total.hunks < 2
  const isNew = header.isNew ?? (total.old === 0 && single)
  const isDelete = header.isDelete ?? (total.new === 0 && single)
  // Only a header can say so for sure; what is guessed from the hunks is not held against them.
  if (isNew && header.isNew === true && total.old > 0)
    throw new Refusal(`new file ${path} depends on old contents`, cursor.at)
  if (isDelete && header.isDelete === true && total.new > 0)
    throw new Refusal(`deleted file ${path} still has contents`, cursor.at)
  const binary = total.hunks === 0 && takeBinary(cursor)
  return { path, added: total.added, removed: total.removed, binary }
}

function takeBinary(cursor: Cursor): boolean {
  const text = lineAt(cursor, cursor.at)
  if (text === 'GIT binary patch') {
    cursor.at++
    cursor.line++
    takeBinaryPatch(cursor)
    return true
  }
  if (!/^(?:Binary files|Files) /.test(text) || !text.endsWith(' differ')) return false
  cursor.at++
  cursor.line++
  return true
}

function takeHunks(cursor: Cursor) {
  const total = { hunks: 0, old: 0, new: 0, added: 0, removed: 0 }
  while (sizeAt(cursor, cursor.at) > 4 && lineAt(cursor, cursor.at).startsWith('@@ -')) {
    const range = hunkRange(cursor)
    if (range === null) throw corrupt(cursor)
    cursor.at++
    cursor.line++
    const { added, removed } = takeRows(cursor, range)
    total.hunks++
    total.old += range[0]
    total.new += range[1]
    total.added += added
    total.removed += removed
  }
  return total
}

/** The counts alone say where a hunk ends; a hunk without any change is corrupt. */
function takeRows(cursor: Cursor, [oldCount, newCount]: readonly [number, number]) {
  let oldLeft = oldCount
  let newLeft = newCount
  let added = 0
  let removed = 0
  for (; cursor.at < cursor.lines.length; cursor.at++, cursor.line++) {
    if (oldLeft === 0 && newLeft === 0) break
    if (cursor.at >= cursor.closedTo) throw corrupt(cursor)
    const text = lineAt(cursor, cursor.at)
    const sign = text.charAt(0)
    if (sign === '\\') {
      if (text.length < 11 || !text.startsWith('\\ ')) throw corrupt(cursor)
      continue
    }
    if (sign === '+') added++
    else if (sign === '-') removed++
    else if (sign !== ' ' && sign !== '') throw corrupt(cursor)
    if (sign !== '+') oldLeft--
    if (sign !== '-') newLeft--
  }
  if (oldLeft !== 0 || newLeft !== 0 || added + removed === 0) throw corrupt(cursor)
  // The mark behind the last line is taken, but not counted.
  if (sizeAt(cursor, cursor.at) > 12 && lineAt(cursor, cursor.at).startsWith('\\ ')) cursor.at++
  return { added, removed }
}

function corrupt(cursor: Cursor): Refusal {
  return new Refusal(`corrupt patch at line ${cursor.line}`, cursor.at)
}
