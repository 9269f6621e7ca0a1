import type { DiffLine, Hunk, Patch } from '../../model.ts'
import { defineVerb, fact, no, textOfValue, unknown, yes } from '../verb.ts'

export const isUnusedAfter = defineVerb({
  name: 'is-unused-after',
  doc: 'Behind the added statement that assigns to the object, the function does not name the variable again before it is assigned anew. Unknown where the patch does not show the whole function, from its "{" to its "}" in the first column.',
  example: '$RES is-unused-after $BASE',
  needs: 'mail',
  subjects: ['$HOLE'],
  objects: ['$HOLE'],
  from: (subject, object, { patch }) => {
    const [name, target] = [textOfValue(subject), textOfValue(object)]
    if (name === null || target === null) return unknown('nothing bound')
    const rests = restsBehind(patch, squeezed(target))
    if (rests.length === 0 || rests.includes(null))
      return unknown('the function is not wholly shown')
    return rests.some((rest) => rest !== null && isUsed(rest, name))
      ? no(`${name} is used again behind ${target}`)
      : yes(fact(`nothing behind ${target} names ${name}`, patch.message.messageId))
  },
})

/** What follows each assignment to a target in its function, white space squeezed; null for one that is not wholly shown. */
function restsBehind(patch: Patch, target: string): readonly (string | null)[] {
  return patch.files.flatMap(({ hunks }) => hunks.flatMap((hunk) => restsOf(hunk, target)))
}

function restsOf(hunk: Hunk, target: string): readonly (string | null)[] {
  const lines = hunk.lines.filter(({ sign }) => sign !== '-')
  const found: (string | null)[] = []
  for (const [at, { text, sign }] of lines.entries()) {
    if (found.length >= MOST) break
    if (sign !== '+' || !squeezed(text).startsWith(`${target} =`)) continue
    const isOpen = lines.slice(0, at).findLast(isBrace)?.text === '{'
    const close = lines.slice(at).findIndex(isBrace)
    const isShown = isOpen && lines[at + close]?.text.startsWith('}') === true
    const body = lines.slice(at, at + close).map((line) => line.text)
    const rest = squeezed(body.join(' '))
    found.push(isShown ? rest.slice(rest.indexOf(';') + 1) : null)
  }
  return found
}

/** No function maps more; each is looked at with what stands behind it. */
const MOST = 50

/** Where a function begins or ends. */
function isBrace({ text }: DiffLine): boolean {
  return /^(?:\{|\};?)$/.test(text)
}

/** The first use of the name is no new value for it. A field of the same name is another thing. */
export function isUsed(text: string, name: string): boolean {
  for (const { 0: word, index } of text.matchAll(/\w+/g)) {
    if (word !== name || /[.>]/.test(text[index - 1] ?? '')) continue
    return !/^ =(?!=)/.test(text.slice(index + word.length, index + word.length + 3))
  }
  return false
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
