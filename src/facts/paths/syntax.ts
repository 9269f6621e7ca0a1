import type { Syntax } from '../../model.ts'
import { descendants, namedChildren, textOf } from '../../c/walk.ts'

/** A call below a node: the name it is made by, and its arguments as written. */
export interface Call {
  readonly node: number
  readonly name: string
  readonly arguments: readonly string[]
}

/** The calls by a plain name in a node or below it, in document order. */
export function callsIn(syntax: Syntax, node: number): readonly Call[] {
  const self = syntax.kind[node] === 'call_expression' ? [node] : []
  return [...self, ...descendants(syntax, node, 'call_expression')].flatMap((call) => {
    const [called, list] = namedChildren(syntax, call)
    if (called === undefined || list === undefined) return []
    if (syntax.kind[called] !== 'identifier') return []
    const given = namedChildren(syntax, list).map((argument) => plain(textOf(syntax, argument)))
    return [{ node: call, name: textOf(syntax, called), arguments: given }]
  })
}

/** Without blanks, so that two spellings are one. */
export function plain(text: string): string {
  return text.replace(/\s+/g, '')
}
