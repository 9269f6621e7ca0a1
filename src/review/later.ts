import type { Patch, Series } from '../model.ts'
import type { Finding } from '../rulebook.ts'
import { changes } from '../facts/changes.ts'
import { verbNamed } from '../facts/verbs.ts'

/**
 * End-of-series truth: a later patch takes away the very line the finding is about, from the function it
 * stands in, and does not put it back. Maintainers judge the series, not its steps; only what a rule says
 * about the step itself stays, such as a build that breaks in between.
 */
export function openRepairs(series: Series): (finding: Finding) => boolean {
  const moves = new Map<Patch, Moves>()
  const movesOf = (patch: Patch): Moves => {
    const known = moves.get(patch) ?? movesIn(patch)
    moves.set(patch, known)
    return known
  }
  return ({ anchor, patch, rule }) => {
    if (anchor.kind !== 'line' || anchor.side !== 'new' || anchor.path === null) return false
    if (rule.clauses.some(({ verb }) => verbNamed(verb)?.aboutStep === true)) return false
    if (squeeze(anchor.quote).length < 4) return false
    const later = series.patches.slice(series.patches.indexOf(patch) + 1)
    if (later.length === 0) return false
    const home = movesOf(patch).functions.get(anchor.mailLine) ?? null
    const key = keyOf(anchor.path, home, anchor.quote)
    return later.some((other) => (movesOf(other).balance.get(key) ?? 0) < 0)
  }
}

/** What a patch does to lines, looked up by file, function and text: findings are many, and so are lines. */
interface Moves {
  /** How many more of such a line are added than removed. */
  readonly balance: ReadonlyMap<string, number>
  /** Line of the mail -> the function that its changed line lies in. */
  readonly functions: ReadonlyMap<number, string | null>
}

function movesIn(patch: Patch): Moves {
  const balance = new Map<string, number>()
  const functions = new Map<number, string | null>()
  for (const { file, line, inFunction } of changes(patch)) {
    if (!functions.has(line.mailLine)) functions.set(line.mailLine, inFunction)
    for (const path of new Set([file.oldPath, file.newPath])) {
      if (path === null) continue
      const key = keyOf(path, inFunction, line.text)
      balance.set(key, (balance.get(key) ?? 0) + (line.sign === '+' ? 1 : -1))
    }
  }
  return { balance, functions }
}

/** White space may be what the later patch changes besides. */
function keyOf(path: string, inFunction: string | null, text: string): string {
  return [path, inFunction ?? '', squeeze(text)].join('\0')
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '')
}
