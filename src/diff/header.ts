import type { FileDiff } from '../model.ts'
import { stripOne } from './path.ts'

/** What stands above the first hunk of a file. */
export interface FileHeader extends Omit<FileDiff, 'binary' | 'hunks'> {
  /** The names have no a/ and b/. */
  readonly bare: boolean
  /** The header lines end in CR, so the mail has CRLF line ends, not the file. */
  readonly crlf: boolean
  /** Index of the first line behind it. */
  readonly next: number
}

/** The names of both sides as they stand, with their prefixes; null for /dev/null. */
export interface Names {
  readonly old: string | null
  readonly new: string | null
}

// `diff.noprefix` gives the same name on both sides, where a/ and b/ differ. git takes the first
// component off all the same; we ask the diffstat, and without one we believe the name. A name
// without a slash has no prefix.
export function isBare(raw: Names, named: ReadonlySet<string>): boolean {
  const some = raw.new ?? raw.old
  if (some === null || /^[abciow]\//.test(some)) return false
  if (!some.includes('/')) return true
  if (named.has(some)) return true
  if (raw.old === null || raw.new === null) return false
  if (!raw.new.startsWith(raw.old) && !raw.old.startsWith(raw.new)) return false
  return !named.has(stripOne(some))
}

/** Header lines of a mail with CRLF line ends end in CR. */
export function withoutCr(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text
}
