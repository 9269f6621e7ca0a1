import type { MeasuredRow } from '../src/rulebook.ts'
import { blockLines } from '../src/rules/measured-lines.ts'

/** Figures of one archive with which a rule may be stable. */
export const measuredRow = {
  date: '2026-11-25',
  archive: 'lamp@1',
  patches: 100,
  fires: 40,
  said: 3,
  accepted: 2,
  judged: 30,
  right: 28,
  arguable: 1,
  wrong: 1,
  more: null,
}

/** The Measured section of these rows, as `measure --write` puts it behind a rule. */
export function blockOf(rows: readonly MeasuredRow[]): string {
  return `## Measured\n\n${blockLines(rows).join('\n')}`
}

/** Figures that make a rule stable. */
export const measuredBlock = blockOf([{ ...measuredRow, right: 29, wrong: 0 }])
