import type { DiffLine, FileDiff, Hunk, Message, Patch, Remark } from '../../model.ts'
import { readPatch } from '../../diff/patch.ts'
import { LIMITS } from '../../limits.ts'
import { quotedPatches } from '../../mail/quoted.ts'
import { openAnchors } from '../../series/anchors.ts'
import { givenTags } from '../../series/given-tags.ts'
import { openPatchLines } from '../../series/patch-lines.ts'
import { remarksOf } from '../../series/remarks.ts'
import { replyLines } from '../../series/reply-lines.ts'

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
  const remarks = found.map((remark) => {
    const above = lines.findLast(
      (line) => line.mailLine < remark.mailLine && line.depth > 0 && line.rest.trim() !== '',
    )
    const line =
      (answered === null ? null : lineIn(answered, remark)) ??
      quotedLine(quoted, above?.mailLine ?? 0)
    return { text: remark.text, spot: line ?? headSpot(remark, answered) }
  })
  return { remarks, patch: answered ?? quoted[0] ?? null }
}

function linesIn(patch: Patch): number {
  return patch.files.flatMap((file) => file.hunks).reduce((sum, hunk) => sum + hunk.lines.length, 0)
}

function* allLines(patch: Patch): Generator<LineSpot> {
  for (const file of patch.files)
    for (const hunk of file.hunks)
      for (const line of hunk.lines) yield { kind: 'line', file, hunk, line }
}

function lineIn(patch: Patch, { path, side, line: number, quote }: Remark): LineSpot | null {
  if (path === null || side === null) return null
  for (const found of allLines(patch)) {
    const { file, line } = found
    const here = (side === 'old' ? file.oldPath : file.newPath) ?? file.newPath ?? file.oldPath
    if (here !== path || (line.sign === '-') !== (side === 'old')) continue
    const isThere = number === null ? line.text === quote : number === numberOf(line)
    if (isThere) return found
  }
  return null
}

function numberOf(line: DiffLine): number | null {
  return line.sign === '-' ? line.oldLine : line.newLine
}

function quotedLine(patches: readonly Patch[], mailLine: number): LineSpot | null {
  for (const patch of patches)
    for (const found of allLines(patch)) if (found.line.mailLine === mailLine) return found
  return null
}

function headSpot({ quote, text }: Remark, patch: Patch | null): Spot {
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
