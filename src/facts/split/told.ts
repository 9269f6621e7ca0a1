import type { Patch } from '../../model.ts'
import type { Component } from './components.ts'

/** A deed that the log tells apart from what the title says, and the part of the patch that it names. */
export interface Told {
  readonly part: Component
  /** As the log says it, up to its first full stop. */
  readonly said: string
}

/**
 * The parts of a patch that it tells apart itself: the second deed of its title, a sentence of the log that
 * begins with "Also" or "While at it", or, under a title like "various fixes", a point of a list, names what
 * only that part has, and the title names what only another has. A list under a title of one deed is mostly
 * the steps of that deed.
 */
export function toldApart(patch: Patch, parts: readonly Component[]): readonly Told[] {
  const words = parts.map((part) => new Set([...part.words].flatMap(piecesOf)))
  const only = words.map(
    (mine, i) =>
      new Set([...mine].filter((word) => words.every((other, j) => i === j || !other.has(word)))),
  )
  const names = (text: string): readonly number[] => {
    const spoken = new Set((text.match(/[A-Za-z0-9_]{4,}/g) ?? []).flatMap(piecesOf))
    return only.flatMap((mine, i) => ([...mine].some((word) => spoken.has(word)) ? [i] : []))
  }
  const { title } = patch.text
  const [one = '', other = '', third] = title.split(/ (?:and|&) (?!\w+(?:ing|s)\b)/)
  const [left, right] = [names(one), names(other)]
  const [a, b] = [left[0], right[0]]
  // "Drop X and use Y" is one deed.
  const isDeed = DEED.test(other) && !/^us(?:e|ing)\b/i.test(other)
  if (third === undefined && isDeed && left.length === 1 && right.length === 1) {
    const part = b === undefined || a === b ? undefined : parts[b]
    if (part !== undefined) return [{ part, said: other }]
  }
  const [main, second] = names(title)
  if (main === undefined || second !== undefined) return []
  const found: Told[] = []
  for (const said of deeds(
    patch.text.log.map(({ text }) => text),
    SEVERAL.test(title),
  )) {
    const [named, more] = names(said)
    const part = named === undefined || more !== undefined ? undefined : parts[named]
    if (part === undefined || named === main || found.some((told) => told.part === part)) continue
    found.push({ part, said })
  }
  return found
}

function piecesOf(word: string): readonly string[] {
  const whole = word.toLowerCase()
  return [whole, ...whole.split('_')].filter((piece) => piece.length >= 4)
}

/** The points of lists that say what is done, and the sentences that add a deed to another. */
function deeds(log: readonly string[], several: boolean): readonly string[] {
  const points: string[] = []
  let open = false
  for (const line of log) {
    const point = /^\s{0,4}(?:\(?\d{1,2}[.)]|[-*])\s+(\S.*)$/.exec(line)?.[1]
    if (point !== undefined) points.push(point)
    else if (open && /^\s+\S/.test(line)) points.push(`${points.pop() ?? ''} ${line.trim()}`)
    open = point !== undefined || (open && /^\s+\S/.test(line))
  }
  const also = log
    .join(' ')
    .split(/(?<=[.!])\s+(?=[A-Z])/)
    .filter((sentence) => ALSO.test(sentence))
  return [...points.filter((point) => several && DEED.test(point)), ...also].map(
    (text) => text.split(/[.;](?:\s|$)/)[0] ?? text,
  )
}

/** "Also, note that ..." adds a reason. */
const ALSO =
  /^(?:also(?!,? note\b)|while (?:at it|here|we are|we're|I am|I'm)|in addition|additionally)\b/i
const SEVERAL = /\b(?:various|several|misc\w*|improvements|fixes|cleanups|changes)\b/i
const DEED =
  /^(?:also )?(?:add|fix|remov|drop|delet|updat|chang|renam|mov|convert|clean|correct|us(?:e|ing)\b|introduc|implement|replac|mak(?:e|ing)\b|giv|set|expos|enabl|disabl|allow|support|check|handl|unmask|switch|avoid|prevent|return|reorder|simplif)/i
