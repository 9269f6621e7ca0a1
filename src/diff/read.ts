import type { DiffstatLine, FileDiff, Limits, Problem, TextLine } from '../model.ts'
import { LIMITS } from '../limits.ts'
import { overLimit } from '../mail/over-limit.ts'
import { takeBinary } from './binary.ts'
import { hasCollapsedTabs } from './collapsed.ts'
import { addHunk, closeDraft, note, openDraft, problemsOf } from './draft.ts'
import type { Draft } from './draft.ts'
import { readFileHeader } from './file-header.ts'
import type { FileHeader } from './header.ts'
import { readHunkHeader } from './hunk-header.ts'
import { isSameFile, namePaths } from './name-paths.ts'
import { diffProblem } from './problems.ts'
import type { DiffProblemCode } from './problems.ts'
import { isSignature, takeRemains } from './quoted-hunk.ts'
import { markGaps, unwrapQuoted } from './unwrap.ts'
import type { Line } from './unwrap.ts'
import { takePart, takeWhole } from './whole-hunk.ts'

export interface DiffContext {
  readonly messageId: string
  readonly diffstat: readonly DiffstatLine[]
  /** The lines come from a reply: headers and lines may be cut. */
  readonly quoted: boolean
  readonly limits?: Limits
}

/**
 * Reads a unified diff. Where git accepts it, the files are those of `git apply --numstat`; where
 * git calls it corrupt, or a reviewer cut it, what can be read plus a problem.
 */
export function readDiff(
  text: readonly TextLine[],
  context: DiffContext,
): { readonly files: readonly FileDiff[]; readonly problems: readonly Problem[] } {
  const drafts: Draft[] = []
  const problems: Problem[] = []
  const marked = markGaps(text)
  const unwrapped = context.quoted ? unwrapQuoted(marked) : null
  const lines = unwrapped?.lines ?? marked
  const named = new Set(context.diffstat.map((d) => d.path))
  const limits = context.limits ?? LIMITS
  const reading: Reading = { ...context, named, drafts }
  let at = 0
  let runStart = 0
  while (at < lines.length) {
    const next = readPiece(lines, at, runStart, reading)
    if (drafts.length > limits.files) {
      drafts.pop()
      const what = overLimit('the patch', null, 'files', limits)
      const line = lines[at]?.mailLine ?? null
      problems.push(diffProblem('too-many-files', context.messageId, line, what))
      break
    }
    if (next !== null) {
      at = next
      runStart = next
      continue
    }
    const line = lines[at]
    if (line !== undefined && /^diff --(?:cc|combined) /.test(line.text))
      problems.push(diffProblem('combined-diff', context.messageId, line.mailLine))
    at++
    if (lines[at]?.gap !== false) runStart = at
  }
  namePaths(drafts, context.diffstat)
  noteLines(drafts, 'lines-wrapped', unwrapped?.joined ?? [])
  const noBreak = unwrapped?.noBreak ?? null
  noteLines(drafts, 'no-break-spaces', noBreak === null ? [] : [noBreak])
  const files = drafts.map(closeDraft)
  for (const [i, file] of files.entries()) {
    const draft = drafts[i]
    const line = hasCollapsedTabs(file)
    if (draft !== undefined) note(draft, 'tabs-collapsed', line)
  }
  return {
    files,
    problems: [...problems, ...drafts.flatMap((d) => problemsOf(d, context.messageId))],
  }
}

// The files stand in the order of their lines, and so do the lines noted.
function noteLines(
  drafts: readonly Draft[],
  code: DiffProblemCode,
  noted: readonly number[],
): void {
  let at = 0
  for (const line of noted) {
    while ((drafts[at + 1]?.mailLine ?? Infinity) <= line) at++
    const draft = drafts[at]
    if (draft !== undefined) note(draft, code, line)
  }
}

interface Reading extends DiffContext {
  readonly named: ReadonlySet<string>
  readonly drafts: Draft[]
}

// Reads a file header, a hunk or a binary patch at `at`; null when none starts there.
function readPiece(
  lines: readonly Line[],
  at: number,
  runStart: number,
  reading: Reading,
): number | null {
  const line = lines[at]
  if (line === undefined) return null
  const header = readFileHeader(lines, at, reading.named, reading.quoted)
  if (header !== null) {
    const draft = openDraft(header, header.mailLine)
    if (header.oldPath === null && header.newPath === null)
      note(draft, 'file-name-missing', header.mailLine)
    if (header.bare && hasPrefixToMiss(header, line.text))
      note(draft, 'path-prefix-missing', header.mailLine)
    reading.drafts.push(draft)
    const binary = takeBinary(lines, header.next)
    if (binary === null) return header.next
    draft.binary = !binary.corrupt
    if (binary.corrupt) note(draft, 'binary-corrupt', header.mailLine)
    return binary.next
  }
  if (readHunkHeader(line.text) !== null) return readHunk(lines, at, at !== runStart, reading)
  if (!reading.quoted || !isChange(lines, at)) return null
  return readBareHunk(lines, at, runStart, reading)
}

// git finds out by itself that plain `--- x.c` has no prefix, but not that `diff --git x.c x.c` has none.
function hasPrefixToMiss({ newPath, oldPath }: FileHeader, first: string): boolean {
  return first.startsWith('diff --git ') || (newPath ?? oldPath ?? '').includes('/')
}

function readHunk(
  lines: readonly Line[],
  at: number,
  behindText: boolean,
  reading: Reading,
): number {
  const line = lines[at]
  const head = readHunkHeader(line?.text ?? '')
  if (line === undefined || head === null) return at + 1
  const draft = fileOf(reading, line, head.range.oldStart)
  if (behindText && !reading.quoted && draft.hunks.length > 0)
    note(draft, 'text-between-hunks', line.mailLine)
  const { range, section } = head
  const place = { range, section, mailLine: line.mailLine }
  const taken = takeWhole(lines, at + 1, range, reading.quoted)
  if (taken !== null) {
    const isMailsCr = taken.code === 'context-blank-lost' && draft.header?.crlf === true
    if (taken.code !== null && !isMailsCr) note(draft, taken.code, taken.mended)
    addHunk(draft, taken.rows, { ...place, complete: true, sure: taken.rows.length })
    if (!reading.quoted) noteRest(lines, taken.next, draft)
    return taken.next
  }
  if (reading.quoted) {
    const left = takeRemains(lines, at + 1, range)
    addHunk(draft, left.rows, { ...place, complete: left.full, sure: left.sure })
    note(draft, 'context-blank-lost', left.lostBlank)
    if (!left.full) note(draft, 'hunk-lines-missing', line.mailLine)
    return left.next
  }
  const part = takePart(lines, at + 1, range)
  addHunk(draft, part.rows, { ...place, complete: part.full, sure: part.rows.length })
  note(draft, 'hunk-corrupt', lines[Math.min(part.next, lines.length - 1)]?.mailLine ?? null)
  return part.next
}

// git stops at the counts' end without a word, so what a reader takes for a change is not applied.
function noteRest(lines: readonly Line[], at: number, draft: Draft): void {
  const text = lines[at]?.text ?? ''
  const isHeader = text.startsWith('--- ') || text.startsWith('+++ ') || text === '---'
  if (/^[+-]/.test(text) && !isHeader && !isSignature(lines, at))
    note(draft, 'lines-after-hunk', lines[at]?.mailLine ?? null)
}

function isChange(lines: readonly Line[], at: number): boolean {
  const text = lines[at]?.text ?? ''
  return /^[+-]/.test(text) && text !== '---' && !isSignature(lines, at)
}

function readBareHunk(
  lines: readonly Line[],
  at: number,
  runStart: number,
  reading: Reading,
): number {
  const line = lines[at]
  const left = takeRemains(lines, runStart, null)
  if (line === undefined || left.next <= at) return at + 1
  const last = reading.drafts.at(-1)
  const open = last !== undefined && (last.hunks.length === 0 || last.header === null)
  const draft = open ? last : openDraft(null, left.rows[0]?.mailLine ?? line.mailLine)
  if (!open) reading.drafts.push(draft)
  const mailLine = left.rows[0]?.mailLine ?? line.mailLine
  addHunk(draft, left.rows, { range: null, section: '', complete: false, sure: 0, mailLine })
  note(draft, 'context-blank-lost', left.lostBlank)
  note(draft, 'hunk-header-missing', mailLine)
  return left.next
}

// The file a hunk belongs to: the one above, unless the hunk cannot be its next one.
function fileOf(reading: Reading, line: TextLine, oldStart: number): Draft {
  const last = reading.drafts.at(-1)
  if (last !== undefined && (!reading.quoted || isSameFile(last, oldStart))) return last
  const draft = openDraft(null, line.mailLine)
  if (!reading.quoted) note(draft, 'file-header-missing', line.mailLine)
  reading.drafts.push(draft)
  return draft
}
