import type { Finding, Series } from '../model.ts'

/**
 * End-of-series truth: a later patch takes away the very line the finding is about and does not put it
 * back. Maintainers judge the series, not its steps.
 */
export function repairedLater(finding: Finding, series: Series): boolean {
  const { anchor } = finding
  if (anchor.kind !== 'line' || anchor.side !== 'new' || anchor.path === null) return false
  const wanted = squeeze(anchor.quote)
  if (wanted.length < 4) return false
  const from = series.patches.indexOf(finding.patch)
  return series.patches.slice(from + 1).some((patch) => {
    let balance = 0
    for (const file of patch.files) {
      if (file.oldPath !== anchor.path && file.newPath !== anchor.path) continue
      for (const { sign, text } of file.hunks.flatMap((hunk) => hunk.lines)) {
        if (sign !== ' ' && squeeze(text) === wanted) balance += sign === '+' ? 1 : -1
      }
    }
    return balance < 0
  })
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '')
}
