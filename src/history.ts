import type { Followup, Message, Patch, RangeDiff, Series } from './model.ts'
import { once } from './series/once.ts'
import type { ReadMail } from './read-mail.ts'
import { groupsBefore } from './series/before.ts'
import { mayLoseTags } from './series/lost-tags.ts'
import type { Envelope } from './series/envelope.ts'
import { followupsOf } from './series/followups.ts'
import type { Group } from './series/group.ts'
import { rangeDiff } from './series/range-diff.ts'
import type { RevisionLink } from './series/revisions.ts'

/** Which mails tell what came before a series, and what was said to it: plain data. */
export interface History {
  /** Replies to the series itself. */
  readonly replies: readonly number[]
  /** Null without a previous revision. */
  readonly before: RevisionBefore | null
  /** Message-IDs of earlier patches that still stand where only a part was posted anew. */
  readonly carriedOver: readonly string[]
}

interface RevisionBefore extends Pick<RangeDiff, 'previous' | 'by'> {
  readonly revision: number
  readonly cover: number | null
  readonly members: readonly number[]
  readonly replies: readonly number[]
}

/** Every mail a history is read from. */
export function mailsOfHistory({ replies, before }: History): readonly number[] {
  if (before === null) return replies
  const cover = before.cover === null ? [] : [before.cover]
  return [...new Set([...cover, ...before.members, ...before.replies, ...replies])]
}

/** Finds the mails; `replies` are those of each group. */
export function historyOf(
  groups: readonly Group[],
  envelopes: readonly Envelope[],
  links: readonly RevisionLink[],
  replies: readonly (readonly number[])[],
  group: number,
): History {
  const { previous = null, by = null, previousGroup = null } = links[group] ?? {}
  const old = groupsBefore(groups, envelopes, links, group)
  const latest = previousGroup === null ? undefined : groups[previousGroup]
  const own = groups[group]
  return {
    replies: replies[group] ?? [],
    before:
      previous === null || by === null || latest === undefined
        ? null
        : {
            previous,
            by,
            revision: latest.revision,
            cover: latest.cover,
            members: old.mails,
            replies: old.groups.flatMap((g) => replies[g] ?? []).toSorted((a, b) => a - b),
          },
    carriedOver: own === undefined ? [] : carriedOver(own, old.mails, envelopes),
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

/**
 * Reads the previous revision and the replies to both into a series. What was said, and how the revisions relate,
 * is worked out when a rule first asks: most have found a reason to be silent before that.
 */
export function withHistory(
  series: Series,
  { before, replies, carriedOver: stands }: History,
  read: ReadonlyMap<number, ReadMail>,
): Series {
  const of = (indexes: readonly number[]): readonly ReadMail[] =>
    indexes.map((i) => read.get(i)).filter((mail) => mail !== undefined)
  const messagesOf = (indexes: readonly number[]): readonly Message[] =>
    of(indexes).map(({ message }) => message)
  const said = once(() => saidTo(series, messagesOf(replies)))
  if (before === null) {
    return {
      ...series,
      carriedOver: stands,
      get followups() {
        return said()
      },
    }
  }
  const { revision, previous, by } = before
  const patches = once(() =>
    of(before.members)
      .map(({ patch }) => patch)
      .filter((patch) => patch !== null),
  )
  const coverLetter = before.cover === null ? null : (read.get(before.cover)?.message ?? null)
  const saidBefore = once(() =>
    saidTo({ coverLetter, patches: patches() }, messagesOf(before.replies)),
  )
  const relations = once(() => rangeDiff(series.patches, patches(), previous, by))
  const old = {
    revision,
    coverLetter,
    mayLoseTags: mayLoseTags(
      { coverLetter, members: messagesOf(before.members), replies: messagesOf(before.replies) },
      series.patches.map(({ message }) => message),
    ),
    get patches() {
      return patches()
    },
    get followups() {
      return saidBefore()
    },
  }
  return {
    ...series,
    carriedOver: stands,
    before: old,
    get followups() {
      return said()
    },
    get rangeDiff() {
      return relations()
    },
  }
}

function saidTo(
  { coverLetter, patches }: { coverLetter: Message | null; patches: readonly Patch[] },
  replies: readonly Message[],
): readonly Followup[] {
  const members = patches.map((patch) => patch.message)
  const mails = coverLetter === null ? members : [coverLetter, ...members]
  return followupsOf(mails, patches, replies.toSorted(bySending))
}

/** Who spoke first is who said it, in whatever order the mails came in. */
function bySending(a: Message, b: Message): number {
  const [one, other] = [a, b].map(({ date, messageId }) => `${date ?? ''} ${messageId}`)
  return (one ?? '') < (other ?? '') ? -1 : 1
}
