import type { Anchor, Comment } from '../model.ts'
import {
  type DiffSide,
  type DiffSpot,
  diffSpots,
  type PullFile,
  withoutReturn,
} from './pull-diff.ts'

/** Where GitHub will show a comment. */
export interface Place {
  readonly path: string
  readonly side: DiffSide
  readonly line: number
}

/** A comment and its place; null when the pull request's diff has none for it. */
export interface Placed {
  readonly comment: Comment
  readonly place: Place | null
}

type LineAnchor = Extract<Anchor, { kind: 'line' }>

/**
 * Finds every comment's place in the diff of the whole pull request. One place outside of it makes
 * GitHub refuse the whole review with 422, so a comment without a sure place gets none.
 */
export function placeComments(
  comments: readonly Comment[],
  files: readonly PullFile[],
): readonly Placed[] {
  const spots = new Map<PullFile, readonly DiffSpot[]>()
  const spotsOf = (file: PullFile): readonly DiffSpot[] => {
    const known = spots.get(file) ?? diffSpots(file.patch ?? '')
    spots.set(file, known)
    return known
  }
  return comments.map((comment) => {
    const anchor = comment.anchor
    const file = anchor.kind === 'line' ? fileOf(anchor, files) : null
    if (anchor.kind !== 'line' || file === null) return { comment, place: null }
    const spot = spotOf(anchor, spotsOf(file))
    if (spot === null) return { comment, place: null }
    return { comment, place: { path: file.filename, side: spot.side, line: spot.line } }
  })
}

/** A renamed file goes by its new name on both sides. */
function fileOf(anchor: LineAnchor, files: readonly PullFile[]): PullFile | null {
  if (anchor.path === null) return null
  const named = files.find((file) => file.filename === anchor.path)
  if (named) return named
  return files.find((file) => file.previous_filename === anchor.path) ?? null
}

/**
 * The anchor counts lines in its own commit; later commits of the same pull request move them. So the
 * text decides: at the same line, else at the only line of that side which has it.
 */
function spotOf(anchor: LineAnchor, spots: readonly DiffSpot[]): DiffSpot | null {
  const side = anchor.side === 'new' ? 'RIGHT' : 'LEFT'
  const quote = withoutReturn(anchor.quote)
  const same = spots.filter((spot) => spot.side === side && spot.text === quote)
  const exact = same.find((spot) => spot.line === anchor.line)
  if (exact) return exact
  return same.length === 1 ? (same[0] ?? null) : null
}
