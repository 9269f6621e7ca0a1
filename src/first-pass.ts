import { commitMark } from './commit-mark.ts'
import { createHash } from 'node:crypto'
import type { Limits, MailKind, Message, Patch, Problem, RawMail } from './model.ts'
import { patchId } from './diff/patch-id.ts'
import { patchStatus } from './diff/status.ts'
import type { Held } from './inbox-series.ts'
import { type Carried, kindOf } from './mail/kind.ts'
import { parseMessage } from './mail/message.ts'
import { withPrevious } from './previous.ts'
import { carriedPatch, type ReadMail } from './read-mail.ts'
import { isBot } from './series/bots.ts'
import { type Clues, cluesOf } from './series/clues.ts'
import { type Envelope, envelopeOf } from './series/envelope.ts'

/** One mail as the first pass saw it. */
export interface SeenMail extends ReadMail {
  readonly kind: MailKind
}

export interface FirstPassOptions {
  readonly limits: Limits
  /** Mails that are read as earlier revisions and as replies to them, never for themselves. */
  readonly previous?: AsyncIterable<RawMail> | null
  readonly onMail: (mail: SeenMail, read: number) => void | Promise<void>
  /** A turn of the event loop, now and then. */
  readonly breathe: () => Promise<void>
}

/** What is left of all mails when each was read once; mail i is element i of each array. */
export interface FirstPass {
  readonly held: readonly Held[]
  readonly envelopes: readonly Envelope[]
  readonly clues: readonly Clues[]
  /** What was wrong with each; empty for what is not judged for itself. */
  readonly problems: readonly (readonly Problem[])[]
  /** Mails that are judged for themselves; those of earlier revisions come behind them. */
  readonly own: number
  /** Mails whose diff nobody sent to be applied: replies, notices, pull requests. */
  readonly unsent: readonly Unsent[]
  /** Name of our own -> Message-ID. */
  readonly ids: ReadonlyMap<string, string>
}

interface Unsent {
  readonly at: number
  readonly isCover: boolean
  /** It carries the diff itself; false where it only quotes one, maybe. */
  readonly isWhole: boolean
}

/** A line that begins with a quote mark; whether it quotes a patch is seen when it is asked for. */
const QUOTES = /^ ?>/m

/** Text of parsed mails that is kept in memory. */
const KEEP_BYTES = 1024 * 1024

/** Reads every mail once, and forgets all but what grouping needs. */
export async function firstPass(
  mails: AsyncIterable<RawMail>,
  { limits, previous, onMail, breathe }: FirstPassOptions,
): Promise<FirstPass> {
  const held: Held[] = []
  const envelopes: Envelope[] = []
  const clues: Clues[] = []
  const problems: (readonly Problem[])[] = []
  const unsent: Unsent[] = []
  const known: Known = { prints: new Map(), ids: new Map() }
  let kept = 0
  let own = 0
  for await (const { raw, judged } of withPrevious(mails, previous ?? null)) {
    const mail = await seenMail(raw, limits)
    const { message, patch } = mail
    if (judged && isUnsent(mail))
      unsent.push({ at: held.length, isCover: mail.kind === 'cover', isWhole: patch !== null })
    const size = raw.bytes.length
    kept += size
    const { origin, reload } = raw
    held.push({ origin, reload, read: kept < KEEP_BYTES ? { message, patch } : null, size })
    envelopes.push(distinct(detached(envelopeFor(mail, raw)), saidBy(message, patch), known))
    clues.push(detached(cluesOf(message.body)))
    const wrong = judged ? [...message.problems, ...withoutPatch(mail)] : []
    problems.push(detached(wrong))
    if (judged) {
      own++
      // What a reviewer quotes without marks is no patch of the reply.
      const carried = mail.kind === 'reply' ? null : patch
      const seen = { message: { ...message, problems: wrong }, patch: carried, kind: mail.kind }
      await onMail(seen, held.length)
    }
    if (held.length % 100 === 0) await breathe()
  }
  return { held, envelopes, clues, problems, own, unsent, ids: known.ids }
}

async function seenMail(raw: RawMail, limits: Limits): Promise<SeenMail> {
  const message = await parseMessage(raw, limits)
  const patch = carriedPatch(message, limits)
  return { message, patch, kind: kindOf(message, carriedBy(message, patch), isBot(message)) }
}

function isUnsent({ message, patch, kind }: SeenMail): boolean {
  return kind !== 'patch' && (patch !== null || QUOTES.test(message.body))
}

function envelopeFor({ message, patch, kind }: SeenMail, raw: RawMail): Envelope {
  const isOwn = kind === 'patch'
  const id = isOwn && patch !== null ? patchId(patch.files) : null
  return envelopeOf(message, isOwn, id, commitMark(raw.bytes) > 0)
}

/** In a reply, a diff that lost lines is a quote without marks; elsewhere it is a patch all the same. */
function carriedBy(message: Message, patch: Patch | null): Carried {
  if (patch === null) return 'nothing'
  const cut = patch.problems.some((p) => p.kind === 'limit' && p.code !== 'combined-diff')
  if (patch.files.length === 0 && !message.subject.isPatch && !cut) return 'nothing'
  if (!message.subject.isReply) return 'whole'
  return patchStatus(patch).status === 'ok' ? 'whole' : 'damaged'
}

/** A patch that is announced and not there: not an error, and not a pass. */
function withoutPatch({ message, kind }: SeenMail): readonly Problem[] {
  const { subject, messageId } = message
  if (kind !== 'no-patch' || !subject.isPatch) return []
  // "[RFC] How about x?" is talk; "[PATCH 2/3] x" is a part of what is judged.
  if ((subject.counter ?? 0) > 0) {
    const what = `patch ${subject.counter}/${subject.expected} of a series holds no diff that could be read`
    return [{ kind: 'limit', code: 'member-without-patch', what, messageId, line: null }]
  }
  const what = 'the subject announces a patch, but the mail holds no diff'
  return [{ kind: 'damage', code: 'patch-missing', what, messageId, line: null }]
}

/** What two copies of a mail share when lists add footers, fold and encode anew: title, log and diff. */
function saidBy(message: Message, patch: Patch | null): string {
  if (patch === null) return message.body
  const { title, log, author } = patch.text
  const lines = patch.files.flatMap(({ hunks, mailLine: _, ...header }) => [
    JSON.stringify(header),
    ...hunks.flatMap(({ range, lines: rows }) => [
      JSON.stringify(range),
      ...rows.map(({ sign, text, noEol }) => `${sign}${text}${noEol ? ' \\' : ''}`),
    ]),
  ])
  // Some lists fold a long subject behind a comma, which leaves a blank that was not there.
  const by = author.address.toLowerCase()
  return [by, title.replaceAll(' ', ''), ...log.map((line) => line.text), ...lines].join('\n')
}

/**
 * The same Message-ID twice is the same mail, unless it says something else: then it is judged too, under
 * a name of its own (77 such pairs in 217,561 real mails; and a gate must not be passed by one).
 */
function distinct(envelope: Envelope, said: string, known: Known): Envelope {
  const { messageId } = envelope
  const print = hash(said)
  const first = known.prints.get(messageId)
  if (first === undefined) known.prints.set(messageId, print)
  if (first === undefined || first === print || !envelope.carriesPatch) return envelope
  // Such a name may be somebody's Message-ID as well.
  let name = `${messageId}#${print}`
  while ((known.prints.get(name) ?? print) !== print) name = `${name}#${print}`
  known.prints.set(name, print)
  known.ids.set(name, messageId)
  return { ...envelope, messageId: name }
}

interface Known {
  /** Message-ID -> what the first mail of it says. */
  readonly prints: Map<string, string>
  /** Name of our own -> Message-ID. */
  readonly ids: Map<string, string>
}

function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

/** A copy whose strings do not keep the mail they were cut from alive (V8 shares the text of slices). */
function detached<T extends object>(value: T): T {
  // The value is plain data, so it comes back as it went in.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(JSON.stringify(value)) as T
}
