import type { Image } from '../model.ts'
import { grow, openBudget } from './budget.ts'
import { rowAt } from './image.ts'
import { type Captures, capturesIn } from './query-match.ts'
import type { Query, QueryNode } from './query.ts'
import { textOf } from './walk.ts'

/** How far a query came in one image before it failed: the larger `reached`, the nearer it was. */
export interface QueryMiss {
  readonly reached: number
  /** "at "if (ret)" there is (if_statement), but not its consequence: (return_statement)". */
  readonly why: string
}

/** Which node or predicate of a query failed first, asked in the order they are written; for the author of a rule. */
export function queryMiss(query: Query, image: Image, late: () => boolean): QueryMiss {
  const all = countOf(query.root)
  let before = { found: [] as readonly Captures[], root: query.root }
  for (let most = 1; most <= all; most++) {
    const root = firstNodes(query.root, most)
    const found = matches({ ...query, root, predicates: [] }, image, late)
    if (found.length === 0) {
      const node = shapeOf(nodeAt(query.root, most - 1))
      const near = before.found[0]
      const why =
        near === undefined
          ? `there is no ${node}`
          : `${at(near, image)} there is ${shapeOf(before.root)}, but no ${node} in the place that the query gives it`
      return { reached: most - 1, why }
    }
    before = { found, root: query.root }
  }
  for (const [count, predicate] of query.predicates.entries()) {
    const asked = { ...query, predicates: query.predicates.slice(0, count + 1) }
    const found = matches(asked, image, late)
    if (found.length === 0) {
      const [near] = before.found
      const text = textIn(near, predicate.capture, image)
      const why = `${at(near, image)} every node is there, but ${predicate.text} does not hold: @${predicate.capture} is "${text}"`
      return { reached: all + count, why }
    }
    before = { found, root: query.root }
  }
  const sign = query.side === 'old' ? '-' : '+'
  return {
    reached: all + query.predicates.length,
    why: `${at(before.found[0], image)} it matches, but no capture in capitals stands on a ${sign} line`,
  }
}

function matches(query: Query, image: Image, late: () => boolean): readonly Captures[] {
  const budget = openBudget(late)
  grow(budget, image.syntax.size)
  return [...capturesIn(query, image, budget)].map(({ captures, node }) =>
    new Map(captures).set(ROOT, node),
  )
}

/** Under this name the node that the whole query matched; no capture has it. */
const ROOT = ''

function at(captures: Captures | undefined, image: Image): string {
  const node = captures?.get(ROOT) ?? 0
  const row = rowAt(image.rows, image.syntax.start[node] ?? 0)
  const line = image.syntax.source.split('\n')[row] ?? ''
  return `at "${line.trim().slice(0, 60)}"`
}

function textIn(captures: Captures | undefined, name: string, { syntax }: Image): string {
  const node = captures?.get(name)
  return node === undefined ? '' : textOf(syntax, node).replace(/\s+/g, ' ').slice(0, 80)
}

/** "consequence: (return_statement)". */
function shapeOf({ kind, isAnonymous, field, ways }: QueryNode): string {
  const name = field === null ? '' : `${field}: `
  if (ways.length > 0) return `${name}[${ways.map(shapeOf).join(' ')}]`
  if (kind === '_') return `${name}_`
  return name + (isAnonymous ? `"${kind}"` : `(${kind})`)
}

function countOf({ children }: QueryNode): number {
  return children.reduce((sum, child) => sum + countOf(child), 1)
}

/** The query cut behind so many of its nodes, as they are written. */
function firstNodes(root: QueryNode, most: number): QueryNode {
  let left = most
  const cut = (node: QueryNode): QueryNode => {
    left--
    const children: QueryNode[] = []
    for (const child of node.children) if (left > 0) children.push(cut(child))
    return { ...node, children, closed: node.closed && children.length === node.children.length }
  }
  return cut(root)
}

/** The node with that number, as they are written. */
function nodeAt(root: QueryNode, index: number): QueryNode {
  const all: QueryNode[] = []
  const walk = (node: QueryNode): void => {
    all.push(node)
    for (const child of node.children) walk(child)
  }
  walk(root)
  return all[index] ?? root
}
