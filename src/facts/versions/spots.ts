import type { DiffLine, FileDiff, Patch } from '../../model.ts'
import type { Kept } from './lines-kept.ts'

/** A line that a patch adds, among the lines of its hunk as the patch leaves them. */
export interface Spot {
  readonly file: FileDiff
  readonly rows: readonly DiffLine[]
  readonly index: number
}

/** The added lines of a file; two names for a file that was renamed. */
export function spotsOf(patch: Patch, path: string): readonly Spot[] {
  return patch.files
    .filter((file) => file.newPath === path)
    .flatMap((file) =>
      file.hunks.flatMap(({ lines }) => {
        const rows = lines.filter(({ sign }) => sign !== '-')
        return rows.flatMap(({ sign }, index) => (sign === '+' ? [{ file, rows, index }] : []))
      }),
    )
}

/** The line itself. */
export function textAt({ rows, index }: Spot, step = 0): string | null {
  return rows[index + step]?.text ?? null
}

/** The text of the nearest line above (-1) or below (1) that is not blank; null where the hunk ends before, or blanks go on. */
export function beside({ rows, index }: Spot, step: -1 | 1): string | null {
  for (let far = 1; far <= BLANKS; far++) {
    const text = rows[index + step * far]?.text ?? ''
    if (text.trim() !== '') return text
  }
  return null
}

/** A patch may be all blank lines; people leave one or two. */
const BLANKS = 5

/**
 * The one place where the line stands to the letter, between the same two lines; or, unless it must be between them,
 * alone of its kind and long enough to be known by itself.
 */
export function spotNow(old: Spot, spots: readonly Spot[], between = false): Spot | null {
  const same = spots.filter((spot) => textAt(spot) === textAt(old))
  const [above, below] = [beside(old, -1), beside(old, 1)]
  const framed =
    above === null || below === null
      ? []
      : same.filter((spot) => beside(spot, -1) === above && beside(spot, 1) === below)
  if (framed.length > 0) return framed.length === 1 ? (framed[0] ?? null) : null
  const isKnown = !between && same.length === 1 && (textAt(old) ?? '').trim().length >= KNOWN
  return isKnown ? (same[0] ?? null) : null
}

/** "return -EINVAL;" and "} else {" stand in more than one place. */
const KNOWN = 20

/** The place in the words of a comment. */
export function keptAt({ file, rows, index }: Spot): Kept | null {
  const line = rows[index]
  return line === undefined ? null : { file, line }
}
