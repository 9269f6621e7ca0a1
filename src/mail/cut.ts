import type { Address, AuthorSource, DiffstatLine, PatchText, TextLine } from '../model.ts'
import { isDiffstatSummary, parseDiffstatLine } from './diffstat.ts'
import { readInBodyHeaders } from './in-body.ts'
import { parseSubject } from './subject.ts'
import { parseTrailers } from './trailers.ts'

export interface CutOptions {
  /** Used where the text has no in-body From:. */
  readonly author: Address
  readonly authorSource: AuthorSource
  /** Used where the text has no in-body Subject:. */
  readonly title: string
  /** Index of the first line of the diff, or -1. */
  readonly diffStart: (lines: readonly TextLine[]) => number
}

type Cut = Omit<PatchText, 'quoteDepth' | 'problems'>

/**
 * Cuts the lines of one patch as git mailinfo does: in-body headers, log up to the first line that
 * breaks it ("---", "diff -", "Index: "), notes and diffstat, diff. Null when there is no diff.
 */
export function cutPatch(lines: readonly TextLine[], options: CutOptions): Cut | null {
  const headers = readInBodyHeaders(lines)
  const text = lines.slice(headers.end)
  const firstBreak = text.findIndex((line) => breaksLog(line.text))
  const fromBreak = firstBreak < 0 ? -1 : options.diffStart(text.slice(firstBreak))
  const diffAt = fromBreak < 0 ? options.diffStart(text) : firstBreak + fromBreak
  if (diffAt < 0) return null
  const logEnd = firstBreak < 0 ? diffAt : Math.min(firstBreak, diffAt)
  const log = text.slice(0, logEnd)
  const between = text.slice(logEnd, diffAt)
  const below =
    between[0] !== undefined && isSeparator(between[0].text) ? between.slice(1) : between
  return {
    author: headers.from ?? options.author,
    authorSource: headers.from === null ? options.authorSource : 'in-body',
    title: headers.subject === null ? options.title : parseSubject(headers.subject).title,
    log,
    trailers: parseTrailers(log),
    notes: below.filter((l) => !isDiffstatSummary(l.text) && parseDiffstatLine(l) === null),
    diffstat: below.map((l) => parseDiffstatLine(l)).filter((l): l is DiffstatLine => l !== null),
    diff: text.slice(diffAt),
  }
}

/** mailinfo.c: patchbreak. */
export function breaksLog(text: string): boolean {
  if (text.startsWith('diff -') || text.startsWith('Index: ')) return true
  return /^--- \S/.test(text) || isSeparator(text)
}

function isSeparator(text: string): boolean {
  return /^---\s*$/.test(text)
}
