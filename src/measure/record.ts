import type { Anchor, Comment, Followup, Message, Remark, Review } from '../model.ts'
import { fingerprints } from '../review/fingerprint.ts'
import type { Speaks } from './words.ts'

/** One comment of a rule on one patch, with what is needed to count it, to find it again and to read it. */
export interface Fire {
  readonly rule: string
  readonly messageId: string
  /** Its fingerprint among the comments on this mail. */
  readonly place: string
  readonly mailLine: number | null
  /** For people: "drivers/iio/x.c:12", "Cc", "subject". */
  readonly where: string
  /** The line it is about; the subject of the mail, or its log in one line, where it is about those. */
  readonly quote: string
  readonly text: string
  /** Message-ID of a remark that says the same at the same place, by place and wording; null without one. */
  readonly said: string | null
}

/** What judging one series gave: what a resumed run need not do again. */
export interface SeriesRecord {
  /** Message-ID of its first mail, and of the first mail of its previous revision. */
  readonly first: string
  readonly previous: string | null
  readonly cover: string | null
  readonly patches: readonly PatchMark[]
  /** Message-IDs of patches that were not judged whole. */
  readonly limited: readonly string[]
  readonly fires: readonly Fire[]
}

interface PatchMark {
  readonly messageId: string
  /** Its counter in the series; 1 for a lone patch. */
  readonly counter: number
}

/** Keeps of a review what is counted. `followups`: the replies to the series, where there are any. */
export function recordOf(
  review: Review,
  posted: { readonly first: string; readonly previous: string | null },
  followups: readonly Followup[],
  wording: ReadonlyMap<string, Speaks>,
): SeriesRecord {
  const { messageIds, patches: count, missing } = review.series
  const ids = messageIds.slice(messageIds.length - count)
  const counters = Array.from({ length: count + missing.length }, (_, i) => i + 1).filter(
    (counter) => !missing.includes(counter),
  )
  const prints = new Map<string, (comment: Comment) => string>()
  const fires = review.comments.map((comment): Fire => {
    const { messageId } = comment.message
    const print = prints.get(messageId) ?? fingerprints()
    prints.set(messageId, print)
    const own = comment.message.from.address.toLowerCase()
    const heard = followups.filter(
      (reply) =>
        !reply.bot && reply.answers === messageId && reply.from.address.toLowerCase() !== own,
    )
    return {
      rule: comment.rule.id,
      messageId,
      place: print(comment),
      ...placed(comment.anchor, comment.message),
      text: comment.text,
      said: saidBy(comment, heard, wording.get(comment.rule.id) ?? (() => false)),
    }
  })
  const limited = review.problems
    .filter((p) => p.kind === 'limit')
    .map((p) => p.messageId ?? ids[0])
  return {
    ...posted,
    cover: messageIds.length > count ? (messageIds[0] ?? null) : null,
    patches: ids.map((messageId, at) => ({ messageId, counter: counters[at] ?? at + 1 })),
    limited: [...new Set(limited.filter((id) => id !== undefined))],
    fires,
  }
}

function placed(
  anchor: Anchor,
  { subject, body }: Message,
): Pick<Fire, 'mailLine' | 'where' | 'quote'> {
  if (anchor.kind === 'line') {
    const where = `${anchor.path ?? '?'}:${anchor.line ?? '?'}`
    return { mailLine: anchor.mailLine, where, quote: anchor.quote }
  }
  if (anchor.kind === 'trailer')
    return { mailLine: anchor.mailLine, where: anchor.key, quote: anchor.value }
  if (anchor.kind !== 'log') return { mailLine: null, where: anchor.kind, quote: subject.text }
  const { mailLine } = anchor
  const lines = body.split('\n')
  const quote = mailLine === null ? logIn(lines) : (lines[mailLine - 1] ?? '')
  return { mailLine, where: 'log', quote }
}

/** So much of a log tells a reader which one it is. */
const LOG_QUOTE = 400

/** The log in one line, e.g. "It was open for ever. / Signed-off-by: A <a@example.org>". */
function logIn(lines: readonly string[]): string {
  const cut = lines.findIndex((line) => /^(?:---|diff --git )/.test(line))
  const log = lines.slice(0, cut === -1 ? lines.length : cut).map((line) => line.trim())
  const text = log.filter((line) => line !== '').join(' / ')
  return text.length > LOG_QUOTE ? `${text.slice(0, LOG_QUOTE)} ...` : text
}

function saidBy(comment: Comment, heard: readonly Followup[], speaks: Speaks): string | null {
  const reply = heard.find(({ remarks }) =>
    remarks.some((remark) => isAtPlace(remark, comment.anchor) && speaks(remark.text)),
  )
  return reply?.messageId ?? null
}

/** Lines apart at which a remark is still about the same thing. */
const NEAR = 3

/**
 * A remark stands at a comment's place: within three lines of it in the same file and image, or under the
 * same text; under the same trailer; or, for what is about the message, on no line of the diff.
 */
function isAtPlace(remark: Remark, anchor: Anchor): boolean {
  if (anchor.kind === 'line') {
    if (remark.path === null || remark.path !== anchor.path) return false
    if (remark.quote?.trim() === anchor.quote.trim()) return true
    if (remark.line === null || anchor.line === null || remark.side !== anchor.side) return false
    return Math.abs(remark.line - anchor.line) <= NEAR
  }
  if (remark.path !== null) return false
  if (anchor.kind !== 'trailer') return true
  const quote = remark.quote?.trim().toLowerCase() ?? ''
  return quote.startsWith(`${anchor.key.toLowerCase()}:`)
}

/** What an earlier run kept, if that is what it is: its file may be damaged. */
export function isSeriesRecord(value: unknown): value is SeriesRecord {
  if (typeof value !== 'object' || value === null) return false
  const { first, patches, limited, fires } = Object.fromEntries<unknown>(Object.entries(value))
  return typeof first === 'string' && [patches, limited, fires].every(Array.isArray)
}
