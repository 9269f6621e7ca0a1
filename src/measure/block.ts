import type { Measured, MeasuredRow, Share } from '../rulebook.ts'
import { archiveName } from '../rules/together.ts'
import type { Rate } from '../rules/wilson.ts'
import type { Figures } from './figures.ts'

/** What one input showed about a rule, as a row of its Measured block. */
export function measuredRow(
  figures: Figures,
  archive: string,
  date: string,
  ruleText: string,
): MeasuredRow {
  const { right, arguable, wrong, precision } = figures.judged
  return {
    date,
    archive,
    patches: figures.patches,
    fires: figures.fires.count,
    said: figures.said,
    accepted: figures.accepted,
    judged: precision.of,
    right,
    arguable,
    wrong,
    more: {
      commentRate: shareOf(figures.commentRate),
      baseRate: shareOf(figures.baseRate),
      recall: shareOf(figures.recall),
      differ: { count: figures.judged.disagreed, of: figures.judged.readTwice },
      ruleText,
    },
  }
}

function shareOf({ count, of }: Rate): Share {
  return { count, of }
}

/** New rows over those of the same archives (same name, whatever their newest commit); the others stay. */
export function mergedRows(
  before: Measured | null,
  added: readonly MeasuredRow[],
): readonly MeasuredRow[] {
  const fresh = new Set(added.map(({ archive }) => archiveName(archive)))
  const kept = (before?.rows ?? []).filter(({ archive }) => !fresh.has(archiveName(archive)))
  return [...kept, ...added].toSorted((a, b) => (a.archive < b.archive ? -1 : 1))
}

/** The rule file with this block in place of the old one, or at its end. */
export function withBlock(text: string, block: readonly string[]): string {
  const lines = text.trimEnd().split('\n')
  const { start, end } = sectionAt(lines)
  const section = ['## Measured', '', ...block]
  if (start === -1) return `${[...lines, '', ...section].join('\n')}\n`
  const rest = lines.slice(end)
  return `${[...lines.slice(0, start), ...section, ...(rest.length > 0 ? ['', ...rest] : [])].join('\n')}\n`
}

/** From the heading to the next one; what stands in fences is example text. */
function sectionAt(lines: readonly string[]): { readonly start: number; readonly end: number } {
  let start = -1
  let fence: string | null = null
  for (const [at, line] of lines.entries()) {
    const mark = /^`{3,}/.exec(line)?.[0]
    if (fence !== null) {
      if (line === fence) fence = null
    } else if (mark !== undefined) fence = mark
    else if (/^##?\s/.test(line)) {
      if (start !== -1) return { start, end: at }
      if (/^##\s+Measured\s*$/.test(line)) start = at
    }
  }
  return { start, end: lines.length }
}
