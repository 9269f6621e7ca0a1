import type { Syntax } from '../model.ts'
import { children, namedChildren, textOf } from './walk.ts'

export function isStatement(kind: string): boolean {
  return kind.endsWith('_statement')
}

const HINT = /^(?:un)?likely$/

/** What stands in braces, parentheses or unlikely(), where the pattern (of a kind) has none; null without such. */
export function peel(wanted: string, node: number, syntax: Syntax): number | null {
  const kind = syntax.kind[node] ?? ''
  if (kind === 'compound_statement' && isStatement(wanted)) {
    const only = namedChildren(syntax, node)
    return only.length === 1 ? (only[0] ?? null) : null
  }
  if (kind === 'parenthesized_expression' && wanted !== kind)
    return namedChildren(syntax, node)[0] ?? null
  if (kind !== 'call_expression') return null
  const [callee, args] = children(syntax, node)
  if (callee === undefined || args === undefined) return null
  return HINT.test(textOf(syntax, callee)) ? (namedChildren(syntax, args)[0] ?? null) : null
}
