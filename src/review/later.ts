import type { Anchor, Patch, Series } from '../model.ts'
import type { Finding } from '../rulebook.ts'
import { changes } from '../facts/changes.ts'
import { verbNamed } from '../facts/verbs.ts'

/**
 * End-of-series truth: a later patch takes away the very line the finding is about, from the function it
 * stands in, and does not put it back. Maintainers judge the series, not its steps; only what a rule says
 * about the step itself stays, such as a build that breaks in between.
 */
export function repairedLater(finding: Finding, series: Series): boolean {
  const { anchor, patch } = finding
  if (anchor.kind !== 'line' || anchor.side !== 'new' || anchor.path === null) return false
  if (finding.rule.clauses.some(({ verb }) => verbNamed(verb)?.aboutStep === true)) return false
  const wanted = squeeze(anchor.quote)
  if (wanted.length < 4) return false
  const home = functionOf(anchor, patch)
  const from = series.patches.indexOf(patch)
  return series.patches.slice(from + 1).some((later) => {
    let balance = 0
    for (const { file, line, inFunction } of changes(later)) {
      if (file.oldPath !== anchor.path && file.newPath !== anchor.path) continue
      if (inFunction === home && squeeze(line.text) === wanted)
        balance += line.sign === '+' ? 1 : -1
    }
    return balance < 0
  })
}

function functionOf(anchor: Extract<Anchor, { kind: 'line' }>, patch: Patch): string | null {
  return changes(patch).find(({ line }) => line.mailLine === anchor.mailLine)?.inFunction ?? null
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '')
}
