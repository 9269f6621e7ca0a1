import type { FileStatus, TextLine } from '../model.ts'
import { isBare, withoutCr } from './header.ts'
import type { FileHeader, Names } from './header.ts'
import { readName, squash, stripOne } from './path.ts'

/** Reads the `---` and `+++` lines of a diff that git did not write. */
export function readPlainHeader(
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
  const strip = (name: string | null) =>
    name === null ? name : squash(bare ? name : stripOne(name))
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

// diff -N writes the epoch for a file that is not there (has_epoch_timestamp in apply.c); in zones
// west of Greenwich that is still 1969.
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

// `--- x.c.orig` and `+++ x.c` are one file: git prefers the shorter name when the other only adds
// to its end.
function shorterOf(oldName: string | null, newName: string | null): string | null {
  if (oldName === null || newName === null) return oldName ?? newName
  return newName.startsWith(oldName) ? oldName : newName
}
