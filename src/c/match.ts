import type { DiffLine, Image } from '../model.ts'
import { type Bindings, withHole } from './bindings.ts'
import { type Budget, spend } from './budget.ts'
import { lineOf, rowAt } from './image.ts'
import type { PatternNode } from './pattern-node.ts'
import type { Piece } from './pattern.ts'
import { LISTS, PUNCTUATION } from './lists.ts'
import { isStatement, peel } from './peel.ts'
import {
  children,
  descendants,
  enclosingFunction,
  leafText,
  namedChildren,
  operands,
  siblingsAfter,
  textOf,
} from './walk.ts'

/** One place where a piece of a pattern matches one image. */
export interface Match {
  readonly image: Image
  /** The first node that matched. */
  readonly node: number
  readonly bindings: Bindings
  /** Where the last changed statement the pattern names begins; null when it is not on a patch line. */
  readonly anchor: DiffLine | null
  /** The function it lies in, or is. */
  readonly inFunction: string | null
  /** What stands for the watched nodes of the pattern, in its order. */
  readonly seen: readonly Seen[]
}

export interface Seen {
  readonly pattern: PatternNode
  /** The first and the last node that stand for it: more than one for a run. */
  readonly node: number
  readonly last: number
}

export interface MatchOptions {
  /** Ask that `+`/`-` tokens stand on added/removed lines. Off for `$SAME` and for fixes. */
  readonly signs: boolean
  readonly budget: Budget
  /** Nodes of the pattern whose places the caller wants to know. */
  readonly watch?: ReadonlySet<PatternNode>
  /** More matches than this are not looked for. */
  readonly most: number
}

/** Every match of a piece in one image: only nodes of its root's kinds are looked at. */
export function matchPiece(
  piece: Piece,
  image: Image,
  from: Bindings,
  options: MatchOptions,
): readonly Match[] {
  const { syntax } = image
  const [root, ...rest] = piece.roots
  if (root === undefined) return []
  const found: Match[] = []
  for (const node of candidates(piece, image)) {
    if (options.budget.left <= 0 || found.length >= options.most) break
    const state = { image, bindings: from, options, target: piece.anchor, anchor: null, seen: [] }
    const first = matchNode(root, node, state)
    const bound =
      first === null || rest.length === 0
        ? first
        : run(rest, 0, siblingsAfter(syntax, node), 0, first, true)
    if (bound === null || blind(image, node)) continue
    found.push({
      image,
      node,
      bindings: bound.bindings,
      anchor: bound.anchor ?? lineOf(image, node),
      inFunction: enclosingFunction(syntax, node),
      seen: bound.seen,
    })
  }
  return found
}

function candidates({ kinds }: Piece, { syntax }: Image): Iterable<number> {
  if (kinds === null) return Array.from({ length: syntax.size }, (_, node) => node)
  const [only] = kinds
  if (kinds.length === 1 && only !== undefined) return syntax.byKind.get(only) ?? []
  return kinds.flatMap((kind) => syntax.byKind.get(kind) ?? []).toSorted((a, b) => a - b)
}

interface State {
  readonly image: Image
  readonly options: MatchOptions
  readonly bindings: Bindings
  /** The pattern's anchor, and the line on which it was found. */
  readonly target: PatternNode | null
  readonly anchor: DiffLine | null
  readonly seen: readonly Seen[]
}

/** A match inside what the parser could not read is not one. */
function blind(image: Image, node: number): boolean {
  if (image.blind.size === 0) return false
  return image.blind.has(rowAt(image.rows, image.syntax.start[node] ?? 0))
}

/** The node itself, what reads the same, or the same in parentheses, braces or unlikely(). */
function matchNode(pattern: PatternNode, node: number, state: State): State | null {
  if (!spend(state.options.budget)) return null
  return matchWays(pattern, node, state) ?? matchUnwrapped(pattern, node, state)
}

function matchWays(pattern: PatternNode, node: number, state: State): State | null {
  const direct = matchAsIs(pattern, node, state)
  if (direct !== null) return direct
  for (const other of pattern.also) {
    const bound = matchAsIs(other, node, state)
    if (bound !== null) return see(pattern, node, node, bound)
  }
  return null
}

function matchAsIs(pattern: PatternNode, node: number, state: State): State | null {
  const { syntax } = state.image
  const signed = onSign(pattern, node, state)
  if (signed === null) return null
  // Dots where one node stands, as behind a label: any.
  if (pattern.dots)
    return pattern.hole === null ? signed : bind(pattern.hole, textOf(syntax, node), signed)
  if (pattern.hole !== null) return bind(pattern.hole, textOf(syntax, node), signed)
  if (pattern.kind !== syntax.kind[node]) return null
  if (pattern.glob !== null) return bindAll(pattern.glob.fit(textOf(syntax, node)), signed)
  if (pattern.text !== null) return leafText(syntax, node) === pattern.text ? signed : null
  return matchChildren(pattern, node, signed)
}

/** See the isomorphisms without `like`: these are about the shape of the tree. */
function matchUnwrapped(pattern: PatternNode, node: number, state: State): State | null {
  if (pattern.hole !== null) return null
  // A loop, no recursion: code may nest as deep as it likes.
  for (let inner = peel(pattern.kind, node, state.image.syntax); inner !== null; ) {
    if (!spend(state.options.budget)) return null
    const bound = matchWays(pattern, inner, state)
    if (bound !== null) return bound
    inner = peel(pattern.kind, inner, state.image.syntax)
  }
  if (pattern.kind === 'compound_statement') {
    const only = pattern.children.filter((child) => !PUNCTUATION.has(child.kind))
    const isOne = only.length === 1 && isStatement(state.image.syntax.kind[node] ?? '')
    return isOne && only[0] !== undefined ? matchNode(only[0], node, state) : null
  }
  if (pattern.kind === 'parenthesized_expression' && pattern.children[1] !== undefined)
    return matchNode(pattern.children[1], node, state)
  return null
}

function matchChildren(pattern: PatternNode, node: number, state: State): State | null {
  const { syntax } = state.image
  if (LISTS.has(pattern.kind)) {
    const wanted = pattern.children.filter((child) => !PUNCTUATION.has(child.kind))
    const nodes =
      pattern.kind === 'comma_expression' ? operands(syntax, node) : namedChildren(syntax, node)
    // `default:` has no value that a hole of `case $X:` could take.
    if (pattern.kind === 'case_statement' && syntax.kind[node + 1] !== pattern.children[0]?.kind)
      return null
    return isFreeOrder(pattern, wanted)
      ? anyOrder(wanted, nodes, state)
      : run(wanted, 0, nodes, 0, state, false)
  }
  const nodes = children(syntax, node).filter((child) => syntax.kind[child] !== 'comment')
  if (nodes.length !== pattern.children.length) return null
  let now: State | null = state
  for (const [i, child] of pattern.children.entries()) {
    now = matchNode(child, nodes[i] ?? 0, now)
    if (now === null) return null
  }
  return now
}

/** `{ .open = $F, ..., .release = $G }`: named fields, and dots that say there may be others. */
function isFreeOrder({ kind }: PatternNode, wanted: readonly PatternNode[]): boolean {
  return (
    kind === 'initializer_list' &&
    wanted.some((child) => child.dots) &&
    wanted.every((child) => (child.dots ? child.hole === null : child.kind === 'initializer_pair'))
  )
}

function anyOrder(
  wanted: readonly PatternNode[],
  nodes: readonly number[],
  state: State,
): State | null {
  let now: State | null = state
  for (const pattern of wanted) {
    if (pattern.dots) continue
    let next: State | null = null
    for (const node of nodes) {
      next = matchNode(pattern, node, now)
      if (next !== null) break
    }
    if (next === null) return null
    now = next
  }
  return now
}

/**
 * A run of siblings against a run of patterns. `...` skips siblings; among statements it also enters
 * nested blocks, since a reviewer's "..." does not count braces.
 */
function run(
  wanted: readonly PatternNode[],
  w: number,
  nodes: readonly number[],
  n: number,
  state: State,
  openEnd: boolean,
): State | null {
  const pattern = wanted[w]
  if (pattern === undefined) return openEnd || n === nodes.length ? state : null
  if (!pattern.dots) {
    const node = nodes[n]
    if (node === undefined) return null
    const bound = matchNode(pattern, node, state)
    return bound === null ? null : run(wanted, w + 1, nodes, n + 1, bound, openEnd)
  }
  const next = wanted[w + 1]
  if (next === undefined) return skip(pattern, nodes.slice(n), state)
  for (let at = n; at < nodes.length; at++) {
    const node = nodes[at] ?? 0
    const skipped = skip(pattern, pattern.hole === null ? [] : nodes.slice(n, at), state)
    if (next.dots && skipped !== null) {
      const done = run(wanted, w + 1, nodes, at, skipped, openEnd)
      if (done !== null) return done
    }
    for (const candidate of next.dots ? [] : within(node, next, state)) {
      const bound = skipped === null ? null : matchNode(next, candidate, skipped)
      if (bound === null) continue
      const done = run(wanted, w + 2, nodes, at + 1, bound, openEnd)
      if (done !== null) return done
    }
    if (state.options.budget.left <= 0) return null
  }
  return null
}

/** `$...ARGS` binds the text of the run it skips, '' for none. */
function skip(dots: PatternNode, nodes: readonly number[], state: State): State | null {
  if (dots.hole === null) return state
  const { syntax } = state.image
  const [first] = nodes
  const last = nodes.at(-1)
  if (first === undefined || last === undefined) return bind(dots.hole, '', state)
  const text = syntax.text.slice(syntax.start[first], syntax.end[last])
  return bind(dots.hole, text, see(dots, first, last, state))
}

/** A sibling, or a statement nested in it, that could be what stands behind the dots. */
function within(node: number, { kind }: PatternNode, { image }: State): readonly number[] {
  if (!isStatement(kind) && kind !== 'declaration') return [node]
  return [node, ...descendants(image.syntax, node, kind)]
}

/** A signed token must stand on a line of that sign; the pattern's anchor node says where the comment goes. */
function onSign(pattern: PatternNode, node: number, state: State): State | null {
  const saw = see(pattern, node, node, state)
  if (!state.options.signs) return saw
  const token = pattern.children.length === 0
  const isTarget = pattern === state.target
  if (!isTarget && (!token || pattern.sign === ' ')) return saw
  const line = lineOf(state.image, node)
  if (token && pattern.sign !== ' ' && line?.sign !== pattern.sign) return null
  return isTarget ? { ...saw, anchor: line } : saw
}

function see(pattern: PatternNode, node: number, last: number, state: State): State {
  if (state.options.watch?.has(pattern) !== true) return state
  return { ...state, seen: [...state.seen, { pattern, node, last }] }
}

function bind(hole: string, text: string, state: State): State | null {
  const bindings = withHole(state.bindings, hole, text)
  return bindings === null ? null : { ...state, bindings }
}

function bindAll(bound: Bindings | null, state: State): State | null {
  let now: State | null = bound === null ? null : state
  for (const [hole, text] of Object.entries(bound ?? {})) {
    if (now !== null) now = bind(hole, text, now)
  }
  return now
}
