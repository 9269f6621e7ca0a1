import type { Problem, RawMail } from './model.ts'
import { type FirstPass, firstPass, type FirstPassOptions } from './first-pass.ts'
import { openAll, type SeriesInInbox } from './inbox-series.ts'
import { asNewerRevisions, asNewest, groupsReadAlong } from './previous.ts'
import { firstMailOf, type Group, groupSeries, loneGroup, mailsOfGroup } from './series/group.ts'

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

export interface InboxOptions extends FirstPassOptions {
  /** Patches that stand in replies, notices and the like are read too; `auto`: only when there is no other. */
  readonly quoted: 'auto' | 'always' | 'never'
}

/** Reads every mail once, groups the patches into series, and forgets all but what grouping needs. */
export async function readInbox(
  mails: AsyncIterable<RawMail>,
  options: InboxOptions,
): Promise<Inbox> {
  const read = await firstPass(mails, options)
  const { held, clues, own, ids } = read
  const { groups, patches, aside } = judgedGroups(read, options.quoted)
  const envelopes = asNewest(read.envelopes, own)
  const along = groupsReadAlong(read.envelopes, own)
  const all = asNewerRevisions([...along, ...groups], envelopes, clues, own)
  const inSeries = new Set(groups.flatMap(mailsOfGroup))
  return {
    mails: own,
    patches,
    aside,
    problems: read.problems.flatMap((problems, i) => (inSeries.has(i) ? [] : problems)),
    series: openAll(all, { envelopes, clues, held, ids }, options.limits).slice(along.length),
  }
}

interface Judged extends Pick<Inbox, 'patches' | 'aside'> {
  /** In the order of the first mail of each. */
  readonly groups: readonly Group[]
}

function judgedGroups(
  { envelopes, own, unsent }: FirstPass,
  quoted: InboxOptions['quoted'],
): Judged {
  const posted = groupSeries(envelopes.slice(0, own))
  const patches = posted.reduce((sum, group) => sum + group.members.length, 0)
  const isAsked = quoted === 'always' || (quoted === 'auto' && patches === 0)
  // The diff of a cover letter is an example, unless there is nothing else.
  const also = isAsked ? unsent.filter(({ isCover }) => !isCover || patches === 0) : []
  const groups = [...posted, ...also.map(({ at }) => loneGroup(envelopes, at))].toSorted(
    (a, b) => firstMailOf(a) - firstMailOf(b),
  )
  const aside =
    unsent.filter(({ isWhole, isCover }) => isWhole && !isCover).length -
    also.filter(({ isWhole }) => isWhole).length
  return { groups, patches, aside }
}
