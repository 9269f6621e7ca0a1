import type { Image } from '../model.ts'
import type { Bindings } from './bindings.ts'
import { HOLE } from './holes.ts'
import { rowAt } from './image.ts'

/** Lines to be put in. */
export interface Filled {
  readonly lines: readonly string[]
  /** What of the image stands in them again. */
  readonly kept: readonly { readonly from: number; readonly to: number }[]
}

export interface Fillings {
  /** Where the image has the text of a hole. */
  readonly texts: ReadonlyMap<string, { readonly from: number; readonly to: number }>
  /** For the holes that it has not. */
  readonly bindings: Bindings
  /** The indentation of a line of the fix, and of the code it stands for. */
  readonly was: string
  readonly now: string
}

/** Fills the holes of the `+` lines and moves them to the depth of the code; a sentence where that cannot be done. */
export function fillLines(
  image: Image,
  put: readonly string[],
  fillings: Fillings,
): Filled | string {
  const { texts, bindings, was, now } = fillings
  const kept: { from: number; to: number }[] = []
  const lines: string[] = []
  for (const line of put) {
    const indent = moved(/^[ \t]*/.exec(line)?.[0] ?? '', was, now)
    let missing: string | null = null
    let isEmptyRun = false
    const filled = line.trim().replace(HOLE, (_, run: string | undefined, name: string) => {
      const range = texts.get(name)
      if (range !== undefined) {
        kept.push(range)
        return rebased(image, range, indent)
      }
      const bound = bindings[name]
      if (bound === undefined) missing ??= name
      if (run !== undefined && bound === '') {
        isEmptyRun = true
        return EMPTY
      }
      return bound ?? ''
    })
    if (missing !== null) return `nothing is bound to $${String(missing)} here`
    const text = isEmptyRun ? withoutEmpty(filled) : filled
    if (isEmptyRun && text === '') continue
    lines.push(...(text === '' ? [''] : (indent + text).split('\n')))
  }
  return { lines, kept }
}

/** Stands for a run of nothing until its comma is gone; no text of a rule has it. */
const EMPTY = '\0'

function withoutEmpty(text: string): string {
  return [`, ${EMPTY}`, `,${EMPTY}`, `${EMPTY}, `, `${EMPTY},`, EMPTY].reduce(
    (left, none) => left.replaceAll(none, ''),
    text,
  )
}

function moved(indent: string, was: string, now: string): string {
  if (indent.startsWith(was)) return now + indent.slice(was.length)
  // Less deep than the line it is measured by.
  const less = was.slice(indent.length)
  return was.startsWith(indent) && now.endsWith(less) ? now.slice(0, now.length - less.length) : now
}

/** Text of several rows keeps its shape at its new depth. */
function rebased(
  { syntax, rows }: Image,
  { from, to }: { readonly from: number; readonly to: number },
  indent: string,
): string {
  const [first = '', ...rest] = syntax.source.slice(from, to).replaceAll('\r', '').split('\n')
  const row = rowAt(rows, from)
  const base = /^[ \t]*/.exec(syntax.source.slice(rows[row], from))?.[0] ?? ''
  const others = rest.map((line) =>
    line.startsWith(base) ? indent + line.slice(base.length) : line,
  )
  return [first, ...others].join('\n')
}
