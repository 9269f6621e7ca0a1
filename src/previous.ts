import { isMadeUp } from './mail/made-up.ts'
import type { RawMail } from './model.ts'
import type { Clues } from './series/clues.ts'
import type { Envelope } from './series/envelope.ts'
import { groupSeries, type Group, mailsOfGroup } from './series/group.ts'
import { linkRevisions } from './series/revisions.ts'

/** A mail of the input, or one that is only read as an earlier revision or a reply to it. */
export interface Incoming {
  readonly raw: RawMail
  readonly judged: boolean
}

/** The input, then what is only read along. */
export async function* withPrevious(
  mails: AsyncIterable<RawMail>,
  previous: AsyncIterable<RawMail> | null,
): AsyncGenerator<Incoming, void, void> {
  for await (const raw of mails) yield { raw, judged: true }
  if (previous !== null) for await (const raw of previous) yield { raw, judged: false }
}

/** The series among mails that are only read along: those from `from` on. What the input holds, too, is the input's. */
export function groupsReadAlong(envelopes: readonly Envelope[], from: number): readonly Group[] {
  const known = new Set(envelopes.slice(0, from).map(({ messageId }) => messageId))
  const rest = envelopes
    .map((mail, at) => ({ mail, at }))
    .filter(({ mail, at }) => at >= from && !known.has(mail.messageId))
  const placeOf = (i: number): number => rest[i]?.at ?? -1
  return groupSeries(rest.map(({ mail }) => mail)).map((group) => ({
    ...group,
    cover: group.cover === null ? null : placeOf(group.cover),
    members: group.members.map(placeOf),
  }))
}

/**
 * Patches that were not sent yet (from a range or from git format-patch, without Message-ID) have the date of
 * their commit, which may be older than the mails they follow: beside earlier revisions they are the newest.
 */
export function asNewest(envelopes: readonly Envelope[], from: number): readonly Envelope[] {
  const dates = envelopes.slice(from).map(({ date }) => date ?? '')
  const latest = dates.reduce((most, date) => (date > most ? date : most), '')
  if (latest === '') return envelopes
  return envelopes.map((mail, i) => (i < from && isDraft(mail) ? { ...mail, date: latest } : mail))
}

/** More than any revision; it is only tried on. */
const NEWEST = 1000

/** A draft whose subject says no revision follows the newest of the earlier ones that it belongs to. */
export function asNewerRevisions(
  groups: readonly Group[],
  envelopes: readonly Envelope[],
  clues: readonly Clues[],
  from: number,
): readonly Group[] {
  const isNew = groups.map(
    (group) =>
      group.revision === 1 &&
      mailsOfGroup(group).every((i) => i < from && isDraft(envelopes[i] ?? null)),
  )
  const tried = groups.map((group, g) =>
    isNew[g] === true ? { ...group, revision: NEWEST } : group,
  )
  const links = linkRevisions(
    tried,
    envelopes,
    groups.map((group) => clues[mailsOfGroup(group)[0] ?? -1] ?? null),
  )
  return groups.map((group, g) => {
    const before = groups[links[g]?.previousGroup ?? -1]
    if (isNew[g] !== true || before === undefined) return group
    return { ...group, revision: before.revision + 1 }
  })
}

function isDraft(mail: Envelope | null): boolean {
  return mail !== null && isMadeUp(mail.messageId)
}
