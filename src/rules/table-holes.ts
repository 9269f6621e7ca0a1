import type { Knowledge, Term } from '../rulebook.ts'
import { holeOfColumn } from '../facts/verb.ts'

/** `$F is-in {api-facts}.function` binds the other columns of the row: `$USE_INSTEAD` for "use-instead". */
export function tableHoles(term: Term, { tables }: Knowledge): readonly string[] {
  if (term.kind !== 'table') return []
  const columns = tables.get(term.name)?.columns ?? []
  return columns.filter((column) => column !== term.column).map(holeOfColumn)
}
