import type { MeasuredRow, Rule, Share } from '../../rulebook.ts'
import { type ArchiveKind, archiveName } from '../together.ts'
import { wilson } from '../wilson.ts'

/** "0.93 (0.81-0.98) of 43"; "none judged". */
export function precisionOf({ count, of }: Share): string {
  const { share, low, high } = wilson(count, of)
  if (share === null || low === null || high === null) return 'none judged'
  return `${share.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)}) of ${of}`
}

/** "29 % of 7"; "-" of nothing. */
export function percentOf({ count, of }: Share): string {
  return of === 0 ? '-' : `${percent(count, of)} of ${of}`
}

/** "4.2 %". */
export function percent(count: number, of: number): string {
  return of === 0 ? '-' : `${((100 * count) / of).toFixed(1)} %`
}

/** "11.5" per 1,000. */
export function perThousand({ count, of }: Share): string {
  return of === 0 ? '-' : ((1000 * count) / of).toFixed(1)
}

/** One share of many. */
export function summed(shares: readonly Share[]): Share {
  return {
    count: shares.reduce((sum, { count }) => sum + count, 0),
    of: shares.reduce((sum, { of }) => sum + of, 0),
  }
}

/** Right, of all judged findings of these rows. */
export function judgedOf(rows: readonly MeasuredRow[]): Share {
  return summed(rows.map(({ right, judged }) => ({ count: right, of: judged })))
}

/** The rows of a rule in archives of some kinds. */
export function rowsIn(
  { measured }: Rule,
  kinds: ReadonlyMap<string, ArchiveKind>,
  wanted: readonly ArchiveKind[],
): readonly MeasuredRow[] {
  return (measured?.rows ?? []).filter(({ archive }) =>
    wanted.includes(kinds.get(archiveName(archive)) ?? 'narrowed'),
  )
}
