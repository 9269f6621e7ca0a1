import type { DiffLine, Hunk, Side } from '../model.ts'

/** The lines a hunk shows of one side: context, and what was removed (old) or added (new). */
export function sideLines(hunk: Pick<Hunk, 'lines'>, side: Side): readonly DiffLine[] {
  const other = side === 'old' ? '+' : '-'
  return hunk.lines.filter((l) => l.sign !== other)
}
