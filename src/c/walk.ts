import type { Syntax } from '../model.ts'

/** The direct children of a node. */
export function children(syntax: Syntax, node: number): readonly number[] {
  const found: number[] = []
  const end = syntax.skip[node] ?? 0
  for (let child = node + 1; child < end; child = syntax.skip[child] ?? end) found.push(child)
  return found
}

/** The named children, comments left out. */
export function namedChildren(syntax: Syntax, node: number): readonly number[] {
  return children(syntax, node).filter(
    (child) => syntax.named[child] === 1 && syntax.kind[child] !== 'comment',
  )
}

/** The operands of `a, b, c`, which the grammar nests. */
export function operands(syntax: Syntax, node: number): readonly number[] {
  const found: number[] = []
  const open = [node]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (syntax.kind[next] !== 'comma_expression') found.push(next)
    else open.push(...namedChildren(syntax, next).toReversed())
  }
  return found
}

/** The named siblings behind a node, comments left out. */
export function siblingsAfter(syntax: Syntax, node: number): readonly number[] {
  const parent = syntax.parent[node] ?? 0
  if (parent === node) return []
  const found: number[] = []
  const end = syntax.skip[parent] ?? 0
  for (let next = syntax.skip[node] ?? end; next < end; next = syntax.skip[next] ?? end) {
    if (syntax.named[next] === 1 && syntax.kind[next] !== 'comment') found.push(next)
  }
  return found
}

/** The nodes of a kind below a node, in document order. */
export function descendants(syntax: Syntax, node: number, kind: string): readonly number[] {
  const found: number[] = []
  const end = syntax.skip[node] ?? 0
  for (let inner = node + 1; inner < end; inner++) {
    if (syntax.kind[inner] === kind) found.push(inner)
  }
  return found
}

export function textOf(syntax: Syntax, node: number): string {
  return syntax.text.slice(syntax.start[node], syntax.end[node])
}

/**
 * The text of a leaf as its author wrote it: `for_each_x(...)` is parsed as `while`, and is no `while` to
 * whoever reads it.
 */
export function leafText(syntax: Syntax, node: number): string {
  if (syntax.kind[node] !== 'while') return textOf(syntax, node)
  const start = syntax.start[node] ?? 0
  return /^\w+/.exec(syntax.source.slice(start, start + 200))?.[0] ?? 'while'
}

/** The name of the function definition that a node is or lies in; null at file scope. */
export function enclosingFunction(syntax: Syntax, node: number): string | null {
  const definitions = syntax.byKind.get('function_definition') ?? []
  let low = 0
  let high = definitions.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((definitions[middle] ?? 0) <= node) low = middle + 1
    else high = middle
  }
  const definition = definitions[low - 1]
  const holds = definition !== undefined && node < (syntax.skip[definition] ?? 0)
  return holds ? functionName(syntax, definition) : null
}

/** The name a function definition declares: the identifier of its innermost function declarator. */
function functionName(syntax: Syntax, definition: number): string | null {
  const end = syntax.skip[definition] ?? 0
  for (let node = definition + 1; node < end; node++) {
    const kind = syntax.kind[node]
    if (kind === 'compound_statement') return null
    if (kind !== 'function_declarator') continue
    const first = node + 1
    return syntax.kind[first] === 'identifier' ? textOf(syntax, first) : null
  }
  return null
}
