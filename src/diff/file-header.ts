import type { TextLine } from '../model.ts'
import { readGitHeader } from './git-header.ts'
import type { FileHeader } from './header.ts'
import { readHunkHeader } from './hunk-header.ts'
import { readPlainHeader } from './plain-header.ts'

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

// git wants an @@ line behind --- and +++ (find_header in apply.c), or the `--- ` of a removed line
// would do; in a quote the @@ line may be cut.
function startsPlainHeader(lines: readonly TextLine[], at: number, quoted: boolean): boolean {
  if (!(lines[at]?.text ?? '').startsWith('--- ')) return false
  if (!(lines[at + 1]?.text ?? '').startsWith('+++ ')) return false
  return quoted || readHunkHeader(lines[at + 2]?.text ?? '') !== null
}
