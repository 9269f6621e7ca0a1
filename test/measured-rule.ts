import { blockLines } from '../src/rules/measured-lines.ts'

/** Figures that make a rule stable, as `measure --write` writes them. */
const row = {
  date: '2026-11-25',
  archive: 'lamp@1',
  patches: 100,
  fires: 40,
  said: 3,
  accepted: 2,
  judged: 30,
  right: 29,
  arguable: 1,
  wrong: 0,
  more: null,
}

export const measuredBlock = `## Measured\n\n${blockLines([row]).join('\n')}`
