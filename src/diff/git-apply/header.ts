import { gitFields } from '../git-fields.ts'
import type { Cursor } from './cursor.ts'
import { lineAt, Refusal, sizeAt } from './cursor.ts'
import { headerName, readDatedName, readName } from './names.ts'

interface Names {
  oldName: string | null
  newName: string | null
}

/** The names and modes git apply reads above the hunks of a file. */
export interface GitHeader extends Names {
  /** Null: not said, so the hunks decide. */
  isNew: boolean | null
  isDelete: boolean | null
}

/**
 * Goes on to the next file header and takes it; null at the end. A `@@` line on the way is a hunk without a
 * file, which git refuses (find_header in apply.c).
 */
export function nextHeader(cursor: Cursor): GitHeader | null {
  // A lone `diff --git` line is text, but git keeps its names for the header that follows.
  let kept: Names = { oldName: null, newName: null }
  for (; cursor.at < cursor.lines.length; cursor.at++, cursor.line++) {
    const text = lineAt(cursor, cursor.at)
    if (text.length < 5) continue
    if (text.startsWith('@@ -') && hunkRange(cursor) !== null)
      refuse(cursor, `patch fragment without header at line ${cursor.line}: ${text}`)
    if (sizeAt(cursor, cursor.at + 1) < 6) return null
    if (text.startsWith('diff --git ')) {
      const from = cursor.at
      const header = takeGitHeader(cursor, kept)
      if (cursor.at > from + 1) return header
      kept = header
      cursor.at = from
      continue
    }
    const below = lineAt(cursor, cursor.at + 1)
    if (!text.startsWith('--- ') || !below.startsWith('+++ ')) continue
    const isHunk = lineAt(cursor, cursor.at + 2).startsWith('@@ -')
    if (!isHunk || sizeAt(cursor, cursor.at) < below.length + 15) continue
    const header = plainHeader(cursor, kept, text.slice(4), below.slice(4))
    cursor.at += 2
    cursor.line += 2
    return header
  }
  return null
}

/** `-1,2 +3` as [1, 2, 3, 1]; null when it is no hunk. */
export function hunkRange(cursor: Cursor): readonly [number, number] | null {
  if (cursor.at >= cursor.closedTo) return null
  const text = lineAt(cursor, cursor.at)
  const m = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(text)
  return m === null ? null : [Number(m[1] ?? 1), Number(m[2] ?? 1)]
}

/** Where the header's lines end, `at` and `line` of the cursor are behind it. */
function takeGitHeader(cursor: Cursor, kept: Names): GitHeader {
  const name = headerName(lineAt(cursor, cursor.at).slice('diff --git '.length), cursor.strip)
  const { oldName, newName } = kept
  const header: GitHeader = { oldName, newName, isNew: false, isDelete: false }
  const seen = { moved: false, copied: false, first: 0 }
  cursor.at++
  cursor.line++
  // git names the first of these lines in some of its sentences, whichever is wrong.
  const top = cursor.line
  for (; cursor.at < cursor.closedTo; cursor.at++, cursor.line++) {
    const text = lineAt(cursor, cursor.at)
    const key = gitFields.find((k) => text.startsWith(k))
    if (key === undefined) break
    takeField(cursor, header, key, text.slice(key.length), name, top)
    seen.moved ||= key.startsWith('rename ')
    seen.copied ||= key.startsWith('copy ')
    const kinds = [header.isNew, header.isDelete, seen.moved, seen.copied].filter(Boolean).length
    if (kinds > 1) refuse(cursor, `inconsistent header lines ${seen.first} and ${cursor.line}`)
    if (kinds === 1 && seen.first === 0) seen.first = cursor.line
  }
  const lacks = 'git diff header lacks filename information'
  if (header.oldName === null && header.newName === null) {
    const s = cursor.strip === 1 ? '' : 's'
    if (name === null)
      refuse(
        cursor,
        `${lacks} when removing ${cursor.strip} leading pathname component${s} (line ${cursor.line})`,
      )
    header.oldName = name
    header.newName = name
  }
  const lacksNew = header.newName === null && header.isDelete !== true
  if (lacksNew || (header.oldName === null && header.isNew !== true))
    refuse(cursor, `${lacks} (line ${cursor.line})`)
  return header
}

function takeField(
  cursor: Cursor,
  header: GitHeader,
  key: (typeof gitFields)[number],
  value: string,
  name: string | null,
  top: number,
): void {
  const moved = Math.max(0, cursor.strip - 1)
  if (key === '--- ')
    header.oldName = checkedName(cursor, value, header.oldName, header.isNew === true, 'old', top)
  else if (key === '+++ ')
    header.newName = checkedName(
      cursor,
      value,
      header.newName,
      header.isDelete === true,
      'new',
      top,
    )
  else if (key === 'deleted file mode ') {
    header.isDelete = true
    header.oldName = name
  } else if (key === 'new file mode ') {
    header.isNew = true
    header.newName = name
  } else if (/ (?:from|old) $/.test(key)) header.oldName = readName(value, moved, 'line')
  else if (/^(?:copy|rename) /.test(key)) header.newName = readName(value, moved, 'line')
  // "index 1234567..89abcde 100644"
  const mode = key === 'index ' ? /^[^.]{0,40}\.\.[^ ]{0,40} (.*)$/s.exec(value)?.[1] : value
  const isMode = key.endsWith('mode ') || (key === 'index ' && mode !== undefined)
  if (isMode && !/^[ \t]*[0-7]+(?:[ \t\r]|$)/.test(mode ?? ''))
    refuse(cursor, `invalid mode on line ${top}: ${mode}`)
}

/** A name that was read before must be the same (gitdiff_verify_name). */
function checkedName(
  cursor: Cursor,
  value: string,
  before: string | null,
  isNull: boolean,
  side: 'old' | 'new',
  top: number,
): string | null {
  const bad = 'git apply: bad git-diff -'
  if (before === null) {
    if (!isNull) return readName(value, cursor.strip, 'tab')
    if (!isDevNull(value)) refuse(cursor, `${bad} expected /dev/null on line ${top}`)
    return null
  }
  if (isNull) refuse(cursor, `${bad} expected /dev/null, got ${before} on line ${top}`)
  if (readName(value, cursor.strip, 'tab') !== before)
    refuse(cursor, `${bad} inconsistent ${side} filename on line ${top}`)
  return before
}

function plainHeader(cursor: Cursor, kept: Names, first: string, second: string): GitHeader {
  if (!cursor.stripKnown) guessStrip(cursor, second)
  const { strip } = cursor
  const isNew = isDevNull(first)
  const isDelete = !isNew && isDevNull(second)
  const firstName = isNew ? null : readDatedName(first, null, strip)
  const name = isDelete ? firstName : readDatedName(second, firstName, strip)
  if (name === null) refuse(cursor, `unable to find filename in patch at line ${cursor.line}`)
  if (isNew || isEpoch(first)) return { ...kept, newName: name, isNew: true, isDelete: false }
  if (isDelete || isEpoch(second)) return { ...kept, oldName: name, isNew: false, isDelete: true }
  return { oldName: name, newName: name, isNew: null, isDelete: null }
}

/** A new name without a slash: nothing is taken off, here and below. */
function guessStrip(cursor: Cursor, second: string): void {
  const name = isDevNull(second) ? null : readDatedName(second, null, 0)
  if (name === null || name.includes('/')) return
  cursor.strip = 0
  cursor.stripKnown = true
}

function isDevNull(text: string): boolean {
  return /^\/dev\/null(?:[ \t\r]|$)/.test(text)
}

// diff -N writes the epoch for a file that is not there; west of Greenwich that is still 1969.
const epoch = /^(1969-12-31|1970-01-01) ([0-2]\d):([0-5]\d):00(?:\.0+)? ([+-])([0-2]\d):?([0-5]\d)$/

function isEpoch(text: string): boolean {
  const tab = text.lastIndexOf('\t')
  const m = tab < 0 ? null : epoch.exec(text.slice(tab + 1))
  if (m === null) return false
  const zone = (Number(m[5]) * 60 + Number(m[6])) * (m[4] === '-' ? -1 : 1)
  return Number(m[2]) * 60 + Number(m[3]) - zone === (m[1] === '1969-12-31' ? 1440 : 0)
}

function refuse(cursor: Cursor, text: string): never {
  throw new Refusal(text, cursor.at)
}
