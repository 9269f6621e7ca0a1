import { tokens } from '../../c/lexer.ts'
import type { Change } from '../changes.ts'
import type { MovedBody } from './bodies.ts'

/** Lines of a function that moved which its two places do not share. */
export interface Edit {
  readonly gone: readonly Change[]
  readonly come: readonly Change[]
  /** The next line at its new place: there the edit is seen even where it only takes away. */
  readonly before: Change
}

/** How many lines a function kept on its way, white space aside, and what changed in it. */
export interface Comparison {
  readonly kept: number
  readonly edits: readonly Edit[]
}

/**
 * Compares the two places of a function. Its first line is left out, and what a move may ask for: other
 * line breaks, other names, other ways to reach a field. `isComment` tells lines that are only comment.
 */
export function compareBodies(
  { old, fresh }: MovedBody,
  isComment: (change: Change) => boolean,
): Comparison {
  const isCode = (change: Change): boolean => plain(change) !== '' && !isComment(change)
  const from = old.lines.slice(1).filter(isCode)
  const to = fresh.lines.slice(1).filter(isCode)
  const places = onlyPlaces(to)
  const before = onlyPlaces(from)
  const edits: Edit[] = []
  let [kept, lastFrom, lastTo] = [0, 0, 0]
  const compare = (start: number, end: number): void => {
    const edit = editOf(from.slice(lastFrom, start), to.slice(lastTo, end), to[end] ?? to.at(-1))
    if (edit !== null) edits.push(edit)
  }
  for (const [i, change] of from.entries()) {
    const key = plain(change)
    const at = places.get(key) ?? null
    if (at === null || before.get(key) !== i || at < lastTo) continue
    if (change.line.sign === '-' && to[at]?.line.sign === '+' && key.length >= 8) kept++
    compare(i, at)
    lastFrom = i + 1
    lastTo = at + 1
  }
  compare(from.length, to.length)
  return { kept, edits }
}

function editOf(
  old: readonly Change[],
  fresh: readonly Change[],
  before: Change | undefined,
): Edit | null {
  const gone = without(old, fresh)
  const come = without(fresh, old)
  const says = [...gone, ...come].some(
    ({ line }) => /\w{2}/.test(line.text) && !DECLARATION.test(line.text.slice(0, LONGEST)),
  )
  return before === undefined || !says || skeleton(old) === skeleton(fresh)
    ? null
    : { gone, come, before }
}

/** "unsigned int i, ret;": what is declared is used by the lines that count. */
const DECLARATION = /^\s+(?!return\b|goto\b)[A-Za-z_]\w*\s[\w\s,*[\]]*;\s*$/

/** A line without its white space. */
function plain({ line }: Change): string {
  return line.text.slice(0, LONGEST).replace(/\s+/g, '')
}

/** No line of code is longer. */
const LONGEST = 400

/** Per line that stands once its place; null for one that stands there more often. */
function onlyPlaces(side: readonly Change[]): ReadonlyMap<string, number | null> {
  const found = new Map<string, number | null>()
  for (const [at, change] of side.entries())
    found.set(plain(change), found.has(plain(change)) ? null : at)
  return found
}

/** Lines that the other side has not, each counted as often as it stands there. */
function without(lines: readonly Change[], others: readonly Change[]): readonly Change[] {
  const left = new Map<string, number>()
  for (const other of others) left.set(plain(other), (left.get(plain(other)) ?? 0) + 1)
  return lines.filter((line) => {
    const count = left.get(plain(line)) ?? 0
    left.set(plain(line), count - 1)
    return count <= 0
  })
}

/** Lines as one text in which names, and what a move does to reach them, are alike. */
function skeleton(lines: readonly Change[]): string {
  const words: string[] = []
  let leaves = false
  for (const { text } of lines.flatMap(({ line }) => tokens(line.text.slice(0, LONGEST)))) {
    if (text === ';') leaves = false
    if (leaves || PASSING.has(text)) continue
    leaves = LEAVES.has(text)
    const word = leaves || (/^[A-Za-z_]/.test(text) && !KEYWORDS.has(text)) ? 'x' : text
    if (word !== 'x' || words.at(-1) !== 'x') words.push(word)
  }
  return words.join(' ')
}

/** Another way to the same thing: a structure is handed on, a function is shared. */
const PASSING: ReadonlySet<string> = new Set('& * . -> ( ) ,'.split(' '))
/** A helper returns where its caller jumped, and what it returns is its own. */
const LEAVES: ReadonlySet<string> = new Set(['return', 'goto'])
const KEYWORDS: ReadonlySet<string> = new Set(
  'if else for while do switch case default break continue'.split(' '),
)
