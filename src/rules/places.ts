import type { DiffLine, FileDiff } from '../model.ts'
import { type Bindings, matchPattern, openBudget } from '../c/match.ts'
import type { Pattern } from '../c/pattern.ts'
import type { Situation } from '../facts/situation.ts'

/** One place where a rule's diff pattern matches the patch. */
export interface PatternHit {
  readonly file: FileDiff
  readonly bindings: Bindings
  /** The changed line the comment goes to. */
  readonly line: DiffLine | null
  readonly inFunction: string | null
}

export interface PatternHits {
  readonly hits: readonly PatternHit[]
  readonly blind: readonly DiffLine[]
  readonly gaveUp: boolean
}

/** Path scope came first; now the literals; only then is a file parsed, once for all rules. */
export function patternMatches(
  pattern: Pattern,
  files: readonly FileDiff[],
  situation: Situation,
): PatternHits {
  const hits: PatternHit[] = []
  const blind: DiffLine[] = []
  let gaveUp = false
  for (const file of files) {
    if (!isC(file) || !mayMatch(pattern, file)) continue
    if (situation.late()) {
      gaveUp = true
      break
    }
    const images = situation.images(file)
    gaveUp ||= images.gaveUp
    for (const pair of images.pairs) {
      const budget = openBudget(situation.late)
      const matches = matchPattern(pattern, pair, budget)
      gaveUp ||= budget.left <= 0
      for (const match of matches) {
        hits.push({
          file,
          bindings: match.bindings,
          line: match.anchor,
          inFunction: match.inFunction,
        })
      }
      const side = pattern.new === null ? pair.old : pair.new
      for (const row of side?.blind ?? []) {
        const line = side?.lines[row] ?? null
        if (line !== null && line.sign !== ' ') blind.push(line)
      }
    }
  }
  return { hits, blind, gaveUp }
}

/** Kconfig, assembly and device trees are not C; a trimmed header may be. */
function isC(file: FileDiff): boolean {
  const path = file.newPath ?? file.oldPath
  return path === null || /\.[ch]$/.test(path)
}

function mayMatch(pattern: Pattern, file: FileDiff): boolean {
  return (
    (pattern.new === null || showsAll(file, '+', pattern.literals.new)) &&
    (pattern.old === null || showsAll(file, '-', pattern.literals.old))
  )
}

function showsAll(file: FileDiff, sign: '+' | '-', literals: readonly string[]): boolean {
  return literals.every((literal) =>
    file.hunks.some((hunk) =>
      hunk.lines.some((line) => line.sign === sign && line.text.includes(literal)),
    ),
  )
}
