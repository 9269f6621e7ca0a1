import { createHash } from 'node:crypto'
import type { Message, Patch, PatchText, Problem, RawMail, Series } from './model.ts'
import { readPatch } from './diff/patch.ts'
import { parseMessage } from './mail/message.ts'
import { patchText } from './mail/patch-text.ts'
import { quotedPatches } from './mail/quoted.ts'
import { assembleSeries } from './series/assemble.ts'
import { type Envelope, envelopeOf } from './series/envelope.ts'
import { type Group, groupSeries } from './series/group.ts'
import { type Clues, cluesOf, findPrevious } from './series/previous.ts'

/** All mails of a run, indexed: small enough for a whole archive, since bodies are read again when needed. */
export interface Inbox {
  readonly mails: number
  /** Mails that carry a patch of their own. */
  readonly patches: number
  /** What was wrong with mails that belong to no series. */
  readonly problems: readonly Problem[]
  /** In the order of the first mail of each. */
  readonly series: readonly PostedSeries[]
}

interface PostedSeries {
  /** Without patches when a reply turns out to quote none. */
  readonly load: () => Promise<Series>
}

export interface InboxOptions {
  /** Patches quoted in replies are read too; `auto`: only when the input holds no other patch. */
  readonly quoted: 'auto' | 'always'
  readonly onMail: (read: number) => void
  /** A turn of the event loop, now and then. */
  readonly breathe: () => Promise<void>
}

interface Held {
  readonly origin: string
  readonly reload: RawMail['reload']
  /** Kept while the budget lasts, so that small inputs are parsed once. */
  readonly message: Message | null
}

/** A line that begins with a quote mark; whether it quotes a patch is seen when it is asked for. */
const QUOTES = /^ ?>/m

/** Text of parsed mails that is kept in memory. */
const KEEP_BYTES = 8 * 1024 * 1024

/** Reads every mail once, groups the patches into series, and forgets all but what grouping needs. */
export async function readInbox(
  mails: AsyncIterable<RawMail>,
  options: InboxOptions,
): Promise<Inbox> {
  const held: Held[] = []
  const envelopes: Envelope[] = []
  const clues: Clues[] = []
  const loose: Problem[][] = []
  const quoting: number[] = []
  const bodies = new Map<string, string>()
  let kept = 0
  for await (const raw of mails) {
    const message = await parseMessage(raw)
    const carriesPatch = patchText(message) !== null
    if (!carriesPatch && QUOTES.test(message.body)) quoting.push(held.length)
    kept += raw.bytes.length
    held.push({
      origin: raw.origin,
      reload: raw.reload,
      message: kept < KEEP_BYTES ? message : null,
    })
    envelopes.push(detached(distinct(envelopeOf(message, carriesPatch), message.body, bodies)))
    clues.push(detached(cluesOf(message.body)))
    loose.push(detached([...message.problems]))
    options.onMail(held.length)
    if (held.length % 100 === 0) await options.breathe()
  }
  const groups = groupSeries(envelopes).filter((group) => group.members.length > 0)
  const patches = groups.reduce((sum, group) => sum + group.members.length, 0)
  const readQuoted = options.quoted === 'always' || patches === 0
  const quotedGroups = readQuoted ? quoting.map((i): Group => lone(i, envelopes[i])) : []
  const previous = findPrevious(
    groups,
    envelopes,
    groups.map((group) => clues[group.cover ?? group.members[0] ?? -1] ?? null),
  )
  const inSeries = new Set(
    [...groups, ...quotedGroups].flatMap((g) => [
      ...g.members,
      ...(g.cover === null ? [] : [g.cover]),
    ]),
  )
  const posted = [
    ...groups.map((group, g) => ({ group, previous: previous[g] ?? null })),
    ...quotedGroups.map((group) => ({ group, previous: null })),
  ].toSorted((a, b) => first(a.group) - first(b.group))
  return {
    mails: held.length,
    patches,
    problems: loose.flatMap((problems, i) => (inSeries.has(i) ? [] : problems)),
    series: posted.map((p) => ({ load: async () => load(p.group, p.previous, held) })),
  }
}

/**
 * The same Message-ID twice is the same mail, unless it says something else: then it is judged too, under
 * a name of its own (77 such pairs in 217,561 real mails; and a gate must not be passed by one).
 */
function distinct(envelope: Envelope, body: string, bodies: Map<string, string>): Envelope {
  const { messageId } = envelope
  const print = `${body.length} ${hash(body)}`
  const known = bodies.get(messageId)
  if (known === undefined) bodies.set(messageId, print)
  if (known === undefined || known === print || !envelope.carriesPatch) return envelope
  return { ...envelope, messageId: `${messageId}#${bodies.size}-${hash(body)}` }
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

function lone(i: number, envelope: Envelope | undefined): Group {
  return {
    revision: envelope?.subject.revision ?? 1,
    expected: 1,
    cover: null,
    members: [i],
    missing: [],
  }
}

function first(group: Group): number {
  return Math.min(...group.members, ...(group.cover === null ? [] : [group.cover]))
}

async function load(group: Group, previous: string | null, held: readonly Held[]): Promise<Series> {
  const messages: Record<number, Message> = {}
  const patches: Record<number, Patch> = {}
  for (const i of group.cover === null ? group.members : [group.cover, ...group.members]) {
    const mail = held[i]
    if (mail === undefined) continue
    const message = mail.message ?? (await parseMessage({ ...mail, bytes: await mail.reload() }))
    messages[i] = message
    const text = patchText(message) ?? largest(quotedPatches(message))
    if (text !== null && i !== group.cover) patches[i] = readPatch(message, text)
  }
  return assembleSeries(group, messages, patches, previous)
}

/** Of patches quoted at several depths the one with the most lines. */
function largest(quoted: readonly PatchText[]): PatchText | null {
  const [longest = null, ...rest] = quoted.toSorted((a, b) => b.diff.length - a.diff.length)
  if (longest === null || rest.length === 0) return longest
  const what = `${quoted.length} patches are quoted at several depths; only the longest was judged`
  const line = rest[0]?.diff[0]?.mailLine ?? null
  const problem: Problem = { kind: 'limit', code: 'quoted-twice', what, messageId: null, line }
  return { ...longest, problems: [...longest.problems, problem] }
}
