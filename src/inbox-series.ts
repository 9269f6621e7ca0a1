import type { Limits, RawMail, Series } from './model.ts'
import { parseMessage } from './mail/message.ts'
import { carriedPatch, type PostedSeries, type ReadMail, seriesOf } from './posted.ts'
import { mailsBefore } from './series/before.ts'
import type { Clues } from './series/clues.ts'
import type { Envelope } from './series/envelope.ts'
import { followupsOf } from './series/followups.ts'
import { type Group, mailsOfGroup } from './series/group.ts'
import { rangeDiff } from './series/range-diff.ts'
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
  readonly load: () => Promise<Series>
  /** With its range-diff and its followups, for which other mails are read again. */
  readonly loadWhole: () => Promise<Series>
  readonly posted: () => Promise<PostedSeries>
}

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
  const opened = groups.map((group, g) => {
    const link = links[g] ?? NO_LINK
    const mails = heldOf(mailsOfGroup(group), held)
    const load = async (): Promise<Series> =>
      seriesOf(group, link, await readAll(mails, limits), limits)
    return {
      group,
      link,
      first: ids.get(firsts[g] ?? '') ?? firsts[g] ?? '',
      size: mails.reduce((sum, mail) => sum + mail.size, 0),
      load,
      loadWhole: async () => {
        replies ??= repliesOf(groups, envelopes)
        const answers = await readAll(heldOf(replies[g] ?? [], held), limits)
        const before = mailsBefore(groups, envelopes, links, g)
        const old = await readAll(heldOf(before, held), limits)
        const stands = carriedOver(group, before, envelopes)
        return { ...withHistory(await load(), old, link, answers), carriedOver: stands }
      },
      posted: async () => ({ group, link: bare(link), mails: await bytesOf(mails) }),
    }
  })
  return opened
}

function withHistory(
  series: Series,
  before: ReadonlyMap<number, ReadMail>,
  { previous, by }: RevisionLink,
  answers: ReadonlyMap<number, ReadMail>,
): Series {
  const members = series.patches.map((patch) => patch.message)
  const mails = series.coverLetter === null ? members : [series.coverLetter, ...members]
  const replies = [...answers.values()].map((answer) => answer.message)
  const known = previous !== null && by !== null
  const old = [...before.values()].map(({ patch }) => patch).filter((patch) => patch !== null)
  return {
    ...series,
    rangeDiff: known ? rangeDiff(series.patches, old, previous, by) : null,
    followups: followupsOf(mails, series.patches, replies),
  }
}

/** Of a part posted anew ("[PATCH v2 2/4]" alone): the patches of earlier revisions that still stand. */
function carriedOver(
  group: Group,
  before: readonly number[],
  envelopes: readonly Envelope[],
): readonly string[] {
  if (group.cover !== null) return []
  const missing = new Set(group.missing)
  return before
    .map((i) => envelopes[i])
    .filter((mail) => mail !== undefined)
    .filter(
      ({ subject }) => subject.expected === group.expected && missing.has(subject.counter ?? 0),
    )
    .map((mail) => mail.messageId)
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

async function readAll(
  mails: readonly HeldAt[],
  limits: Limits,
): Promise<ReadonlyMap<number, ReadMail>> {
  const read = new Map<number, ReadMail>()
  for (const mail of mails) read.set(mail.index, mail.read ?? (await readAgain(mail, limits)))
  return read
}

async function bytesOf(mails: readonly HeldAt[]): Promise<PostedSeries['mails']> {
  const posted = []
  for (const { index, origin, reload } of mails)
    posted.push({ index, origin, bytes: await reload() })
  return posted
}

async function readAgain(mail: Held, limits: Limits): Promise<ReadMail> {
  const message = await parseMessage({ ...mail, bytes: await mail.reload() }, limits)
  return { message, patch: carriedPatch(message, limits) }
}

function firstMail(group: Group): number {
  return group.cover ?? group.members[0] ?? -1
}
