import type { DiffLine, Hunk, PatternLine, Sign } from '../model.ts'
import { type Budget, spend } from './budget.ts'
import type { Bindings } from './bindings.ts'
import { type TextGlob, textGlob } from './text-glob.ts'

/** A pattern of text lines, for what is no C: Kconfig, Makefile, device trees, documentation. */
export interface LinesPattern {
  /** Blocks between `@@` lines: each is looked for in some hunk of its own. */
  readonly parts: readonly (readonly LineTest[])[]
  /** Words that must stand on lines of that sign, `+word`: else no line is looked at. */
  readonly words: readonly string[]
}

interface LineTest {
  readonly sign: Sign
  /** Null for a line of dots alone: any run of lines. */
  readonly glob: TextGlob | null
}

/** Compiles lines that are compared as text: `$X` is a run without blanks, `...` any text, a line of dots any lines. */
export function compileLines(lines: readonly PatternLine[]): LinesPattern {
  const parts: LineTest[][] = [[]]
  const words = new Set<string>()
  for (const { sign, text } of lines) {
    if (sign === '@') {
      parts.push([])
      continue
    }
    const trimmed = text.trim()
    const glob = trimmed === '...' ? null : textGlob(trimmed, 'no-blank')
    if (sign !== ' ') for (const word of glob?.words ?? []) words.add(`${sign}${word}`)
    parts.at(-1)?.push({ sign, glob })
  }
  return { parts: parts.map(trimDots).filter((part) => part.length > 0), words: [...words] }
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
): readonly LinesMatch[] {
  const found: LinesMatch[] = []
  for (let at = 0; at < hunk.lines.length && budget.left > 0 && found.length < most; at++) {
    const match = follow(tests, 0, hunk.lines, at, { bindings: from, line: null }, budget)
    if (match !== null) found.push(match)
  }
  return found
}

function follow(
  tests: readonly LineTest[],
  t: number,
  lines: readonly DiffLine[],
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

function fit({ sign, glob }: LineTest, line: DiffLine, state: LinesMatch): LinesMatch | null {
  if (sign !== ' ' && sign !== line.sign) return null
  const bound = glob?.fit(line.text.trim().slice(0, 10_000)) ?? null
  if (bound === null) return null
  for (const [hole, text] of Object.entries(bound)) {
    if ((state.bindings[hole] ?? text) !== text) return null
  }
  return { bindings: { ...state.bindings, ...bound }, line: sign === ' ' ? state.line : line }
}
