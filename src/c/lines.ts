import type { DiffLine, Hunk, Sign } from '../model.ts'
import type { PatternLine } from '../rulebook.ts'
import { type Budget, spend } from './budget.ts'
import type { Bindings } from './bindings.ts'
import { type TextGlob, textGlob } from './text-glob.ts'

/** A pattern of text lines, for what is no C: Kconfig, Makefile, device trees, documentation. */
export interface LinesPattern {
  /** Blocks between `@@` lines: each is looked for in some hunk of its own. */
  readonly parts: readonly (readonly LineTest[])[]
  /** Words that must stand on lines of that sign, `+word`: else no line is looked at. */
  readonly words: readonly string[]
  /** White space is compared as it stands. */
  readonly exact: boolean
}

interface LineTest {
  readonly sign: Sign
  /** Null for a line of dots alone: any run of lines. */
  readonly glob: TextGlob | null
}

/**
 * Compiles lines that are compared as text: `$X` is a run without blanks, `...` any text, a line of dots any lines.
 * Runs of white space are equal, and those at the ends nothing, unless all is `exact`.
 */
export function compileLines(lines: readonly PatternLine[], exact: boolean): LinesPattern {
  const parts: LineTest[][] = [[]]
  const words = new Set<string>()
  for (const { sign, text } of lines) {
    if (sign === '@') {
      parts.push([])
      continue
    }
    const glob = text.trim() === '...' ? null : lineGlob(text, exact)
    if (sign !== ' ') for (const word of glob?.words ?? []) words.add(`${sign}${word}`)
    parts.at(-1)?.push({ sign, glob })
  }
  return { parts: parts.map(trimDots).filter((part) => part.length > 0), words: [...words], exact }
}

function lineGlob(text: string, exact: boolean): TextGlob {
  return exact ? textGlob(text, 'no-blank', 'exact') : textGlob(text.trim(), 'no-blank')
}

function trimDots(tests: readonly LineTest[]): readonly LineTest[] {
  const from = tests.findIndex((test) => test.glob !== null)
  const to = tests.findLastIndex((test) => test.glob !== null)
  return from === -1 ? [] : tests.slice(from, to + 1)
}

export interface LinesMatch {
  readonly bindings: Bindings
  /** The last line of a sign that matched. */
  readonly line: DiffLine | null
}

/** Every place of one part in one hunk; lines without a sign in the pattern may stand on any line. */
export function matchLines(
  tests: readonly LineTest[],
  hunk: Hunk,
  from: Bindings,
  budget: Budget,
  most: number,
  exact: boolean,
): readonly LinesMatch[] {
  const found: LinesMatch[] = []
  const lines = hunk.lines.map((line) => {
    const text = line.text.slice(0, MOST_TEXT)
    return { line, text: exact ? text : text.trim() }
  })
  for (let at = 0; at < lines.length && budget.left > 0 && found.length < most; at++) {
    const match = follow(tests, 0, lines, at, { bindings: from, line: null }, budget)
    if (match !== null) found.push(match)
  }
  return found
}

/** A longer line is nothing a person wrote. */
const MOST_TEXT = 10_000

/** A line of a hunk, and its text as it is compared. */
interface Compared {
  readonly line: DiffLine
  readonly text: string
}

function follow(
  tests: readonly LineTest[],
  t: number,
  lines: readonly Compared[],
  at: number,
  state: LinesMatch,
  budget: Budget,
): LinesMatch | null {
  const test = tests[t]
  if (test === undefined) return state
  if (test.glob !== null) {
    const line = lines[at]
    const next = line === undefined || !spend(budget) ? null : fit(test, line, state)
    return next === null ? null : follow(tests, t + 1, lines, at + 1, next, budget)
  }
  for (let to = at; to < lines.length && budget.left > 0; to++) {
    const done = follow(tests, t + 1, lines, to, state, budget)
    if (done !== null) return done
  }
  return null
}

function fit(
  { sign, glob }: LineTest,
  { line, text }: Compared,
  state: LinesMatch,
): LinesMatch | null {
  if (sign !== ' ' && sign !== line.sign) return null
  const bound = glob?.fit(text) ?? null
  if (bound === null) return null
  for (const [hole, value] of Object.entries(bound)) {
    if ((state.bindings[hole] ?? value) !== value) return null
  }
  return { bindings: { ...state.bindings, ...bound }, line: sign === ' ' ? state.line : line }
}
