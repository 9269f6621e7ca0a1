import type { FileDiff, Hunk, HunkRange, Problem } from '../model.ts'
import type { FileHeader } from './header.ts'
import { diffProblem } from './problems.ts'
import type { DiffProblemCode } from './problems.ts'
import { numberRows } from './rows.ts'
import type { Row } from './rows.ts'

/** A file while its hunks are read. */
export interface Draft {
  readonly header: FileHeader | null
  readonly mailLine: number
  readonly hunks: Hunk[]
  readonly problems: Map<DiffProblemCode, number>
  binary: boolean
  /** Set at the end, when the diffstat leaves one name over. */
  path: string | null
}

export function openDraft(header: FileHeader | null, mailLine: number): Draft {
  return { header, mailLine, hunks: [], problems: new Map(), binary: false, path: null }
}

/** Notes a problem of the file: one per code, with its first line. */
export function note(draft: Draft, code: DiffProblemCode, line: number | null): void {
  if (line !== null && !draft.problems.has(code)) draft.problems.set(code, line)
}

/** Adds a hunk; `sure` rows of it have numbers. */
export function addHunk(
  draft: Draft,
  rows: readonly Row[],
  head: {
    readonly range: HunkRange | null
    readonly section: string
    readonly complete: boolean
    readonly sure: number
    readonly mailLine: number
  },
): void {
  const crlf = draft.header?.crlf ?? false
  const text = crlf ? rows.map(withoutCr) : rows
  if (crlf) note(draft, 'crlf-line-ends', head.mailLine)
  draft.hunks.push({
    range: head.range,
    section: head.section,
    lines: numberRows(text, head.range, head.sure),
    complete: head.complete,
    mailLine: head.mailLine,
  })
}

function withoutCr(row: Row): Row {
  return row.text.endsWith('\r') ? { ...row, text: row.text.slice(0, -1) } : row
}

/** Turns the draft into what leaves the folder. */
export function closeDraft(draft: Draft): FileDiff {
  const h = draft.header
  return {
    oldPath: h === null ? draft.path : h.oldPath,
    newPath: h === null ? draft.path : h.newPath,
    oldBlob: h?.oldBlob ?? null,
    newBlob: h?.newBlob ?? null,
    oldMode: h?.oldMode ?? null,
    newMode: h?.newMode ?? null,
    similarity: h?.similarity ?? null,
    status: h?.status ?? 'modified',
    binary: draft.binary,
    hunks: draft.hunks,
    mailLine: draft.mailLine,
  }
}

/** The draft's problems as the model has them, in the order of their lines. */
export function problemsOf(draft: Draft, messageId: string): readonly Problem[] {
  return [...draft.problems]
    .toSorted((a, b) => a[1] - b[1])
    .map(([code, line]) => diffProblem(code, messageId, line))
}
