import type { Change } from '../changes.ts'

/** A function as one side of a hunk shows it: from the line with its name to its closing brace. */
interface Body {
  readonly name: string
  readonly lines: readonly Change[]
}

/** A function that stood in one place and stands in another. */
export interface MovedBody {
  readonly name: string
  readonly old: Body
  readonly fresh: Body
}

/** The functions of a file that a patch takes away whole in one place and puts in at another; in linear time. */
export function movedBodies(lines: readonly Change[]): readonly MovedBody[] {
  const old = bodiesOf(lines, '-')
  const fresh = bodiesOf(lines, '+')
  const stays = stayingLines(lines)
  return [...old].flatMap(([name, body]) => {
    const other = fresh.get(name) ?? null
    return body !== null && other !== null && isElsewhere(body, other, stays)
      ? [{ name, old: body, fresh: other }]
      : []
  })
}

/** By name, where the first line is changed; null for a name that a side has twice. */
function bodiesOf(lines: readonly Change[], sign: '+' | '-'): ReadonlyMap<string, Body | null> {
  const side = lines.filter(({ line }) => line.sign === sign || line.sign === ' ')
  const found = new Map<string, Body | null>()
  for (let i = 0; i < side.length; i++) {
    const first = side[i]
    if (first === undefined || !isHead(first, sign)) continue
    const end = endOf(side, i)
    if (end === null) continue
    const name = first.inFunction ?? ''
    found.set(name, found.has(name) ? null : { name, lines: side.slice(i, end + 1) })
    i = end
  }
  return found
}

function isHead({ line, inFunction }: Change, sign: '+' | '-'): boolean {
  const text = line.text.slice(0, LONGEST)
  return (
    line.sign === sign &&
    inFunction !== null &&
    /^[A-Za-z_]/.test(text) &&
    !text.endsWith(';') &&
    text.includes(`${inFunction}(`)
  )
}

/** Where its closing brace stands; null where that is not seen, and for a declaration. */
function endOf(side: readonly Change[], start: number): number | null {
  for (let i = start + 1; i < Math.min(side.length, start + MOST_LINES); i++) {
    const text = side[i]?.line.text ?? ''
    if (side[i]?.hunk !== side[start]?.hunk) return null
    if (text.startsWith('}')) return i
    if (/^[A-Za-z_]/.test(text) && !/^[A-Za-z_]\w*:/.test(text)) return null
  }
  return null
}

/** No line of code, and no function that can be reviewed, is longer. */
const LONGEST = 400
const MOST_LINES = 1000

/** Mail lines of what stays and says enough to be a landmark, per hunk: their numbers grow. */
function stayingLines(lines: readonly Change[]): readonly number[] {
  return lines.flatMap(({ line }) =>
    line.sign === ' ' && /\w{2}.*\w{2}/.test(line.text.slice(0, LONGEST)) ? [line.mailLine] : [],
  )
}

/** In another hunk, or past lines that stay: what is only rewritten, or has new neighbours, is where it was. */
function isElsewhere(old: Body, fresh: Body, stays: readonly number[]): boolean {
  if (old.lines[0]?.hunk !== fresh.lines[0]?.hunk) return true
  const [from, fromEnd] = spanOf(old)
  const [to, toEnd] = spanOf(fresh)
  const [start, end] = fromEnd < to ? [fromEnd, to] : [toEnd, from]
  return (stays[firstAfter(stays, start) + PASSED - 1] ?? Infinity) < end
}

/** Where the numbers, which grow, go past a value. */
function firstAfter(numbers: readonly number[], value: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((numbers[middle] ?? Infinity) > value) high = middle
    else low = middle + 1
  }
  return low
}

/** Fewer lines may stay by chance. */
const PASSED = 3

function spanOf({ lines }: Body): readonly [number, number] {
  return [lines[0]?.line.mailLine ?? 0, lines.at(-1)?.line.mailLine ?? 0]
}
