import type { DiffLine, FileDiff, Hunk, Message, Patch, Remark, Side } from '../../model.ts'
import { readPatch } from '../../diff/patch.ts'
import { LIMITS } from '../../limits.ts'
import { quotedPatches } from '../../mail/quoted.ts'
import { openAnchors } from '../../series/anchors.ts'
import { givenTags } from '../../series/given-tags.ts'
import { openPatchLines } from '../../series/patch-lines.ts'
import { remarksOf } from '../../series/remarks.ts'
import { type ReplyLine, replyLines } from '../../series/reply-lines.ts'

/** A line of a patch with the hunk and file it stands in. */
export interface LineSpot {
  readonly kind: 'line'
  readonly file: FileDiff
  readonly hunk: Hunk
  readonly line: DiffLine
}

/** What of a patch a remark is about. */
export type Spot =
  | LineSpot
  | { readonly kind: 'trailer'; readonly key: string; readonly value: string }
  | { readonly kind: 'log'; readonly quote: string }
  | { readonly kind: 'subject' }

/** One remark of a reply, with what it is about. */
export interface SpottedRemark {
  readonly text: string
  readonly spot: Spot
}

/** A reply read for drafting: its remarks, and the patch they are about as far as it is at hand. */
export interface ReadReply {
  readonly remarks: readonly SpottedRemark[]
  /** The answered patch; else the longest one quoted; null when the reply quotes none. */
  readonly patch: Patch | null
}

/** Reads the remarks of a reply; `answered` is the patch it answers, where the input has it. */
export function readReply(reply: Message, answered: Patch | null): ReadReply {
  const lines = replyLines(reply)
  const { mailLines } = givenTags(lines, reply.messageId)
  const anchors = openAnchors(reply, answered === null ? null : openPatchLines(answered))
  const quoted = quotedPatches(reply)
    .map((text) => readPatch(reply, text, LIMITS))
    .toSorted((a, b) => linesIn(b) - linesIn(a))
  // Without a quote it is no review, unless it says that it is a reply.
  const isReview = reply.subject.isReply || lines.some((line) => line.depth > 0)
  const found = isReview ? remarksOf(lines, mailLines, anchors) : []
  const above = quotesAbove(lines)
  const inPatch = answered === null ? null : placesOf(answered)
  const inQuotes = new Map(
    quoted
      .toReversed()
      .flatMap((patch) => [...allLines(patch)].map((at) => [at.line.mailLine, at])),
  )
  const remarks = found.map((remark) => {
    const line =
      inPatch?.get(placeOf(remark.path, remark.side, remark.line ?? remark.quote)) ??
      inQuotes.get(above.get(remark.mailLine) ?? 0)
    return { text: remark.text, spot: line ?? headSpot(remark, answered) }
  })
  return { remarks, patch: answered ?? quoted[0] ?? null }
}

/** For each line of the writer the last quoted line above it. */
function quotesAbove(lines: readonly ReplyLine[]): ReadonlyMap<number, number> {
  const above = new Map<number, number>()
  let last = 0
  for (const { depth, rest, mailLine } of lines) {
    if (depth === 0) above.set(mailLine, last)
    else if (rest.trim() !== '') last = mailLine
  }
  return above
}

function linesIn(patch: Patch): number {
  return patch.files.flatMap((file) => file.hunks).reduce((sum, hunk) => sum + hunk.lines.length, 0)
}

function* allLines(patch: Patch): Generator<LineSpot> {
  for (const file of patch.files)
    for (const hunk of file.hunks)
      for (const line of hunk.lines) yield { kind: 'line', file, hunk, line }
}

/** The lines of a patch by file, side and number; by their text where the numbers were cut off. */
function placesOf(patch: Patch): ReadonlyMap<string, LineSpot> {
  const places = new Map<string, LineSpot>()
  for (const found of allLines(patch)) {
    const { file, line } = found
    const side = line.sign === '-' ? 'old' : 'new'
    const path = (side === 'old' ? file.oldPath : file.newPath) ?? file.newPath ?? file.oldPath
    const number = side === 'old' ? line.oldLine : line.newLine
    const key = placeOf(path, side, number ?? line.text)
    if (!places.has(key)) places.set(key, found)
  }
  return places
}

function placeOf(path: string | null, side: Side | null, at: number | string | null): string {
  return path === null || side === null ? '' : `${side} ${path} ${at}`
}

function headSpot({ quote, text }: Pick<Remark, 'quote' | 'text'>, patch: Patch | null): Spot {
  const about = /^[ \t]*([A-Za-z][A-Za-z-]{1,40}):[ \t]+(\S.*)$/.exec(quote ?? '')
  const [, key = '', value = ''] = about ?? []
  if (/^subject$/i.test(key)) return { kind: 'subject' }
  const trailer = patch?.text.trailers.find(
    (known) => known.key.toLowerCase() === key.toLowerCase(),
  )
  if (about !== null && (trailer !== undefined || TAG.test(key)))
    // What is said about the whole stands below the last line of the log, which is a trailer.
    return ABOUT_TAGS.test(text) || text.toLowerCase().includes(key.toLowerCase())
      ? { kind: 'trailer', key, value }
      : { kind: 'subject' }
  const isLog = patch?.text.log.some((line) => line.text.trim() === quote?.trim()) ?? true
  if (quote === null || /\b(?:subject|title)\b/i.test(text) || !isLog || !/\w{3}/.test(quote))
    return { kind: 'subject' }
  return { kind: 'log', quote: quote.trim() }
}

const ABOUT_TAGS =
  /\b(?:tags?|trailers?|sob|s-o-b|sign(?:ed)?[- ]off|stable|backport|cc|fix(?:es)?|blank line|chain|order|co-developed|review(?:ed)?|ack(?:ed)?|report(?:ed)?|link|sha1?|hash|commit)\b/i
const TAG = /^(?:[A-Za-z-]{2,30}-by|cc|fixes|link|closes)$/i
