import type { DiffLine, FileDiff, Hunk, Patch, Side } from '../../model.ts'

/** A changed line of the newer patch, which was there before and stands among the same lines. */
export interface Kept {
  readonly file: FileDiff
  readonly line: DiffLine
}

interface Sought {
  readonly path: string
  readonly side: Side
  readonly line: number
}

/**
 * Finds a line that a patch adds or removes in the next revision of the patch, where the lines above and below it
 * are the same, too, as far as both show them: a remark is mostly met beside its line.
 */
export function keptLine(old: Patch, now: Patch, sought: Sought): Kept | null {
  const at = rowsOf(old, sought.path).find((row) => isThere(row, sought))
  const mine = at?.rows[at.index]
  if (at === undefined || mine === undefined || squeeze(mine.text).length < LEAST) return null
  const found = rowsOf(now, sought.path).filter((row) => {
    const line = row.rows[row.index]
    // What was asked for may have been a blank: the line itself is the same to the letter.
    return line?.sign === mine.sign && line.text === mine.text && isAmongTheSame(at, row)
  })
  const [only] = found
  const line = only?.rows[only.index]
  return only === undefined || line === undefined || found.length > 1
    ? null
    : { file: only.file, line }
}

/** "}", "return ret;" and the like stand everywhere. */
const LEAST = 6

/** So many lines above and below must be the same, and this many must be there to tell. */
const NEAR = 3
const KNOWN = 3

interface Row {
  readonly file: FileDiff
  /** The lines of its hunk that are not blank. */
  readonly rows: readonly DiffLine[]
  readonly index: number
}

function rowsOf(patch: Patch, path: string): readonly Row[] {
  return patch.files
    .filter((file) => file.newPath === path || file.oldPath === path)
    .flatMap((file) => file.hunks.flatMap((hunk) => rowsOfHunk(file, hunk)))
}

function rowsOfHunk(file: FileDiff, { lines }: Hunk): readonly Row[] {
  const rows = lines.filter(({ text }) => text.trim() !== '')
  return rows.map((_, index) => ({ file, rows, index }))
}

function isThere({ rows, index }: Row, { side, line }: Sought): boolean {
  const row = rows[index]
  if (row?.sign !== (side === 'old' ? '-' : '+')) return false
  return (side === 'old' ? row.oldLine : row.newLine) === line
}

function isAmongTheSame(a: Row, b: Row): boolean {
  let known = 0
  for (const step of [-1, 1]) {
    for (let far = 1; far <= NEAR; far++) {
      const [one, other] = [a.rows[a.index + step * far], b.rows[b.index + step * far]]
      if (one === undefined || other === undefined) break
      if (one.sign !== other.sign || squeeze(one.text) !== squeeze(other.text)) return false
      known++
    }
  }
  return known >= KNOWN
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, '')
}
