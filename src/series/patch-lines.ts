import type { Patch, Side } from '../model.ts'
import { firstNotBefore } from './halves.ts'
import { addUnder } from './add-under.ts'

/** A line of a patch. */
export interface Place {
  /** Counts the patch's lines from 0. */
  readonly index: number
  readonly path: string | null
  readonly side: Side
  readonly line: number | null
  /** Without sign. */
  readonly text: string
}

/** A line that is looked for: its text with sign, as read in one or two ways, and what is next to it. */
interface Sought {
  readonly texts: readonly string[]
  /** The lines above and below it, nearest first. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** The index of the line found last, -1 for none: quotes keep the order of the patch. */
  readonly near: number
  /** Where the quote itself says it is. */
  readonly number: Omit<Place, 'index' | 'text'> | null
}

/** The lines of a patch, to be found by their text. */
export interface PatchLines {
  readonly paths: ReadonlySet<string>
  /** The line with that text; else the one with that number, where a mailer cut the one or the other. */
  readonly find: (sought: Sought) => Place | null
}

/** Indexes the lines of a patch: by their text, and by their text without white space. */
export function openPatchLines(patch: Patch): PatchLines {
  const places: Place[] = []
  const squeezed: string[] = []
  const exact = new Map<string, number[]>()
  const loose = new Map<string, number[]>()
  const numbered = new Map<string, Place>()
  const paths = new Set<string>()
  for (const file of patch.files) {
    for (const path of [file.oldPath, file.newPath]) if (path !== null) paths.add(path)
    for (const { sign, text, oldLine, newLine } of file.hunks.flatMap((h) => h.lines)) {
      const index = places.length
      const old = sign === '-'
      const path = (old ? file.oldPath : file.newPath) ?? file.newPath ?? file.oldPath
      const side = old ? 'old' : 'new'
      places.push({ index, path, side, line: old ? oldLine : newLine, text })
      squeezed.push(squeeze(sign + text))
      addUnder(exact, sign + text, index)
      addUnder(loose, squeeze(sign + text), index)
    }
  }
  return {
    paths,
    find: (sought) => {
      for (const text of sought.texts) {
        const found = exact.get(text) ?? loose.get(squeeze(text)) ?? []
        const best = choose(found, sought, places, squeezed)
        if (best !== null) return places[best] ?? null
      }
      const { number, texts } = sought
      if (number === null || number.line === null || number.path === null) return null
      if (numbered.size === 0) for (const place of places) numbered.set(numberOf(place), place)
      const there = numbered.get(numberOf(number))
      return there !== undefined && texts.some((t) => isCut(t, there.text)) ? there : null
    },
  }
}

/** Mailers turn tabs into blanks and drop the blank of context lines. */
function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, '')
}

function numberOf({ path, side, line }: Omit<Place, 'index' | 'text'>): string {
  return `${side} ${line} ${path}`
}

// Whether the text with sign is the line, of which one may lack the end; "ret" may begin any line.
function isCut(quoted: string, text: string): boolean {
  const [a, b] = [squeeze(quoted.slice(1)), squeeze(text)]
  if (a === b) return true
  return Math.min(a.length, b.length) >= leastCut && (a.startsWith(b) || b.startsWith(a))
}

const leastCut = 12

// A line that stands more often ("}") is told by its neighbours, or not at all.
const mostPlaces = 64

function choose(
  found: readonly number[],
  sought: Sought,
  places: readonly Place[],
  squeezed: readonly string[],
): number | null {
  if (found.length <= 1) return found[0] ?? null
  const { number, near } = sought
  const before = sought.before.map(squeeze)
  const after = sought.after.map(squeeze)
  // Those behind the line found last come first.
  const start = Math.max(0, firstNotBefore(found, (index) => index < near) - mostPlaces / 4)
  let best = -1
  let most = -1
  for (const index of found.slice(start, start + mostPlaces)) {
    const place = places[index]
    // Each line is quoted once: a number of the line found last is off by lines that were cut.
    const isThere =
      number !== null &&
      index !== near &&
      place?.line === number.line &&
      place.side === number.side &&
      (number.path === null || place.path === number.path)
    const alike = same(before, squeezed, index, -1) + same(after, squeezed, index, 1)
    const inOrder = index > near ? 2 : index === near ? 1 : 0
    const score = 4 * alike + (isThere ? 16 : 0) + inOrder
    if (score > most) [best, most] = [index, score]
  }
  return best < 0 ? null : best
}

function same(
  texts: readonly string[],
  squeezed: readonly string[],
  index: number,
  step: number,
): number {
  let count = 0
  while (count < texts.length && squeezed[index + step * (count + 1)] === texts[count]) count++
  return count
}
