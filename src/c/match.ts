import type { DiffLine, Image } from '../model.ts'
import { lineOf, rowAt } from './image.ts'
import type { Pattern, PatternNode, SidePattern } from './pattern.ts'
import { children, enclosingFunction, namedChildren, textOf } from './walk.ts'

export type Bindings = Readonly<Record<string, string>>

/** One place where a pattern matches one image. */
export interface Match {
  readonly image: Image
  readonly bindings: Bindings
  /** Where the last changed statement the pattern names begins; null when it is not on a patch line. */
  readonly anchor: DiffLine | null
  /** The function it lies in, or is. */
  readonly inFunction: string | null
}

interface MatchOptions {
  /** Ask that `+`/`-` tokens stand on added/removed lines. Off for `$SAME`. */
  readonly signs: boolean
  readonly anchor: PatternNode | null
  readonly budget: Budget
}

/**
 * Steps one pattern may take in one image. Ordinary rules take a few thousand; a pattern of many `...` over
 * a long function could take for ever, and is stopped.
 */
const MAX_STEPS = 500_000

/** What is left of the steps; at 0 the search stopped early and silence means nothing. */
export interface Budget {
  left: number
  /** True when the rule's time is up, whatever steps are left. */
  readonly late: () => boolean
}

export function openBudget(late: Budget['late']): Budget {
  return { left: MAX_STEPS, late }
}

/** Takes one step; false when none is left. The clock is asked now and then only. */
function spend(budget: Budget): boolean {
  budget.left--
  if ((budget.left & 0xfff) === 0 && budget.late()) budget.left = 0
  return budget.left > 0
}

/** Every match of one side's pattern in one image: only nodes of its root's kind are looked at. */
export function matchSide(
  pattern: SidePattern,
  image: Image,
  from: Bindings,
  signs: boolean,
  budget: Budget,
): readonly Match[] {
  const { syntax } = image
  const [root, ...rest] = pattern.roots
  if (root === undefined) return []
  const options = { signs, anchor: pattern.anchor, budget }
  const found: Match[] = []
  for (const node of candidates(pattern, image)) {
    const state = { image, bindings: from, options, anchor: null }
    const first = matchNode(root, node, state)
    const bound =
      first === null || rest.length === 0
        ? first
        : run(rest, 0, siblingsAfter(image, node), 0, first, true)
    if (bound === null || blind(image, node)) continue
    found.push({
      image,
      bindings: bound.bindings,
      anchor: bound.anchor ?? lineOf(image, node),
      inFunction: enclosingFunction(syntax, node),
    })
  }
  return found
}

function candidates({ kind }: SidePattern, { syntax }: Image): Iterable<number> {
  if (kind !== '*') return syntax.byKind.get(kind) ?? []
  return Array.from({ length: syntax.size }, (_, node) => node)
}

/**
 * Matches both sides of a pattern over the old and new image of one place; one hole binds across.
 * Without an old (new) side only the other image is asked.
 */
export function matchPattern(
  pattern: Pattern,
  images: { readonly old: Image | null; readonly new: Image | null },
  budget: Budget,
): readonly Match[] {
  const olds = pattern.old === null ? null : sideMatches(pattern.old, images.old, {}, budget)
  if (pattern.new === null) return olds ?? []
  if (olds === null) return sideMatches(pattern.new, images.new, {}, budget)
  const side = pattern.new
  return olds.flatMap((old) => sideMatches(side, images.new, old.bindings, budget))
}

function sideMatches(
  pattern: SidePattern,
  image: Image | null,
  from: Bindings,
  budget: Budget,
): readonly Match[] {
  return image === null ? [] : matchSide(pattern, image, from, true, budget)
}

interface State {
  readonly image: Image
  readonly options: MatchOptions
  readonly bindings: Bindings
  readonly anchor: DiffLine | null
}

/** A match inside what the parser could not read is not one. */
function blind(image: Image, node: number): boolean {
  if (image.blind.size === 0) return false
  const { syntax, rows } = image
  const from = rowAt(rows, syntax.start[node] ?? 0)
  return image.blind.has(from)
}

function matchNode(pattern: PatternNode, node: number, state: State): State | null {
  const { syntax } = state.image
  if (!spend(state.options.budget)) return null
  const signed = onSign(pattern, node, state)
  if (signed === null) return null
  if (pattern.hole !== null) return bind(pattern.hole, textOf(syntax, node), signed)
  const kind = syntax.kind[node] ?? ''
  if (pattern.kind !== kind) return matchEqual(pattern, node, signed)
  if (pattern.text !== null) return textOf(syntax, node) === pattern.text ? signed : null
  return matchChildren(pattern, node, signed)
}

/** `false` is `0` and `!p` is `p == NULL` to a reviewer; braces round one statement are nothing. */
function matchEqual(pattern: PatternNode, node: number, state: State): State | null {
  const { syntax } = state.image
  const kind = syntax.kind[node] ?? ''
  if (kind === 'compound_statement') {
    const only = namedChildren(syntax, node)
    return only.length === 1 && STATEMENT.test(pattern.kind)
      ? matchNode(pattern, only[0] ?? node, state)
      : null
  }
  if (pattern.kind === 'compound_statement' && STATEMENT.test(kind)) {
    const only = pattern.children.filter((child) => !PUNCTUATION.has(child.kind))
    return only.length === 1 && only[0] !== undefined ? matchNode(only[0], node, state) : null
  }
  const text = textOf(syntax, node)
  if (pattern.kind === 'false' && text === '0') return state
  if (pattern.kind === 'true' && text === '1') return state
  if (
    pattern.kind === 'unary_expression' &&
    pattern.children[0]?.kind === '!' &&
    kind === 'binary_expression'
  ) {
    const [left, operator, right] = children(syntax, node)
    const operand = pattern.children[1]
    if (
      left === undefined ||
      operator === undefined ||
      right === undefined ||
      operand === undefined
    )
      return null
    if (textOf(syntax, operator) !== '==' || textOf(syntax, right) !== 'NULL') return null
    return matchNode(operand, left, state)
  }
  return null
}

const STATEMENT = /_statement$/
const PUNCTUATION: ReadonlySet<string> = new Set(['{', '}', '(', ')', ',', ';'])

/** Kinds whose children are a list in which `...` may stand. */
const LISTS: ReadonlySet<string> = new Set([
  'argument_list',
  'parameter_list',
  'initializer_list',
  'compound_statement',
  'field_declaration_list',
  'enumerator_list',
  'case_statement',
])

function matchChildren(pattern: PatternNode, node: number, state: State): State | null {
  const { syntax } = state.image
  if (LISTS.has(pattern.kind)) {
    const wanted = pattern.children.filter((child) => !PUNCTUATION.has(child.kind))
    return run(wanted, 0, namedChildren(syntax, node), 0, state, false)
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
  if (next === undefined) return state
  for (let at = n; at < nodes.length; at++) {
    const node = nodes[at] ?? 0
    for (const candidate of next.dots ? [node] : within(state.image, node, next)) {
      const bound = matchNode(next, candidate, state)
      if (bound === null) continue
      const done = run(wanted, w + 2, nodes, at + 1, bound, openEnd)
      if (done !== null) return done
    }
    if (state.options.budget.left <= 0) return null
  }
  return null
}

/** A sibling, or a statement nested in it, that could be what stands behind the dots. */
function within(image: Image, node: number, next: PatternNode): readonly number[] {
  if (!STATEMENT.test(next.kind) && next.kind !== 'declaration') return [node]
  const { syntax } = image
  const found = [node]
  const end = syntax.skip[node] ?? 0
  for (let inner = node + 1; inner < end; inner++) {
    if (syntax.kind[inner] === next.kind) found.push(inner)
  }
  return found
}

function siblingsAfter({ syntax }: Image, node: number): readonly number[] {
  const parent = syntax.parent[node] ?? 0
  if (parent === node) return []
  const found: number[] = []
  const end = syntax.skip[parent] ?? 0
  for (let next = syntax.skip[node] ?? end; next < end; next = syntax.skip[next] ?? end) {
    if (syntax.named[next] === 1 && syntax.kind[next] !== 'comment') found.push(next)
  }
  return found
}

/** A signed token must stand on a line of that sign; the pattern's anchor node says where the comment goes. */
function onSign(pattern: PatternNode, node: number, state: State): State | null {
  const { signs, anchor } = state.options
  if (!signs) return state
  const line = lineOf(state.image, node)
  const token = pattern.children.length === 0
  if (token && pattern.sign !== ' ' && line?.sign !== pattern.sign) return null
  return pattern === anchor ? { ...state, anchor: line } : state
}

function bind(hole: string, text: string, state: State): State | null {
  const old = state.bindings[hole]
  const plain = text.replace(/\s+/g, ' ')
  if (old !== undefined) return old === plain ? state : null
  return { ...state, bindings: { ...state.bindings, [hole]: plain } }
}
