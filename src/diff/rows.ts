import type { DiffLine, HunkRange, Sign, TextLine } from '../model.ts'

/** A diff line before it is known which line of the file it is. */
export interface Row {
  readonly sign: Sign
  readonly text: string
  readonly mailLine: number
  readonly noEol: boolean
}

/** How many lines of each side are still to come, or were read. */
export interface Counts {
  readonly old: number
  readonly new: number
}

/** What a line that starts with none of ` `, `+`, `-`, `\` is taken for. */
export type Odd = 'refuse' | 'context' | 'wrapped'

export interface Taken {
  readonly rows: readonly Row[]
  /** Index of the first line that was not taken. */
  readonly next: number
  /** All lines the `@@` line promises are there, and no more. */
  readonly full: boolean
  /** The first line that had to be mended. */
  readonly mended: number | null
}

/**
 * Takes the lines behind an `@@` line until its counts are used up, as git's parse_fragment does:
 * the counts alone decide whether `-- ` is a removed line or the signature, `--- x` a removed `--
 * x`.
 */
export function takeByCounts(
  lines: readonly TextLine[],
  from: number,
  range: HunkRange,
  odd: Odd,
): Taken {
  const rows: Row[] = []
  let left: Counts = { old: range.oldCount, new: range.newCount }
  let mended: number | null = null
  let lost = 0
  let kept = 0
  let at = from
  while (at < lines.length && (left.old > 0 || left.new > 0)) {
    const line = lines[at]
    if (line === undefined) break
    const row = readRow(line)
    if (row === 'no-eol') {
      markNoEol(rows)
      at++
      continue
    }
    if (row === null && (odd === 'refuse' || startsNext(line.text))) break
    if (row === null && odd === 'wrapped') {
      const last = rows.pop()
      if (last === undefined) break
      rows.push({ ...last, text: `${last.text} ${line.text}` })
      mended ??= line.mailLine
      at++
      continue
    }
    const taken = row ?? { sign: ' ', text: line.text, mailLine: line.mailLine, noEol: false }
    if (row === null) {
      mended ??= line.mailLine
      lost++
    } else if (line.text === '\r') {
      // git takes an empty line for a context line, but not one with CR.
      mended ??= line.mailLine
    } else if (row.sign === ' ' && row.text.trim() !== '') kept++
    left = minus(left, taken.sign)
    if (left.old < 0 || left.new < 0) break
    rows.push(taken)
    at++
  }
  // A file's last line without line feed is marked behind the counts' end.
  if (left.old === 0 && left.new === 0 && readRow(lines[at] ?? nothing) === 'no-eol') {
    markNoEol(rows)
    at++
  }
  // One odd line among good ones is no lost blank but another kind of damage.
  const plausible = odd !== 'context' || lost > kept
  return { rows, next: at, full: left.old === 0 && left.new === 0 && plausible, mended }
}

const nothing: TextLine = { text: '', mailLine: 0 }

/** Reads one line by its first character; null when that is no sign. */
export function readRow(line: TextLine): Row | 'no-eol' | null {
  const { text, mailLine } = line
  const first = text[0]
  // GNU diff and mailers write an empty context line without its blank.
  if (first === undefined || text === '\r') return { sign: ' ', text, mailLine, noEol: false }
  if (first === ' ' || first === '+' || first === '-')
    return { sign: first, text: text.slice(1), mailLine, noEol: false }
  // The words behind are translated; git asks for "\ " and twelve bytes.
  return text.startsWith('\\ ') && text.length >= 11 ? 'no-eol' : null
}

// No context line starts so: here the next hunk or file begins, whatever the counts say.
function startsNext(text: string): boolean {
  return text.startsWith('diff --git ') || text.startsWith('@@ -') || text.startsWith('Index: ')
}

function minus(counts: Counts, sign: Sign): Counts {
  return {
    old: counts.old - (sign === '+' ? 0 : 1),
    new: counts.new - (sign === '-' ? 0 : 1),
  }
}

function markNoEol(rows: Row[]): void {
  const last = rows.pop()
  if (last !== undefined) rows.push({ ...last, noEol: true })
}

/** How many lines of each side the rows have. */
export function countRows(rows: readonly { readonly sign: Sign }[]): Counts {
  const added = rows.filter((r) => r.sign === '+').length
  const removed = rows.filter((r) => r.sign === '-').length
  const kept = rows.length - added - removed
  return { old: kept + removed, new: kept + added }
}

/**
 * Gives the rows their line numbers; from row `sure` on they get none, as lines may be missing
 * before it.
 */
export function numberRows(
  rows: readonly Row[],
  range: HunkRange | null,
  sure: number,
): readonly DiffLine[] {
  let oldLine = range?.oldStart ?? 0
  let newLine = range?.newStart ?? 0
  return rows.map((row, i) => {
    const known = range !== null && i < sure
    return {
      sign: row.sign,
      text: row.text,
      oldLine: row.sign === '+' ? null : pick(known, oldLine++),
      newLine: row.sign === '-' ? null : pick(known, newLine++),
      mailLine: row.mailLine,
      noEol: row.noEol,
    }
  })
}

function pick(known: boolean, line: number): number | null {
  return known ? line : null
}
