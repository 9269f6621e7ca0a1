import type { DiffLine, Image } from '../model.ts'
import { type Budget, spend } from './budget.ts'
import { lineOf, rowAt } from './image.ts'
import type { Bindings } from './bindings.ts'
import type { Query, QueryNode } from './query.ts'
import { children, enclosingFunction, textOf } from './walk.ts'

export interface QueryHit {
  readonly bindings: Bindings
  /** The changed line of the last capture that stands on one. */
  readonly anchor: DiffLine
  readonly inFunction: string | null
}

/** Name -> node. */
export type Captures = ReadonlyMap<string, number>

/** More matches of one root than this are not followed: the limit is told as *not checked*. */
const MATCH_LIMIT = 200

/** Every match of a query in one image that has a hole (`@NAME`, not `@_name`) on a changed line. */
export function matchQuery(
  query: Query,
  image: Image,
  budget: Budget,
  most: number,
): readonly QueryHit[] {
  const sign = query.side === 'old' ? '-' : '+'
  const hits: QueryHit[] = []
  for (const { node, captures } of capturesIn(query, image, budget)) {
    const changed = [...captures]
      .filter(([name]) => !name.startsWith('_'))
      .map(([, captured]) => lineOf(image, captured))
      .filter((line) => line?.sign === sign)
    const anchor = changed.at(-1) ?? null
    if (anchor === null) continue
    hits.push({
      bindings: bindingsOf(captures, image),
      anchor,
      inFunction: enclosingFunction(image.syntax, node),
    })
    if (hits.length >= most) break
  }
  return hits
}

/** Every match, on changed lines or not, with the node that the whole query stands for. */
export function* capturesIn(
  query: Query,
  image: Image,
  budget: Budget,
): Generator<{ readonly node: number; readonly captures: Captures }, void, void> {
  const { syntax } = image
  const { root } = query
  const isAny = root.kind === '_'
  const nodes = isAny
    ? Array.from({ length: syntax.size }, (_, node) => node)
    : (syntax.byKind.get(root.kind) ?? [])
  const place = { image, fields: usesFields(root) ? syntax.fields() : [], budget }
  for (const node of nodes) {
    if (budget.left <= 0) return
    if (image.blind.has(rowAt(image.rows, syntax.start[node] ?? 0))) continue
    for (const captures of matchNode(root, node, new Map(), place))
      if (holds(query, captures, image)) yield { node, captures }
  }
}

function usesFields({ field, children: below, ways }: QueryNode): boolean {
  return field !== null || below.some(usesFields) || ways.some(usesFields)
}

interface Place {
  readonly image: Image
  readonly fields: readonly (string | null)[]
  readonly budget: Budget
}

function matchNode(
  query: QueryNode,
  node: number,
  captures: Captures,
  place: Place,
): readonly Captures[] {
  const { syntax } = place.image
  if (!spend(place.budget)) return []
  const own = query.captures.reduce<Captures>(
    (known, name) => new Map(known).set(name, node),
    captures,
  )
  if (query.ways.length > 0) return query.ways.flatMap((way) => matchNode(way, node, own, place))
  const named = syntax.named[node] === 1
  if (query.isAnonymous === named) return []
  if (query.kind !== '_' && query.kind !== syntax.kind[node]) return []
  let found: readonly Captures[] = [own]
  for (const chain of chainsOf(query.children)) {
    found = found.flatMap((known) => matchChain(chain, query, node, known, place))
    if (found.length > MATCH_LIMIT) place.budget.left = 0
    if (found.length === 0 || place.budget.left <= 0) return []
  }
  return found
}

/** Siblings that follow each other. */
function chainsOf(nodes: readonly QueryNode[]): readonly (readonly QueryNode[])[] {
  const chains: QueryNode[][] = []
  for (const node of nodes) {
    const last = chains.at(-1)
    if (node.anchored && last !== undefined) last.push(node)
    else chains.push([node])
  }
  return chains
}

function matchChain(
  chain: readonly QueryNode[],
  parent: QueryNode,
  node: number,
  captures: Captures,
  place: Place,
): readonly Captures[] {
  const { syntax } = place.image
  const isText = chain.some((child) => child.isAnonymous)
  const siblings = children(syntax, node).filter(
    (child) => (isText || syntax.named[child] === 1) && syntax.kind[child] !== 'comment',
  )
  const [first] = chain
  const found: Captures[] = []
  const last = siblings.length - chain.length
  const isFirst = first?.anchored === true
  const isLast = parent.closed && chain.at(-1) === parent.children.at(-1)
  for (let from = isLast ? Math.max(0, last) : 0; from <= (isFirst ? 0 : last); from++) {
    let ways: readonly Captures[] = [captures]
    for (const [i, child] of chain.entries()) {
      const sibling = siblings[from + i] ?? 0
      const fits = child.field === null || child.field === place.fields[sibling]
      ways = fits ? ways.flatMap((known) => matchNode(child, sibling, known, place)) : []
      if (ways.length === 0) break
    }
    found.push(...ways)
    if (place.budget.left <= 0) return []
  }
  return found
}

function holds({ predicates }: Query, captures: Captures, { syntax }: Image): boolean {
  const text = (name: string): string | null => {
    const node = captures.get(name)
    return node === undefined ? null : textOf(syntax, node)
  }
  return predicates.every(({ capture, holds: test, other }) => {
    const own = text(capture)
    return own !== null && test(own, other === null ? null : text(other))
  })
}

function bindingsOf(captures: Captures, { syntax }: Image): Bindings {
  return Object.fromEntries(
    [...captures]
      .filter(([name]) => !name.startsWith('_'))
      .map(([name, node]) => [name, textOf(syntax, node).replace(/\s+/g, ' ')]),
  )
}
