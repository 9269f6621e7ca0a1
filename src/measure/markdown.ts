import { escapeHidden } from '../report/escape.ts'
import type { Measurement } from './figures.ts'
import { cellsOf, COLUMNS, headline, judgedLine, peerLine, readingLine, readings } from './shown.ts'
import type { Peers } from './text.ts'

/** The measurement as Markdown: one table of all rules, and the lists for reading below. */
export function measureMarkdown(measurement: Measurement, peers: Peers): string {
  const lines = [
    headline(measurement),
    '',
    row(COLUMNS),
    row(COLUMNS.map((_, at) => (at === 0 ? '---' : '---:'))),
    ...measurement.rules.map((figures) => row(cellsOf(figures))),
  ]
  for (const figures of measurement.rules) {
    const lists = readings(figures)
    const found = peers?.get(figures.rule.id)
    const peer = found === undefined || found.findings === 0 ? undefined : found
    const judged = judgedLine(figures.judged)
    if (lists.length === 0 && peer === undefined && judged === null) continue
    lines.push('', `## ${figures.rule.id}`)
    if (judged !== null) lines.push('', judged)
    if (peer !== undefined) lines.push('', peerLine(peer))
    for (const [title, list] of lists)
      lines.push('', `${title}:`, '', ...list.map((reading) => `- ${readingLine(reading)}`))
  }
  return escapeHidden(`${lines.join('\n')}\n`)
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
