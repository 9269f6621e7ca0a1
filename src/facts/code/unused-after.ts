import type { DiffLine, Hunk, Patch } from '../../model.ts'
import { perKey } from '../situation.ts'
import { defineVerb, fact, no, textOfValue, unknown, yes } from '../verb.ts'

export const isUnusedAfter = defineVerb({
  name: 'is-unused-after',
  doc: 'Behind the added statement that assigns to the object, the function does not name the variable again before it is assigned anew. Unknown where the patch does not show the whole function, from its "{" to its "}" in the first column.',
  example: '$RES is-unused-after $BASE',
  needs: 'mail',
  subjects: ['$HOLE'],
  objects: ['$HOLE'],
  from: (subject, object, situation) => {
    const { patch } = situation
    const [name, target] = [textOfValue(subject), textOfValue(object)]
    if (name === null || name === '' || target === null) return unknown('nothing bound')
    // A rule asks once for each place, and the places of a patch may be many.
    const bodies = perKey(situation, bodiesOf, patch, () => bodiesOf(patch)).get(squeezed(target))
    if (bodies === undefined || bodies.some(({ isShown }) => !isShown))
      return unknown('the function is not wholly shown')
    const isAgain = perKey(situation, bodies, name, () =>
      bodies.some((body) => isUsedBehind(body, name)),
    )
    return isAgain
      ? no(`${name} is used again behind ${target}`)
      : yes(fact(`nothing behind ${target} names ${name}`, patch.message.messageId))
  },
})

/** A function's lines, white space squeezed, as one that assigns to a target sees them. */
interface Body {
  readonly text: string
  /** From its "{" to its "}". */
  readonly isShown: boolean
  /** Where in the text each added assignment to the target ends, in order. */
  readonly ends: readonly number[]
}

/** The functions that assign to a target on an added line, by target. */
function bodiesOf(patch: Patch): ReadonlyMap<string, readonly Body[]> {
  const found = new Map<string, Body[]>()
  for (const { hunks } of patch.files)
    for (const hunk of hunks)
      for (const { lines, isShown } of functionsOf(hunk)) {
        const { text, ends } = squeezedTogether(lines)
        for (const [target, own] of ends) {
          const bodies = found.get(target) ?? []
          bodies.push({ text, isShown, ends: own })
          found.set(target, bodies)
        }
      }
  return found
}

interface Lines {
  readonly lines: readonly DiffLine[]
  readonly isShown: boolean
}

/** What stands between the braces of a hunk's first column. */
function functionsOf(hunk: Hunk): readonly Lines[] {
  const found: Lines[] = []
  let lines: DiffLine[] = []
  let open = ''
  for (const line of hunk.lines) {
    if (line.sign === '-') continue
    if (!isBrace(line)) {
      lines.push(line)
      continue
    }
    found.push({ lines, isShown: open === '{' && line.text.startsWith('}') })
    lines = []
    open = line.text
  }
  return [...found, { lines, isShown: false }]
}

function squeezedTogether(lines: readonly DiffLine[]) {
  const starts: (readonly [string, number])[] = []
  const parts: string[] = []
  let length = 0
  for (const { text, sign } of lines) {
    const part = squeezed(text)
    if (part === '') continue
    const target = sign === '+' ? part.indexOf(' =') : -1
    if (target > 0) starts.push([part.slice(0, target), length])
    parts.push(part)
    length += part.length + 1
  }
  const text = parts.join(' ')
  const ends = new Map<string, number[]>()
  let semicolon = -1
  for (const [target, start] of starts) {
    if (semicolon < start) semicolon = positionFrom(text, ';', start)
    const own = ends.get(target) ?? []
    own.push(semicolon === text.length ? start : semicolon + 1)
    ends.set(target, own)
  }
  return { text, ends }
}

/** The text's length where it does not stand. */
function positionFrom(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from)
  return at === -1 ? text.length : at
}

/** Where a function begins or ends. */
function isBrace({ text }: DiffLine): boolean {
  return /^(?:\{|\};?)$/.test(text)
}

/** Behind one of the assignments, the first use of the name is no new value for it. */
export function isUsedBehind({ text, ends }: Pick<Body, 'text' | 'ends'>, name: string): boolean {
  let use = -1
  return ends.some((end) => {
    if (use < end) use = nextUse(text, name, end)
    return (
      use < text.length && !/^ =(?!=)/.test(text.slice(use + name.length, use + name.length + 3))
    )
  })
}

/** A field of the same name is another thing, and a longer name another name. */
function nextUse(text: string, name: string, from: number): number {
  let at = positionFrom(text, name, from)
  while (at < text.length) {
    const behind = text[at + name.length] ?? ''
    if (!/[\w.>]/.test(text[at - 1] ?? '') && !/\w/.test(behind)) return at
    at = positionFrom(text, name, at + name.length)
  }
  return text.length
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
