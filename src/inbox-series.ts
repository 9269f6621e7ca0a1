import type { Limits, RawMail, Series } from './model.ts'
import { type History, historyOf, mailsOfHistory, withHistory } from './history.ts'
import { parseMessage } from './mail/message.ts'
import { mailsWithPatch, type PostedSeries, seriesOf } from './posted.ts'
import { readLater, type ReadMail } from './read-mail.ts'
import type { Clues } from './series/clues.ts'
import type { Envelope } from './series/envelope.ts'
import { type Group, mailsOfGroup } from './series/group.ts'
import { repliesOf } from './series/replies.ts'
import { linkRevisions, type RevisionLink } from './series/revisions.ts'

export interface SeriesInInbox {
  readonly group: Group
  readonly link: RevisionLink
  /** Message-ID of its first mail. */
  readonly first: string
  /** Bytes of its mails. */
  readonly size: number
  /** Without patches when a reply turns out to quote none. */
  readonly load: (wish?: HistoryWish) => Promise<Series>
  /** Its mails as they were sent, for another process to read. */
  readonly posted: (wish?: HistoryWish) => Promise<PostedSeries>
}

/**
 * Whether the previous revision and the replies to both are read as well. `bounded`: where there is a previous
 * revision and all of it is not too much; `replies`: those to the series itself, where they are not too many;
 * `all`: whatever there is.
 */
export type HistoryWish = 'none' | 'bounded' | 'replies' | 'all'

/** Mails, and bytes of them, that are read along for one series: the longest threads of nine archives have 400. */
const MOST_MAILS = 1000
const MOST_BYTES = 16 * 1024 * 1024

/** What is kept of a mail between the first pass and the reading of its series. */
export interface Held {
  readonly origin: string
  readonly size: number
  readonly reload: RawMail['reload']
  /** Kept while the budget lasts, so that small inputs are parsed once. */
  readonly read: ReadMail | null
}

/** What the first pass knows, mail by mail. */
interface Index {
  readonly envelopes: readonly Envelope[]
  readonly clues: readonly Clues[]
  readonly held: readonly Held[]
  /** Our own name of a mail whose Message-ID came before -> that Message-ID. */
  readonly ids: ReadonlyMap<string, string>
}

/** Opens the series of an input: their mails are read when they are asked for. */
export function openAll(
  groups: readonly Group[],
  { envelopes, clues, held, ids }: Index,
  limits: Limits,
): readonly SeriesInInbox[] {
  const named = linkRevisions(
    groups,
    envelopes,
    groups.map((group) => clues[firstMail(group)] ?? null),
  )
  const firsts = groups.map((group) => envelopes[firstMail(group)]?.messageId ?? '')
  const links = named.map((link, g) =>
    withIds(link, ids.get(firsts[g] ?? '') ?? firsts[g] ?? '', ids),
  )
  let replies: readonly (readonly number[])[] | null = null
  const history = (g: number, wish: HistoryWish): History | null => {
    if (wish === 'none' || (wish === 'bounded' && links[g]?.previous === null)) return null
    replies ??= repliesOf(groups, envelopes)
    const whole = historyOf(groups, envelopes, links, replies, g)
    if (wish === 'all') return whole
    const found = wish === 'replies' ? { ...whole, before: null } : whole
    const mails = heldOf(mailsOfHistory(found), held)
    return mails.length > MOST_MAILS || sizeOf(mails) > MOST_BYTES ? null : found
  }
  return groups.map((group, g) => {
    const link = links[g] ?? NO_LINK
    const own = mailsOfGroup(group)
    return {
      group,
      link,
      first: ids.get(firsts[g] ?? '') ?? firsts[g] ?? '',
      size: sizeOf(heldOf(own, held)),
      load: async (wish = 'none') => {
        const known = history(g, wish)
        const withPatch = mailsWithPatch(group, known)
        const read = await readAll(heldOf(withOthers(own, known), held), withPatch, limits)
        const series = seriesOf(group, link, read, limits)
        return known === null ? series : withHistory(series, known, read)
      },
      posted: async (wish = 'none') => {
        const known = history(g, wish)
        const mails = await bytesOf(heldOf(withOthers(own, known), held))
        return { group, link: bare(link), mails, history: known }
      },
    }
  })
}

function withOthers(own: readonly number[], history: History | null): readonly number[] {
  return history === null ? own : [...new Set([...own, ...mailsOfHistory(history)])]
}

const NO_LINK: RevisionLink = { previous: null, previousGroup: null, by: null, supersedes: null }

function bare({ previous, supersedes }: RevisionLink): PostedSeries['link'] {
  return { previous, supersedes }
}

/** Names of our own stay inside; a mail does not replace the one it shares its Message-ID with. */
function withIds(link: RevisionLink, first: string, ids: Index['ids']): RevisionLink {
  const real = (id: string | null): string | null => (id === null ? null : (ids.get(id) ?? id))
  const supersedes = real(link.supersedes)
  return {
    ...link,
    previous: real(link.previous),
    supersedes: supersedes === first ? null : supersedes,
  }
}

type HeldAt = Held & { readonly index: number }

function heldOf(indexes: readonly number[], held: readonly Held[]): readonly HeldAt[] {
  return indexes.flatMap((index) => {
    const mail = held[index]
    return mail === undefined ? [] : [{ ...mail, index }]
  })
}

function sizeOf(mails: readonly Held[]): number {
  return mails.reduce((sum, mail) => sum + mail.size, 0)
}

async function readAll(
  mails: readonly HeldAt[],
  withPatch: ReadonlySet<number>,
  limits: Limits,
): Promise<ReadonlyMap<number, ReadMail>> {
  const read = new Map<number, ReadMail>()
  for (const mail of mails)
    read.set(mail.index, mail.read ?? (await readAgain(mail, withPatch.has(mail.index), limits)))
  return read
}

async function bytesOf(mails: readonly HeldAt[]): Promise<PostedSeries['mails']> {
  const posted = []
  for (const { index, origin, reload } of mails)
    posted.push({ index, origin, bytes: await reload() })
  return posted
}

async function readAgain(mail: Held, asksPatch: boolean, limits: Limits): Promise<ReadMail> {
  const message = await parseMessage({ ...mail, bytes: await mail.reload() }, limits)
  return readLater(message, asksPatch, limits)
}

function firstMail(group: Group): number {
  return group.cover ?? group.members[0] ?? -1
}
