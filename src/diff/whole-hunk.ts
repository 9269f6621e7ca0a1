import type { HunkRange, TextLine } from '../model.ts'
import type { DiffProblemCode } from './problems.ts'
import { takeByCounts } from './rows.ts'
import type { Taken } from './rows.ts'

export interface Whole extends Taken {
  /** How it was mended. */
  readonly code: DiffProblemCode | null
}

/**
 * Takes a hunk with all its lines: as it stands, else with one kind of damage mended; null when
 * nothing fits the counts.
 */
export function takeWhole(
  lines: readonly TextLine[],
  from: number,
  range: HunkRange,
  quoted: boolean,
): Whole | null {
  const strict = takeByCounts(lines, from, range, 'refuse')
  if (strict.full && hasChange(strict)) {
    return { ...strict, code: strict.mended === null ? null : 'context-blank-lost' }
  }
  const context = takeByCounts(lines, from, range, 'context')
  if (context.full && hasChange(context)) return { ...context, code: 'context-blank-lost' }
  const wrapped = takeByCounts(lines, from, range, 'wrapped')
  if (quoted || !wrapped.full || !hasChange(wrapped)) return null
  return { ...wrapped, code: 'lines-wrapped' }
}

// git calls a hunk without any change corrupt.
function hasChange(taken: Taken): boolean {
  return taken.rows.some((r) => r.sign !== ' ')
}

/** Takes what can be read of a corrupt hunk. */
export function takePart(lines: readonly TextLine[], from: number, range: HunkRange): Taken {
  const part = takeByCounts(lines, from, range, 'refuse')
  // Where the counts ask for more lines than there are, they swallow the signature: give it back.
  const signature = part.rows.findLastIndex((r) => r.sign === '-' && r.text === '- ')
  const isLast = signature >= 0 && part.rows.length - signature <= 3
  return part.full || !isLast ? part : { ...part, rows: part.rows.slice(0, signature) }
}
