import { identifiers } from '../../c/lexer.ts'
import type { FileDiff, Hunk, Patch } from '../../model.ts'
import { type Change, hunkChanges, pathOf } from '../changes.ts'
import { commentLines } from '../comments.ts'
import { addUnder } from '../../series/add-under.ts'

/** Changed lines that belong together: they share a function or an identifier worth the name. */
export interface Component {
  readonly changes: readonly Change[]
  /** Functions the changes lie in, in order. */
  readonly functions: readonly string[]
  readonly words: ReadonlySet<string>
  readonly file: FileDiff | null
}

/**
 * The parts of a patch between which no shared identifier leads. Comments, includes and blank lines link nothing and count for nothing.
 */
export function components(patch: Patch, common: ReadonlySet<string>): readonly Component[] {
  const pieces = patch.files.flatMap((file) =>
    isCode(file) ? file.hunks.flatMap((hunk) => piecesOf(file, hunk, common)) : [],
  )
  const root = pieces.map((_, i) => i)
  const find = (i: number): number => {
    let at = i
    while (root[at] !== at) at = root[at] ?? at
    root[i] = at
    return at
  }
  const owner = new Map<string, number>()
  pieces.forEach((piece, i) => {
    for (const word of piece.links) {
      const other = owner.get(word)
      if (other === undefined) owner.set(word, i)
      else root[find(i)] = find(other)
    }
  })
  const groups = new Map<number, Piece[]>()
  pieces.forEach((piece, i) => {
    addUnder(groups, find(i), piece)
  })
  return [...groups.values()]
    .map(component)
    .toSorted((a, b) => (a.changes[0]?.line.mailLine ?? 0) - (b.changes[0]?.line.mailLine ?? 0))
}

function component(pieces: readonly Piece[]): Component {
  const all = pieces.flatMap((piece) => piece.changes)
  return {
    changes: all,
    functions: [...new Set(all.flatMap((change) => change.inFunction ?? []))],
    words: new Set(pieces.flatMap((piece) => [...piece.links])),
    file: pieces[0]?.file ?? null,
  }
}

interface Piece {
  readonly file: FileDiff
  readonly changes: readonly Change[]
  readonly links: ReadonlySet<string>
}

function isCode(file: FileDiff): boolean {
  const path = pathOf(file)
  return path === null || /\.[chS]$/.test(path)
}

/** A hunk, cut where its function changes. */
function piecesOf(file: FileDiff, hunk: Hunk, common: ReadonlySet<string>): readonly Piece[] {
  const runs = new Map<string, Change[]>()
  for (const change of codeChanges(file, hunk)) {
    const name = change.inFunction ?? ''
    addUnder(runs, name, change)
  }
  return [...runs].map(([name, run]) => {
    const words = run.flatMap((change) => identifiers(change.line.text))
    const links = new Set(words.filter((word) => word.length >= 4 && !common.has(word)))
    if (name !== '') links.add(name)
    return { file, changes: run, links }
  })
}

/** Changed lines that hold code: comments, includes and blank lines left out. */
function codeChanges(file: FileDiff, hunk: Hunk): readonly Change[] {
  const comment = commentLines(hunk)
  return hunkChanges(file, hunk).filter(
    ({ line }) =>
      !comment.has(line.mailLine) &&
      line.text.trim() !== '' &&
      !/^\s*#\s*(?:include|if|ifdef|ifndef|else|elif|endif)\b|^(?:MODULE|EXPORT)_\w+\(/.test(
        line.text,
      ),
  )
}
