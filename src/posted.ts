import type { Limits, Message, Patch, PatchText, Problem, Series } from './model.ts'
import { readPatch } from './diff/patch.ts'
import { parseMessage } from './mail/message.ts'
import { patchText } from './mail/patch-text.ts'
import { quotedPatches } from './mail/quoted.ts'
import { assembleSeries } from './series/assemble.ts'
import type { Group } from './series/group.ts'
import type { RevisionLink } from './series/revisions.ts'

/** How a series hangs together with earlier ones. */
export type Link = Pick<RevisionLink, 'previous' | 'supersedes'>

/** A series as it was posted: plain data, so that another process can read it. */
export interface PostedSeries {
  readonly group: Group
  readonly link: Link
  /** The mails the group names, cover letter included. */
  readonly mails: readonly PostedMail[]
}

interface PostedMail {
  /** The group's name for it. */
  readonly index: number
  readonly origin: string
  readonly bytes: Uint8Array
}

/** A mail, and the patch it carries or, where that was asked for, quotes. */
export interface ReadMail {
  readonly message: Message
  readonly patch: Patch | null
}

/** Reads the mails of a series. */
export async function readSeries(posted: PostedSeries, limits: Limits): Promise<Series> {
  const read = new Map<number, ReadMail>()
  for (const { index, origin, bytes } of posted.mails) {
    const message = await parseMessage({ origin, bytes, reload: async () => bytes }, limits)
    read.set(index, { message, patch: carriedPatch(message, limits) })
  }
  return seriesOf(posted.group, posted.link, read, limits)
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
  for (const [i, { message, patch }] of read) {
    messages[i] = message
    const judged = i === group.cover ? null : (patch ?? quotedPatch(message, limits))
    if (judged !== null) patches[i] = judged
  }
  return assembleSeries(group, messages, patches, link.previous, { supersedes: link.supersedes })
}

/** The patch that stands in the mail itself. */
export function carriedPatch(message: Message, limits: Limits): Patch | null {
  const text = patchText(message)
  return text === null ? null : readPatch(message, text, limits)
}

/** The patch that a reply quotes. */
export function quotedPatch(message: Message, limits: Limits): Patch | null {
  const text = largest(quotedPatches(message), message.messageId)
  return text === null ? null : readPatch(message, text, limits)
}

/** Of patches quoted at several depths the one with the most lines. */
function largest(quoted: readonly PatchText[], messageId: string): PatchText | null {
  const [longest = null, ...rest] = quoted.toSorted((a, b) => b.diff.length - a.diff.length)
  if (longest === null || rest.length === 0) return longest
  const what = `${quoted.length} patches are quoted at several depths; only the longest was judged`
  const line = rest[0]?.diff[0]?.mailLine ?? null
  const problem: Problem = { kind: 'limit', code: 'quoted-twice', what, messageId, line }
  return { ...longest, problems: [...longest.problems, problem] }
}
