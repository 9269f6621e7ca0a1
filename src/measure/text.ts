import { escapeHidden, escapeLine } from '../report/escape.ts'
import type { Measurement } from './figures.ts'
import type { Coincidence } from './peer.ts'
import { cellsOf, COLUMNS, headline, judgedLine, peerLine, readingLine, readings } from './shown.ts'

/** Rule -> where another program finds the same; null when none was asked. */
export type Peers = ReadonlyMap<string, Coincidence> | null

/** The measurement for a terminal: a block of lines for each rule that has something to show, then the silent ones. */
export function measureText(measurement: Measurement, peers: Peers): string {
  const lines: string[] = [escapeLine(headline(measurement)), '']
  const silent: string[] = []
  for (const figures of measurement.rules) {
    const peer = peers?.get(figures.rule.id)
    const lists = readings(figures)
    const judged = judgedLine(figures.judged)
    if (figures.comments === 0 && lists.length === 0 && judged === null) {
      silent.push(figures.rule.id)
      continue
    }
    const [id = '', ...cells] = cellsOf(figures)
    lines.push(`${id} (${figures.rule.severity}, ${figures.rule.maturity})`)
    lines.push(
      ...cells.flatMap((cell, at) =>
        cell === '-' ? [] : [`  ${(COLUMNS[at + 1] ?? '').padEnd(20)}${cell}`],
      ),
    )
    if (judged !== null) lines.push(`  ${judged}`)
    if (peer !== undefined && peer.findings > 0) lines.push(`  ${peerLine(peer)}`)
    for (const [title, list] of lists)
      lines.push(`  ${title}:`, ...list.map((reading) => `    ${readingLine(reading)}`))
    lines.push('')
  }
  if (silent.length > 0) lines.push(`Silent, and nobody said it: ${silent.join(', ')}`)
  return escapeHidden(`${lines.join('\n').trimEnd()}\n`)
}
