import type { Limits, Message, Patch, Series } from './model.ts'
import { type History, withHistory } from './history.ts'
import { parseMessage } from './mail/message.ts'
import { quotedPatch, readLater, type ReadMail } from './read-mail.ts'
import { assembleSeries } from './series/assemble.ts'
import { type Group, mailsOfGroup } from './series/group.ts'
import type { RevisionLink } from './series/revisions.ts'

/** How a series hangs together with earlier ones. */
export type Link = Pick<RevisionLink, 'previous' | 'supersedes'>

/** A series as it was posted: plain data, so that another process can read it. */
export interface PostedSeries {
  readonly group: Group
  readonly link: Link
  /** The mails the group names, cover letter included, and those the history names. */
  readonly mails: readonly PostedMail[]
  /** Null when nobody asked for it, or there is too much of it. */
  readonly history: History | null
}

interface PostedMail {
  /** The group's name for it. */
  readonly index: number
  readonly origin: string
  readonly bytes: Uint8Array
}

/** Reads the mails of a series. */
export async function readSeries(posted: PostedSeries, limits: Limits): Promise<Series> {
  const read = new Map<number, ReadMail>()
  const withPatch = mailsWithPatch(posted.group, posted.history)
  for (const { index, origin, bytes } of posted.mails) {
    const message = await parseMessage({ origin, bytes, reload: async () => bytes }, limits)
    read.set(index, readLater(message, withPatch.has(index), limits))
  }
  const series = seriesOf(posted.group, posted.link, read, limits)
  return posted.history === null ? series : withHistory(series, posted.history, read)
}

/** The mails whose patch is asked for: not what is read for its words alone. */
export function mailsWithPatch(group: Group, history: History | null): ReadonlySet<number> {
  return new Set([...mailsOfGroup(group), ...(history?.before?.members ?? [])])
}

/** Puts the series together; a mail of it that carries no patch of its own is searched for a quoted one. */
export function seriesOf(
  group: Group,
  link: Link,
  read: ReadonlyMap<number, ReadMail>,
  limits: Limits,
): Series {
  const messages: Record<number, Message> = {}
  const patches: Record<number, Patch> = {}
  for (const i of mailsOfGroup(group)) {
    const mail = read.get(i)
    if (mail === undefined) continue
    const { message, patch } = mail
    messages[i] = message
    const judged = i === group.cover ? null : (patch ?? quotedPatch(message, limits))
    if (judged !== null) patches[i] = judged
  }
  return assembleSeries(group, messages, patches, link.previous, { supersedes: link.supersedes })
}
