import type { MeasuredMore, MeasuredRow, Share } from '../rulebook.ts'
import { MEASURED_COLUMNS, MORE_COLUMNS, shareOf, UNKNOWN } from './measured.ts'
import { wilson } from './wilson.ts'

/** The lines below "## Measured": what `readMeasured` reads. */
export function blockLines(rows: readonly MeasuredRow[]): readonly string[] {
  const total = { judged: 0, right: 0, arguable: 0, wrong: 0 }
  for (const row of rows) {
    total.judged += row.judged
    total.right += row.right
    total.arguable += row.arguable
    total.wrong += row.wrong
  }
  const { judged, right, arguable, wrong } = total
  // A block of an older version is shown as it was written.
  const isWide = rows.some((row) => row.more !== null)
  const columns = isWide ? [...MEASURED_COLUMNS, ...MORE_COLUMNS] : MEASURED_COLUMNS
  return [
    tableRow(columns),
    tableRow(columns.map((_, at) => (at < 2 ? '---' : '---:'))),
    ...rows.map((row) => tableRow(rowCells(row, isWide))),
    '',
    `Judged: ${judged} findings; ${right} right, ${arguable} arguable, ${wrong} wrong; precision ${precisionOf(total)}.`,
  ]
}

function rowCells(row: MeasuredRow, isWide: boolean): readonly string[] {
  const { date, archive, patches, fires, said, accepted, judged, right, arguable, wrong } = row
  const perThousand = patches === 0 ? '-' : ((1000 * fires) / patches).toFixed(2)
  const counts = [said, accepted, judged, right, arguable, wrong].map(String)
  const cells = [date, archive, String(patches), String(fires), perThousand, ...counts]
  return [...cells, precisionOf(row), ...(isWide ? moreCells(row.more) : [])]
}

function moreCells(more: MeasuredMore | null): readonly string[] {
  if (more === null) return MORE_COLUMNS.map(() => UNKNOWN)
  const { commentRate, baseRate, recall, differ, ruleText } = more
  return [...[commentRate, baseRate, recall, differ].map(shareCell), ruleText]
}

function shareCell({ count, of }: Share): string {
  return of === 0 ? '-' : `${count} of ${of}`
}

function precisionOf(row: { readonly judged: number; readonly right: number }): string {
  const { low, high } = wilson(row.right, row.judged)
  if (low === null || high === null) return '-'
  return `${shareOf(row)} (${low.toFixed(2)}-${high.toFixed(2)})`
}

function tableRow(row: readonly string[]): string {
  return `| ${row.join(' | ')} |`
}
