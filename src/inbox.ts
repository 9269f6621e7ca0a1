import { createHash } from 'node:crypto'
import type { Limits, MailKind, Message, Patch, Problem, RawMail } from './model.ts'
import { patchId } from './diff/patch-id.ts'
import { patchStatus } from './diff/status.ts'
import { type Held, openAll, type SeriesInInbox } from './inbox-series.ts'
import { type Carried, kindOf } from './mail/kind.ts'
import { parseMessage } from './mail/message.ts'
import { carriedPatch, type ReadMail } from './posted.ts'
import { isBot } from './series/bots.ts'
import { type Clues, cluesOf } from './series/clues.ts'
import { type Envelope, envelopeOf } from './series/envelope.ts'
import { type Group, groupSeries, loneGroup, mailsOfGroup } from './series/group.ts'

/** All mails of a run, indexed: small enough for a whole archive, since bodies are read again when needed. */
export interface Inbox {
  readonly mails: number
  /** Mails that carry a patch of their own. */
  readonly patches: number
  /** What was wrong with mails that belong to no series. */
  readonly problems: readonly Problem[]
  /** In the order of the first mail of each. */
  readonly series: readonly SeriesInInbox[]
}

/** One mail as the first pass saw it. */
export interface SeenMail extends ReadMail {
  readonly kind: MailKind
}

export interface InboxOptions {
  /** Patches that stand in replies, notices and the like are read too; `auto`: only when there is no other. */
  readonly quoted: 'auto' | 'always' | 'never'
  readonly limits: Limits
  readonly onMail: (mail: SeenMail, read: number) => void | Promise<void>
  /** A turn of the event loop, now and then. */
  readonly breathe: () => Promise<void>
}

/** A line that begins with a quote mark; whether it quotes a patch is seen when it is asked for. */
const QUOTES = /^ ?>/m

/** Text of parsed mails that is kept in memory. */
const KEEP_BYTES = 1024 * 1024

/** Reads every mail once, groups the patches into series, and forgets all but what grouping needs. */
export async function readInbox(
  mails: AsyncIterable<RawMail>,
  options: InboxOptions,
): Promise<Inbox> {
  const held: Held[] = []
  const envelopes: Envelope[] = []
  const clues: Clues[] = []
  const loose: Problem[][] = []
  const asked: number[] = []
  const bodies = new Map<string, string>()
  let kept = 0
  for await (const raw of mails) {
    const message = await parseMessage(raw, options.limits)
    const patch = carriedPatch(message, options.limits)
    const kind = kindOf(message, carriedBy(message, patch), isBot(message))
    const own = kind === 'patch'
    // What nobody sent to be applied is judged when asked for: diffs in replies, notices, pull requests.
    if (!own && kind !== 'cover' && (patch !== null || QUOTES.test(message.body)))
      asked.push(held.length)
    kept += raw.bytes.length
    const { origin, reload } = raw
    const read = kept < KEEP_BYTES ? { message, patch } : null
    held.push({ origin, reload, read, size: raw.bytes.length })
    const envelope = envelopeOf(message, own, own && patch !== null ? patchId(patch.files) : null)
    envelopes.push(distinct(detached(envelope), saidBy(message, patch), bodies))
    clues.push(detached(cluesOf(message.body)))
    const problems = [...message.problems, ...withoutPatch(message, kind)]
    loose.push(detached(problems))
    // What a reviewer quotes without marks is no patch of the reply.
    const carried = kind === 'reply' ? null : patch
    const seen = { message: { ...message, problems }, patch: carried, kind }
    await options.onMail(seen, held.length)
    if (held.length % 100 === 0) await options.breathe()
  }
  const posted = groupSeries(envelopes)
  const patches = posted.reduce((sum, group) => sum + group.members.length, 0)
  const readAsked = options.quoted === 'always' || (options.quoted === 'auto' && patches === 0)
  const groups = [
    ...posted,
    ...(readAsked ? asked.map((i) => loneGroup(envelopes, i)) : []),
  ].toSorted((a, b) => firstOf(a) - firstOf(b))
  const inSeries = new Set(groups.flatMap(mailsOfGroup))
  return {
    mails: held.length,
    patches,
    problems: loose.flatMap((problems, i) => (inSeries.has(i) ? [] : problems)),
    series: openAll(groups, envelopes, clues, held, options.limits),
  }
}

function firstOf(group: Group): number {
  return Math.min(...mailsOfGroup(group))
}

/** In a reply, a diff that lost lines is a quote without marks; elsewhere it is a patch all the same. */
function carriedBy(message: Message, patch: Patch | null): Carried {
  if (patch === null || (patch.files.length === 0 && !message.subject.isPatch)) return 'nothing'
  if (!message.subject.isReply) return 'whole'
  return patchStatus(patch).status === 'ok' ? 'whole' : 'damaged'
}

/** A patch that is announced and not there: not an error, and not a pass. */
function withoutPatch(message: Message, kind: MailKind): readonly Problem[] {
  if (kind !== 'no-patch' || !message.subject.isPatch) return []
  const what = 'the subject announces a patch, but the mail holds no diff'
  const { messageId } = message
  return [{ kind: 'damage', code: 'patch-missing', what, messageId, line: null }]
}

/** What two copies of a mail share when lists add footers, fold and encode anew: title, log and diff. */
function saidBy(message: Message, patch: Patch | null): string {
  if (patch === null) return message.body
  const { title, log } = patch.text
  const lines = patch.files.flatMap(({ oldPath, newPath, hunks }) => [
    `${oldPath} ${newPath}`,
    ...hunks.flatMap((hunk) => hunk.lines.map((line) => line.sign + line.text)),
  ])
  // Some lists fold a long subject behind a comma, which leaves a blank that was not there.
  return [title.replaceAll(' ', ''), ...log.map((line) => line.text), ...lines].join('\n')
}

/**
 * The same Message-ID twice is the same mail, unless it says something else: then it is judged too, under
 * a name of its own (77 such pairs in 217,561 real mails; and a gate must not be passed by one).
 */
function distinct(envelope: Envelope, said: string, bodies: Map<string, string>): Envelope {
  const { messageId } = envelope
  const print = `${said.length} ${hash(said)}`
  const known = bodies.get(messageId)
  if (known === undefined) bodies.set(messageId, print)
  if (known === undefined || known === print || !envelope.carriesPatch) return envelope
  return { ...envelope, messageId: `${messageId}#${bodies.size}-${hash(said)}` }
}

function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 12)
}

/** A copy whose strings do not keep the mail they were cut from alive (V8 shares the text of slices). */
function detached<T extends object>(value: T): T {
  // The value is plain data, so it comes back as it went in.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(JSON.stringify(value)) as T
}
