import type { Image } from '../model.ts'
import type { Bindings } from './bindings.ts'
import type { Budget } from './budget.ts'
import type { Block, Fix } from './fix.ts'
import { type Filled, fillLines } from './fill.ts'
import { rowAt } from './image.ts'
import { type Match, matchPiece, type Seen } from './match.ts'
import type { PatternNode } from './pattern-node.ts'
import { isStatement } from './peel.ts'
import { type RowEdit, type Spliced, rowEdits } from './row-edits.ts'

/** What a fix makes of an image, or why nothing. */
export type AppliedFix =
  | { readonly ok: true; readonly edits: readonly RowEdit[] }
  | { readonly ok: false; readonly why: string }

/** Looks for the fix's piece round a row of the image, with the holes that are bound, and works out its edits. */
export function applyFix(
  fix: Fix,
  image: Image,
  row: number,
  bindings: Bindings,
  budget: Budget,
): AppliedFix {
  const options = { signs: false, budget, watch: fix.watch, most: MOST_MATCHES }
  const near = matchPiece(fix.piece, image, bindings, options)
    .map((match) => ({ match, away: distance(match, row) }))
    .filter(({ away }) => away !== null)
    .toSorted((a, b) => (a.away ?? 0) - (b.away ?? 0))
  const [best] = near
  if (best === undefined) return { ok: false, why: 'the fix fits nothing here' }
  const spliced: Spliced[] = []
  for (const block of fix.blocks) {
    const made = splice(fix, block, best.match)
    if (typeof made === 'string') return { ok: false, why: made }
    spliced.push(made)
  }
  const edits = rowEdits(image, spliced)
  return typeof edits === 'string' ? { ok: false, why: edits } : { ok: true, edits }
}

const MOST_MATCHES = 1000

/** How many rows of the match stand above the row; null when it does not reach over it. */
function distance({ image, node, seen }: Match, row: number): number | null {
  const { syntax } = image
  const at = (offset: number) => rowAt(image.rows, offset)
  let end = at(endOf(image, node))
  for (const { last } of seen) end = Math.max(end, at(endOf(image, last)))
  const start = at(syntax.start[node] ?? 0)
  return start <= row && row <= end ? row - start + (end - row) : null
}

/** Where the text of a node ends: a directive's line feed is none of it. */
function endOf({ syntax }: Image, node: number): number {
  const end = syntax.end[node] ?? 0
  return syntax.source[end - 1] === '\n' ? end - 1 : end
}

function splice(fix: Fix, block: Block, match: Match): Spliced | string {
  const bySeen = new Map(match.seen.map((seen) => [seen.pattern, seen]))
  return block.away.length > 0
    ? replace(fix, block, match, bySeen)
    : insert(fix, block, match, bySeen)
}

type BySeen = ReadonlyMap<PatternNode, Seen>

function replace(fix: Fix, block: Block, match: Match, bySeen: BySeen): Spliced | string {
  const { image } = match
  const { syntax } = image
  let from = Infinity
  let to = 0
  let first: Seen | null = null
  for (const node of block.away) {
    const seen = bySeen.get(node)
    if (seen === undefined) return 'what the fix takes away stands here in another form'
    const body = onlyBody(image, seen.node)
    if (body !== null && (block.statements !== 1 || body === 'else'))
      return 'what the fix takes away stands alone under a condition without braces'
    const start = syntax.start[seen.node] ?? 0
    if (start < from) first = seen
    from = Math.min(from, start)
    to = Math.max(to, endOf(image, seen.last))
    if (block.commas.has(node))
      to += /^\s*,/.exec(syntax.source.slice(to, to + 200))?.[0].length ?? 0
  }
  if (first === null) return 'what the fix takes away stands here in another form'
  const filled = fill(fix, block, match, bySeen, first)
  if (typeof filled === 'string') return filled
  if (losesComment(image, from, to, filled)) return 'a comment stands in what the fix takes away'
  return { from, to, lines: filled.lines }
}

/** Under what a statement stands without braces: then one statement must stay there. */
function onlyBody({ syntax }: Image, node: number): 'branch' | 'else' | null {
  if (!isStatement(syntax.kind[node] ?? '')) return null
  const parent = syntax.kind[syntax.parent[node] ?? 0] ?? ''
  if (parent === 'else_clause' && syntax.kind[node] === 'if_statement') return 'else'
  return UNBRACED.test(parent) ? 'branch' : null
}

const UNBRACED = /^(?:if|for|while|do|switch|labeled)_statement$|^else_clause$/

function losesComment(image: Image, from: number, to: number, { kept }: Filled): boolean {
  const { syntax } = image
  return (syntax.byKind.get('comment') ?? []).some((comment) => {
    const start = syntax.start[comment] ?? 0
    if (start < from || start >= to) return false
    return !kept.some((range) => range.from <= start && start < range.to)
  })
}

function insert(fix: Fix, block: Block, match: Match, bySeen: BySeen): Spliced | string {
  const { image } = match
  const unknown = 'the place for the lines that the fix puts in cannot be told here'
  if (block.within.some((node) => !bySeen.has(node))) return unknown
  const { syntax, rows } = image
  const behind = block.behind.flatMap((node) => bySeen.get(node) ?? [])
  const ahead = block.ahead.flatMap((node) => bySeen.get(node) ?? [])
  const neighbours = behind.length > 0 ? behind : ahead
  const [reference] = neighbours.toSorted((a, b) => a.pattern.row - b.pattern.row)
  if (reference === undefined) return unknown
  const isInside = reference.pattern.row < block.row && reference.pattern.endRow >= block.row
  if (!isInside && onlyBody(image, reference.node) !== null)
    return 'the lines that the fix puts in would stand behind a condition without braces'
  const filled = fill(fix, block, match, bySeen, reference)
  if (typeof filled === 'string') return filled
  const at = behind.length > 0 ? rowBehind(image, block, behind) : rowAhead(image, ahead)
  const offset = rows[at] ?? syntax.source.length
  return { from: offset, to: offset, lines: filled.lines }
}

/** The row behind all that ends on the line before the block; of braces that open there, their first row. */
function rowBehind(image: Image, { row }: Block, behind: readonly Seen[]): number {
  const { syntax, rows } = image
  const last = behind.map(({ pattern, node, last: end }) =>
    rowAt(rows, pattern.endRow < row ? endOf(image, end) : (syntax.start[node] ?? 0)),
  )
  return Math.max(...last) + 1
}

function rowAhead({ syntax, rows }: Image, ahead: readonly Seen[]): number {
  return Math.min(...ahead.map(({ node }) => rowAt(rows, syntax.start[node] ?? 0)))
}

/** The `+` lines, their holes filled, indented as the code round the reference node is. */
function fill(
  fix: Fix,
  block: Block,
  { image, bindings }: Match,
  bySeen: BySeen,
  { pattern, node }: Seen,
): Filled | string {
  const texts = new Map<string, { from: number; to: number }>()
  for (const [hole, name] of fix.holes) {
    const seen = bySeen.get(hole)
    if (seen !== undefined)
      texts.set(name, { from: image.syntax.start[seen.node] ?? 0, to: endOf(image, seen.last) })
  }
  const there = fix.rows[pattern.row] ?? ''
  return fillLines(image, block.put, {
    texts,
    bindings,
    was: indentOf(there),
    now: indentOf(rowText(image, rowAt(image.rows, image.syntax.start[node] ?? 0))),
  })
}

function indentOf(text: string): string {
  return /^[ \t]*/.exec(text)?.[0] ?? ''
}

function rowText({ syntax, rows }: Image, row: number): string {
  return syntax.source.slice(rows[row], rows[row + 1] ?? syntax.source.length)
}
