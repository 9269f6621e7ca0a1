import type { MeasuredRow } from '../model.ts'
import { MEASURED_COLUMNS, shareOf } from './measured.ts'
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
  return [
    tableRow(MEASURED_COLUMNS),
    tableRow(MEASURED_COLUMNS.map((_, at) => (at < 2 ? '---' : '---:'))),
    ...rows.map((row) => tableRow(rowCells(row))),
    '',
    `Judged: ${judged} findings; ${right} right, ${arguable} arguable, ${wrong} wrong; precision ${precisionOf(total)}.`,
  ]
}

function rowCells(row: MeasuredRow): readonly string[] {
  const { date, archive, patches, fires, said, accepted, judged, right, arguable, wrong } = row
  const perThousand = patches === 0 ? '-' : ((1000 * fires) / patches).toFixed(2)
  const counts = [said, accepted, judged, right, arguable, wrong].map(String)
  return [date, archive, String(patches), String(fires), perThousand, ...counts, precisionOf(row)]
}

function precisionOf(row: { readonly judged: number; readonly right: number }): string {
  const { low, high } = wilson(row.right, row.judged)
  if (low === null || high === null) return '-'
  return `${shareOf(row)} (${low.toFixed(2)}-${high.toFixed(2)})`
}

function tableRow(row: readonly string[]): string {
  return `| ${row.join(' | ')} |`
}
