import type { HunkRange, TextLine } from '../model.ts'
import { startsFile } from './file-header.ts'
import { readHunkHeader } from './hunk-header.ts'
import { countRows, readRow } from './rows.ts'
import type { Counts, Row } from './rows.ts'
import type { Line } from './unwrap.ts'

/** The part of a quoted hunk that is left. */
export interface Remains {
  readonly rows: readonly Row[]
  /** Index of the first line that is not of this hunk. */
  readonly next: number
  readonly full: boolean
  /** Rows from here on may have lost lines before them. */
  readonly sure: number
  readonly lostBlank: number | null
}

interface Run {
  readonly rows: readonly Row[]
  readonly from: number
  readonly next: number
  readonly lostBlank: number | null
}

/**
 * Takes what a reviewer left of a hunk. A gap in the mail's line numbers is where the reviewer
 * speaks and may have cut lines; what follows is of the same hunk as long as the counts have room
 * for it. Without a range everything up to the next header is taken.
 */
export function takeRemains(
  lines: readonly Line[],
  from: number,
  range: HunkRange | null,
): Remains {
  const runs = splitRuns(lines, from)
  const last = runs.at(-1)
  if (last === undefined) return { rows: [], next: from, full: false, sure: 0, lostBlank: null }
  if (range === null) {
    const rows = trimBlank(runs.flatMap((r) => r.rows))
    return { rows, next: last.next, full: false, sure: 0, lostBlank: firstLost(runs) }
  }
  const room: Counts = { old: range.oldCount, new: range.newCount }
  const first = runs[0] ?? last
  const head = fitStart(first.rows, room)
  const taken: Run[] = [{ ...first, rows: first.rows.slice(0, head) }]
  let rows = first.rows.slice(0, head)
  let next = head < first.rows.length ? indexOf(lines, first, head) : first.next
  let used = countRows(rows)
  // Counting each run once keeps this linear.
  for (const run of head < first.rows.length ? [] : runs.slice(1)) {
    const whole = countRows(run.rows)
    const trimmed = trimBlank(run.rows)
    const counts = fits(used, whole, room) ? whole : countRows(trimmed)
    if (!fits(used, counts, room) || trimmed.length === 0) break
    for (const row of counts === whole ? run.rows : trimmed) rows.push(row)
    used = { old: used.old + counts.old, new: used.new + counts.new }
    taken.push(run)
    next = run.next
  }
  const full = used.old === room.old && used.new === room.new
  // An empty line at a gap's edge is the reviewer's more often than a context line of the patch.
  if (!full) rows = trimEnd(rows)
  // Lines cut directly below the @@ line leave no row with a sure number.
  const cut = first.from !== from || lines[from]?.gap === true
  const sure = cut && !full ? 0 : head
  return { rows, next, full, sure: full ? rows.length : sure, lostBlank: firstLost(taken) }
}

function firstLost(runs: readonly Run[]): number | null {
  return runs.find((r) => r.lostBlank !== null)?.lostBlank ?? null
}

function splitRuns(lines: readonly Line[], from: number): readonly Run[] {
  const runs: Run[] = []
  let rows: Row[] = []
  let start = from
  let lostBlank: number | null = null
  const close = (next: number) => {
    if (rows.length > 0) runs.push({ rows, from: start, next, lostBlank })
    rows = []
    lostBlank = null
  }
  let at = from
  for (; at < lines.length; at++) {
    const line = lines[at]
    if (line === undefined || endsRuns(lines, at)) break
    if ((at > from && line.gap) || isCut(line.text)) close(at)
    if (rows.length === 0) start = at
    if (isCut(line.text)) continue
    const row = readRow(line)
    if (row === 'no-eol') {
      const last = rows.pop()
      if (last !== undefined) rows.push({ ...last, noEol: true })
      continue
    }
    if (row === null) lostBlank ??= line.mailLine
    rows.push(row ?? { sign: ' ', text: line.text, mailLine: line.mailLine, noEol: false })
  }
  close(at)
  return runs
}

// "[...]", "[snip]", "<snip>", "...", "[ ... ]": reviewers' marks for what they cut.
function isCut(text: string): boolean {
  return /^(?:\[ ?(?:\.\.|…|snip|cut|trimmed)[^\]]*\]|<snip>|\.{3}|…)[ \t]*$/i.test(text)
}

function endsRuns(lines: readonly TextLine[], at: number): boolean {
  const text = lines[at]?.text ?? ''
  if (text.startsWith('@@ -') && readHunkHeader(text) !== null) return true
  return startsFile(lines, at, true) || isSignature(lines, at)
}

/**
 * True at the `-- ` above the sender's signature or git's version; `--` where a mailer took the
 * blank.
 */
export function isSignature(lines: readonly TextLine[], at: number): boolean {
  const text = lines[at]?.text ?? ''
  if (text !== '-- ' && text !== '--') return false
  const below = lines[at + 1]?.text ?? ''
  return text === '-- ' || below === '' || /^\d+\.\d+/.test(below)
}

function fits(used: Counts, more: Counts, room: Counts): boolean {
  return used.old + more.old <= room.old && used.new + more.new <= room.new
}

// How many rows of the first run are of this hunk: all, or those up to the counts' end, or - when a
// reviewer cut lines without leaving a mark - those before the block of changes that has no room.
function fitStart(rows: readonly Row[], room: Counts): number {
  let left = room
  let block = 0
  for (const [i, row] of rows.entries()) {
    if (left.old === 0 && left.new === 0) return i
    const before = rows[i - 1]
    if (row.sign === ' ' || before === undefined || before.sign === ' ') block = i
    left = {
      old: left.old - (row.sign === '+' ? 0 : 1),
      new: left.new - (row.sign === '-' ? 0 : 1),
    }
    if (left.old < 0 || left.new < 0) return block
  }
  return rows.length
}

function indexOf(lines: readonly TextLine[], run: Run, row: number): number {
  const mailLine = run.rows[row]?.mailLine
  let at = run.from
  while (at < run.next && lines[at]?.mailLine !== mailLine) at++
  return at
}

function trimBlank(rows: readonly Row[]): Row[] {
  const first = rows.findIndex(hasText)
  return first < 0 ? [] : trimEnd(rows.slice(first))
}

function trimEnd(rows: readonly Row[]): Row[] {
  return rows.slice(0, rows.findLastIndex(hasText) + 1)
}

function hasText(row: Row): boolean {
  return row.sign !== ' ' || row.text !== ''
}
