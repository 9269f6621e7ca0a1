import { createHash } from 'node:crypto'
import type { Limits, MailKind, Message, Patch, Problem, RawMail } from './model.ts'
import { commitMark } from './commit-mark.ts'
import { patchId } from './diff/patch-id.ts'
import { patchStatus } from './diff/status.ts'
import { type Held, openAll, type SeriesInInbox } from './inbox-series.ts'
import { type Carried, kindOf } from './mail/kind.ts'
import { parseMessage } from './mail/message.ts'
import { asNewerRevisions, asNewest, groupsReadAlong, withPrevious } from './previous.ts'
import { carriedPatch, type ReadMail } from './read-mail.ts'
import { isBot } from './series/bots.ts'
import { type Clues, cluesOf } from './series/clues.ts'
import { type Envelope, envelopeOf } from './series/envelope.ts'
import { firstMailOf, groupSeries, loneGroup, mailsOfGroup } from './series/group.ts'

/** All mails of a run, indexed: small enough for a whole archive, since bodies are read again when needed. */
export interface Inbox {
  readonly mails: number
  /** Mails that carry a patch of their own. */
  readonly patches: number
  /** Mails whose diff nobody sent to be applied, and that were therefore left out. */
  readonly aside: number
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
  /** Mails that are read as earlier revisions and as replies to them, never for themselves. */
  readonly previous?: AsyncIterable<RawMail> | null
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
  const asked: { readonly at: number; readonly isCover: boolean; readonly isWhole: boolean }[] = []
  const known: Known = { prints: new Map(), ids: new Map() }
  let kept = 0
  let own = 0
  for await (const { raw, judged } of withPrevious(mails, options.previous ?? null)) {
    const message = await parseMessage(raw, options.limits)
    const patch = carriedPatch(message, options.limits)
    const kind = kindOf(message, carriedBy(message, patch), isBot(message))
    const isOwn = kind === 'patch'
    // What nobody sent to be applied is judged when asked for: diffs in replies, notices, pull requests.
    if (judged && !isOwn && (patch !== null || QUOTES.test(message.body)))
      asked.push({ at: held.length, isCover: kind === 'cover', isWhole: patch !== null })
    kept += raw.bytes.length
    const { origin, reload } = raw
    const read = kept < KEEP_BYTES ? { message, patch } : null
    held.push({ origin, reload, read, size: raw.bytes.length })
    const envelope = envelopeOf(
      message,
      isOwn,
      isOwn && patch !== null ? patchId(patch.files) : null,
      commitMark(raw.bytes) > 0,
    )
    envelopes.push(distinct(detached(envelope), saidBy(message, patch), known))
    clues.push(detached(cluesOf(message.body)))
    if (!judged) {
      loose.push([])
      if (held.length % 100 === 0) await options.breathe()
      continue
    }
    own++
    const problems = [...message.problems, ...withoutPatch(message, kind)]
    loose.push(detached(problems))
    // What a reviewer quotes without marks is no patch of the reply.
    const carried = kind === 'reply' ? null : patch
    const seen = { message: { ...message, problems }, patch: carried, kind }
    await options.onMail(seen, held.length)
    if (held.length % 100 === 0) await options.breathe()
  }
  const posted = groupSeries(envelopes.slice(0, own))
  const patches = posted.reduce((sum, group) => sum + group.members.length, 0)
  const readAsked = options.quoted === 'always' || (options.quoted === 'auto' && patches === 0)
  // The diff of a cover letter is an example, unless there is nothing else.
  const also = readAsked ? asked.filter(({ isCover }) => !isCover || patches === 0) : []
  const groups = [...posted, ...also.map(({ at }) => loneGroup(envelopes, at))].toSorted(
    (a, b) => firstMailOf(a) - firstMailOf(b),
  )
  const index = { envelopes: asNewest(envelopes, own), clues, held, ids: known.ids }
  const along = groupsReadAlong(envelopes, own)
  const all = asNewerRevisions([...along, ...groups], index.envelopes, clues, own)
  const inSeries = new Set(groups.flatMap(mailsOfGroup))
  return {
    mails: own,
    patches,
    aside:
      asked.filter(({ isWhole, isCover }) => isWhole && !isCover).length -
      (readAsked ? also.filter(({ isWhole }) => isWhole).length : 0),
    problems: loose.flatMap((problems, i) => (inSeries.has(i) ? [] : problems)),
    series: openAll(all, index, options.limits).slice(along.length),
  }
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
function withoutPatch(message: Message, kind: MailKind): readonly Problem[] {
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
  const name = `${messageId}#${print}`
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
