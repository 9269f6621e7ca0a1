import type { FileStatus, TextLine } from '../model.ts'
import { readHunkHeader } from './hunk-header.ts'
import { readName, splitNames, stripOne } from './path.ts'

/** What stands above the first hunk of a file. */
export interface FileHeader {
  readonly oldPath: string | null
  readonly newPath: string | null
  readonly oldBlob: string | null
  readonly newBlob: string | null
  readonly oldMode: string | null
  readonly newMode: string | null
  readonly similarity: number | null
  readonly status: FileStatus
  /** The names have no a/ and b/. */
  readonly bare: boolean
  /** The header lines end in CR, so the mail has CRLF line ends, not the file. */
  readonly crlf: boolean
  readonly mailLine: number
  /** Index of the first line behind it. */
  readonly next: number
}

/**
 * Reads the file header that starts at `lines[from]`; null when none does.
 * `named` are the paths of the diffstat: the witness for headers without a/ and b/.
 */
export function readFileHeader(
  lines: readonly TextLine[],
  from: number,
  named: ReadonlySet<string>,
  quoted: boolean,
): FileHeader | null {
  const text = lines[from]?.text ?? ''
  if (text.startsWith('diff --git ')) return readGitHeader(lines, from, named, quoted)
  if (startsPlainHeader(lines, from, quoted)) return readPlainHeader(lines, from, named)
  return null
}

/** True where a file's part of the diff begins. */
export function startsFile(lines: readonly TextLine[], at: number, quoted: boolean): boolean {
  const text = lines[at]?.text ?? ''
  return text.startsWith('diff --git ') || startsPlainHeader(lines, at, quoted)
}

// git wants an @@ line behind --- and +++ (find_header in apply.c), or the `--- ` of a removed line would do;
// in a quote the @@ line may be cut.
function startsPlainHeader(lines: readonly TextLine[], at: number, quoted: boolean): boolean {
  if (!(lines[at]?.text ?? '').startsWith('--- ')) return false
  if (!(lines[at + 1]?.text ?? '').startsWith('+++ ')) return false
  return quoted || readHunkHeader(lines[at + 2]?.text ?? '') !== null
}

interface Names {
  readonly old: string | null
  readonly new: string | null
}

function readGitHeader(
  lines: readonly TextLine[],
  from: number,
  named: ReadonlySet<string>,
  quoted: boolean,
): FileHeader | null {
  const first = lines[from]
  if (first === undefined) return null
  const fields = new Map<string, string>()
  let next = from + 1
  for (; next < lines.length; next++) {
    const field = readField(lines[next]?.text ?? '')
    if (field === null) break
    // A second --- is the next file's (a non-git one).
    if (field.key === '--- ' && fields.has('--- ')) break
    fields.set(field.key, field.value)
  }
  // git takes a lone `diff --git` line for text (git_hdr_len <= len in find_header).
  if (next === from + 1 && !quoted) return null

  const split = splitNames(withoutCr(first.text).slice('diff --git '.length))
  const minus = nameOf(fields.get('--- '))
  const plus = nameOf(fields.get('+++ '))
  const raw: Names = {
    old: minus !== null && minus !== '/dev/null' ? minus : (split?.[0] ?? null),
    new: plus !== null && plus !== '/dev/null' ? plus : (split?.[1] ?? null),
  }
  const bare = isBare(raw, named)
  const strip = (name: string | null) => (name === null || bare ? name : stripOne(name))
  const moved = {
    from: nameOf(fields.get('rename from ') ?? fields.get('rename old ')),
    to: nameOf(fields.get('rename to ') ?? fields.get('rename new ')),
  }
  const copied = { from: nameOf(fields.get('copy from ')), to: nameOf(fields.get('copy to ')) }
  const status = statusOf(fields, minus, plus, moved.to, copied.to)
  const index = /^([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: ([0-7]{6}))?$/.exec(
    fields.get('index ') ?? '',
  )
  const similarity = /^(\d{1,3})%$/.exec(fields.get('similarity index ') ?? '')
  return {
    oldPath: status === 'added' ? null : (moved.from ?? copied.from ?? strip(raw.old)),
    newPath: status === 'deleted' ? null : (moved.to ?? copied.to ?? strip(raw.new)),
    oldBlob: index?.[1] ?? null,
    newBlob: index?.[2] ?? null,
    oldMode: fields.get('old mode ') ?? fields.get('deleted file mode ') ?? index?.[3] ?? null,
    newMode: fields.get('new mode ') ?? fields.get('new file mode ') ?? index?.[3] ?? null,
    similarity: similarity === null ? null : Number(similarity[1]),
    status,
    bare,
    crlf: first.text.endsWith('\r'),
    mailLine: first.mailLine,
    next,
  }
}

const keys = [
  '--- ',
  '+++ ',
  'old mode ',
  'new mode ',
  'deleted file mode ',
  'new file mode ',
  'copy from ',
  'copy to ',
  'rename old ',
  'rename new ',
  'rename from ',
  'rename to ',
  'similarity index ',
  'dissimilarity index ',
  'index ',
] as const

function readField(text: string): { readonly key: string; readonly value: string } | null {
  const key = keys.find((k) => text.startsWith(k))
  return key === undefined ? null : { key, value: withoutCr(text).slice(key.length) }
}

function nameOf(value: string | undefined): string | null {
  return value === undefined ? null : readName(value)
}

function statusOf(
  fields: ReadonlyMap<string, string>,
  minus: string | null,
  plus: string | null,
  moved: string | null,
  copied: string | null,
): FileStatus {
  if (fields.has('new file mode ') || minus === '/dev/null') return 'added'
  if (fields.has('deleted file mode ') || plus === '/dev/null') return 'deleted'
  if (moved !== null) return 'renamed'
  return copied === null ? 'modified' : 'copied'
}

function readPlainHeader(
  lines: readonly TextLine[],
  from: number,
  named: ReadonlySet<string>,
): FileHeader | null {
  const first = lines[from]
  if (first === undefined) return null
  const oldText = withoutCr(first.text).slice('--- '.length)
  const newText = withoutCr(lines[from + 1]?.text ?? '').slice('+++ '.length)
  const raw: Names = { old: realName(oldText), new: realName(newText) }
  const bare = isBare(raw, named)
  const strip = (name: string | null) => (name === null || bare ? name : stripOne(name))
  const status = plainStatus(oldText, newText)
  const both = shorterOf(strip(raw.old), strip(raw.new))
  return {
    oldPath: status === 'added' ? null : both,
    newPath: status === 'deleted' ? null : both,
    oldBlob: null,
    newBlob: null,
    oldMode: null,
    newMode: null,
    similarity: null,
    status,
    bare,
    crlf: first.text.endsWith('\r'),
    mailLine: first.mailLine,
    next: from + 2,
  }
}

function realName(text: string): string | null {
  return isNull(text) ? null : readName(text)
}

function isNull(text: string): boolean {
  return /^\/dev\/null(\s|$)/.test(text)
}

// diff -N writes the epoch for a file that is not there (has_epoch_timestamp in apply.c); in zones west of
// Greenwich that is still 1969.
const epoch = /\s(?:1969-12-31|1970-01-01) (\d\d):(\d\d):00(?:\.0+)? ([+-])(\d\d):?(\d\d)$/

function isEpoch(text: string): boolean {
  const match = epoch.exec(text)
  if (match === null) return false
  const minutes = Number(match[1]) * 60 + Number(match[2])
  const zone = (Number(match[4]) * 60 + Number(match[5])) * (match[3] === '-' ? -1 : 1)
  return minutes === (text.includes(' 1969-') || text.includes('\t1969-') ? 1440 + zone : zone)
}

function plainStatus(oldText: string, newText: string): FileStatus {
  if (isNull(oldText) || isEpoch(oldText)) return 'added'
  return isNull(newText) || isEpoch(newText) ? 'deleted' : 'modified'
}

// `--- x.c.orig` and `+++ x.c` are one file: git prefers the shorter name when the other only adds to its end.
function shorterOf(oldName: string | null, newName: string | null): string | null {
  if (oldName === null || newName === null) return oldName ?? newName
  return newName.startsWith(oldName) ? oldName : newName
}

// `diff.noprefix` gives the same name on both sides, where a/ and b/ differ. git takes the first component off
// all the same; we ask the diffstat, and without one we believe the name. A name without a slash has no prefix.
function isBare(raw: Names, named: ReadonlySet<string>): boolean {
  const some = raw.new ?? raw.old
  if (some === null || /^[abciow]\//.test(some)) return false
  if (!some.includes('/')) return true
  if (named.has(some)) return true
  if (raw.old === null || raw.new === null) return false
  if (!raw.new.startsWith(raw.old) && !raw.old.startsWith(raw.new)) return false
  return !named.has(stripOne(some))
}

function withoutCr(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text
}
