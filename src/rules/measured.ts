import type { Measured, MeasuredMore, MeasuredRow, Share } from '../rulebook.ts'

/** A line of a rule's Measured section. */
export interface MeasuredLine {
  readonly text: string
  /** Counts from 1 in the file. */
  readonly line: number
}

export type ReadMeasured =
  | { readonly measured: Measured }
  | { readonly errors: readonly { readonly line: number; readonly what: string }[] }

/** The columns of the table, in order: what one archive showed. */
export const MEASURED_COLUMNS: readonly string[] = [
  'date',
  'archive',
  'patches',
  'fires',
  'per 1,000',
  'said by a human',
  'accepted unchanged',
  'judged',
  'right',
  'arguable',
  'wrong',
  'precision',
]

/** The columns that `measure` has written since it counts them; both tables are read. */
export const MORE_COLUMNS: readonly string[] = [
  'comment rate',
  'base rate',
  'recall on labels',
  'readers differ',
  'rule text',
]

/** What stands in them for a row that was written before. */
export const UNKNOWN = '?'

/**
 * Reads the lines of a Measured section: a table with a row per archive, then "Judged: 9 findings; 6 right,
 * 3 arguable, 0 wrong; precision 0.67 (0.35-0.88)." Sums that do not agree were written by hand: an error.
 */
export function readMeasured(lines: readonly MeasuredLine[]): ReadMeasured {
  const errors: { line: number; what: string }[] = []
  const fail = (line: number, what: string): void => {
    errors.push({ line, what: `${what}; this block is written by "lorelint measure --write"` })
  }
  const table = lines.filter(({ text }) => text.startsWith('|'))
  const [head, , ...body] = table
  const first = lines[0]?.line ?? 1
  const wide = [...MEASURED_COLUMNS, ...MORE_COLUMNS]
  const columns = [wide, MEASURED_COLUMNS].find(
    (names) => names.join('|') === cells(head?.text ?? '').join('|'),
  )
  if (head === undefined || columns === undefined) {
    fail(head?.line ?? first, `a table with the columns ${wide.join(', ')} is expected`)
    return { errors }
  }
  if (body.length === 0) fail(head.line, 'the table has no row')
  const rows = body.flatMap(({ text, line }) => {
    const row = readRow(text, columns.length)
    if (typeof row !== 'string') return [row]
    fail(line, row)
    return []
  })
  const [summary, ...more] = lines.filter(({ text }) => !text.startsWith('|'))
  const sums = readSummary(summary?.text ?? '')
  if (sums === null || summary === undefined)
    fail(summary?.line ?? first, 'a line "Judged: N findings; ..." is expected below the table')
  for (const { line } of more) fail(line, 'nothing stands below the line "Judged: ..."')
  if (sums === null || summary === undefined || errors.length > 0) return { errors }
  for (const key of ['judged', 'right', 'arguable', 'wrong'] as const) {
    const sum = rows.reduce((total, row) => total + row[key], 0)
    if (sum !== sums[key])
      fail(summary.line, `${sums[key]} ${key} are claimed, but the rows add up to ${sum}`)
  }
  if (errors.length > 0) return { errors }
  return { measured: { rows, ...sums, summary: summary.text } }
}

function readRow(text: string, columns: number): MeasuredRow | string {
  const all = cells(text)
  const [date = '', archive = '', ...rest] = all
  const [patches, fires, , said, accepted, judged, right, arguable, wrong, precision = ''] = rest
  if (all.length !== columns) return 'the row has cells too many or too few'
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return `"${date}" is no day (2026-11-25)`
  if (archive === '') return 'the archive is not named'
  const counts = [patches, fires, said, accepted, judged, right, arguable, wrong]
  if (!counts.every((count) => /^\d{1,9}$/.test(count ?? ''))) return 'a count is no number'
  const [p, f, s, a, j, r, q, w] = counts.map(Number)
  const row = { patches: p ?? 0, fires: f ?? 0, said: s ?? 0, accepted: a ?? 0 }
  const read = { judged: j ?? 0, right: r ?? 0, arguable: q ?? 0, wrong: w ?? 0 }
  if (read.right + read.arguable + read.wrong !== read.judged)
    return 'right, arguable and wrong do not add up to judged'
  if (row.fires > row.patches) return 'it fires on more patches than there are'
  if (!precision.startsWith(shareOf(read))) return `the precision is not ${shareOf(read)}`
  const more = readMore(all.slice(MEASURED_COLUMNS.length))
  return typeof more === 'string' ? more : { date, archive, ...row, ...read, more }
}

function readMore(found: readonly string[]): MeasuredMore | string | null {
  if (found.every((cell) => cell === UNKNOWN)) return null
  const ruleText = found.at(-1) ?? ''
  if (!/^[0-9a-f]{8}$/.test(ruleText)) return `"${ruleText}" is no hash of a rule's text`
  const [commentRate, baseRate, recall, differ] = found.slice(0, -1).map(readShare)
  return commentRate && baseRate && recall && differ
    ? { commentRate, baseRate, recall, differ, ruleText }
    : 'a share does not read "2 of 7"'
}

/** "2 of 7"; "-" where there was nothing. */
function readShare(cell: string): Share | null {
  if (cell === '-') return { count: 0, of: 0 }
  const m = /^(\d{1,9}) of (\d{1,9})$/.exec(cell)
  const share = { count: Number(m?.[1] ?? 1), of: Number(m?.[2] ?? 0) }
  return share.count > share.of ? null : share
}

function readSummary(text: string): Omit<Measured, 'rows' | 'summary'> | null {
  const m =
    /^Judged: (\d{1,9}) findings; (\d{1,9}) right, (\d{1,9}) arguable, (\d{1,9}) wrong; precision /.exec(
      text,
    )
  if (m === null) return null
  const [judged = 0, right = 0, arguable = 0, wrong = 0] = m.slice(1).map(Number)
  return { judged, right, arguable, wrong }
}

/** "0.67"; "-" when nothing was judged. */
export function shareOf({
  judged,
  right,
}: {
  readonly judged: number
  readonly right: number
}): string {
  return judged === 0 ? '-' : (right / judged).toFixed(2)
}

function cells(text: string): readonly string[] {
  return text
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}
