import type { RangeDiff } from '../model.ts'
import { answered, type Envelope } from './envelope.ts'
import type { Group } from './group.ts'
import { type Posting, postingsOf } from './posting.ts'
import type { Clues } from './clues.ts'
import { normalised } from './titles.ts'
import { type Ballot, openVotes, type Votes } from './votes.ts'
import { addUnder } from './add-under.ts'

/** What a group has to do with the groups before it. */
export interface RevisionLink {
  /** The first mail's Message-ID of the previous revision, where the input shows it. */
  readonly previous: string | null
  /** Its index among the groups. */
  readonly previousGroup: number | null
  readonly by: RangeDiff['by'] | null
  /** The first mail of what this posting replaces: the previous revision, or the same one sent before. */
  readonly supersedes: string | null
}

/**
 * Links each group to its previous revision: by change-id, then by what it links to or answers,
 * then by author and a vote of its patches' titles and patch-ids. `clues` are those of the groups'
 * first mails.
 */
export function linkRevisions(
  groups: readonly Group[],
  messages: readonly Envelope[],
  clues: readonly (Clues | null)[],
): readonly RevisionLink[] {
  const postings = postingsOf(groups, messages)
  const search = openSearch(postings, clues)
  const links: RevisionLink[] = groups.map(() => nothing)
  for (const posting of postings) {
    const votes = search.votes.of(posting)
    const found = findLower(posting, votes, search)
    const again = findSame(posting, votes, found?.posting ?? null)
    const previous = found?.posting.start.messageId ?? null
    links[posting.group] = {
      previous,
      previousGroup: found?.posting.group ?? null,
      by: found?.by ?? null,
      supersedes: again?.start.messageId ?? previous,
    }
  }
  return links
}

const nothing: RevisionLink = { previous: null, previousGroup: null, by: null, supersedes: null }

interface Search {
  readonly votes: Votes
  readonly byMail: ReadonlyMap<string, Posting>
  readonly byChange: ReadonlyMap<string, readonly Posting[]>
  readonly clues: readonly (Clues | null)[]
}

function openSearch(postings: readonly Posting[], clues: readonly (Clues | null)[]): Search {
  const byMail = new Map<string, Posting>()
  const byChange = new Map<string, Posting[]>()
  for (const posting of postings) {
    for (const { messageId } of posting.mails) byMail.set(messageId, posting)
    const changeId = clues[posting.group]?.changeId ?? null
    if (changeId === null) continue
    addUnder(byChange, changeId, posting)
  }
  for (const list of byChange.values())
    list.sort((a, b) => a.revision - b.revision || a.sent - b.sent)
  return { votes: openVotes(postings), byMail, byChange, clues }
}

interface Found {
  readonly posting: Posting
  readonly by: RangeDiff['by']
}

function findLower(posting: Posting, votes: readonly Ballot[], search: Search): Found | null {
  const { changeId = null, links = [] } = search.clues[posting.group] ?? {}
  const changed = changeId === null ? [] : (search.byChange.get(changeId) ?? [])
  const same = latestBelow(changed, posting.revision)
  if (same !== null) return { posting: same, by: 'change-id' }
  const isOf = (id: string, parts: typeof partsOf) => {
    const other = search.byMail.get(id)
    return other !== undefined && isNamed(other, posting, parts) ? [other] : []
  }
  const named = [
    ...links.slice(0, mostLinks).flatMap((id) => isOf(id, partsOf)),
    ...answered(posting.start)
      .slice(0, mostLinks)
      .flatMap((id) => isOf(id, areasOf)),
  ]
  const linked = nearest(named, votes)
  const voted = votes.filter((b) => b.posting.revision < posting.revision && isElected(b, posting))
  const winner = nearest(
    voted.map((b) => b.posting),
    votes,
  )
  // Authors answer v1 with all later revisions, or link to the first only.
  if (linked !== null && linked.revision >= (winner?.revision ?? 0))
    return { posting: linked, by: 'link' }
  const ballot = voted.find((b) => b.posting === winner)
  if (winner === null || ballot === undefined) return null
  return { posting: winner, by: ballot.titles > 0 ? 'title' : 'patch-id' }
}

// A cover letter links to its revisions and to a few series it rests on.
const mostLinks = 50

// Series also link to, and answer, others that they rest on.
function isNamed(other: Posting, posting: Posting, parts: typeof partsOf): boolean {
  if (other.revision >= posting.revision || other.sent > posting.sent + day) return false
  if (shares(other, posting)) return true
  if (other.author !== posting.author) return false
  // Renamed through and through, but in the same place, or moved to another one.
  const places = new Set(other.mails.flatMap((m) => parts(m)))
  const own = posting.mails.flatMap((m) => parts(m))
  const areUnknown = [other, posting].some((p) => p.mails.every((m) => m.subject.prefix === ''))
  return areUnknown || own.some((part) => places.has(part))
}

function partsOf({ subject }: Envelope): readonly string[] {
  const { prefix, title } = subject
  return [normalised(prefix), normalised(title.slice(prefix.length))].filter((t) => t !== '')
}

/** Who answers an own mail with v2 means that mail, unless it is of another subsystem. */
function areasOf({ subject }: Envelope): readonly string[] {
  return normalised(subject.prefix).split(' ').slice(0, 1)
}

function shares(other: Posting, posting: Posting): boolean {
  if (other.coverTitle !== null && other.coverTitle === posting.coverTitle) return true
  const known = new Set([...other.titles, ...other.patchIds])
  return [...posting.titles, ...posting.patchIds].some((t) => known.has(t))
}

/**
 * A third of the patches, or the cover letter's title, say they are of one series. Of the smaller
 * one's patches, where the revisions follow each other: series are split up and grow.
 */
function isElected(ballot: Ballot, posting: Posting): boolean {
  if (ballot.cover) return true
  const { size, revision } = ballot.posting
  const follows = posting.revision - revision <= 1
  return ballot.count * 3 >= Math.max(1, follows ? Math.min(size, posting.size) : posting.size)
}

// The highest revision; of two postings of it the one with more votes, then the later one.
function nearest(postings: readonly Posting[], votes: readonly Ballot[]): Posting | null {
  const countOf = new Map(votes.map((b) => [b.posting, b.count]))
  const ranked = postings.toSorted(
    (a, b) =>
      b.revision - a.revision ||
      (countOf.get(b) ?? 0) - (countOf.get(a) ?? 0) ||
      b.sent - a.sent ||
      b.group - a.group,
  )
  return ranked[0] ?? null
}

// Sorted by revision: by halves.
function latestBelow(sorted: readonly Posting[], revision: number): Posting | null {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.revision ?? 0) < revision) low = middle + 1
    else high = middle
  }
  return low === 0 ? null : (sorted[low - 1] ?? null)
}

/** The same revision sent before: what RESEND says, or mails of the same titles and tags do. */
function findSame(
  posting: Posting,
  votes: readonly Ballot[],
  previous: Posting | null,
): Posting | null {
  const same = votes.filter(
    (b) =>
      b.posting.revision === posting.revision &&
      b.posting.sent >= (previous?.sent ?? Number.NEGATIVE_INFINITY) &&
      (posting.isResend || isAgain(b, posting)) &&
      isElected(b, posting),
  )
  return nearest(
    same.map((b) => b.posting),
    votes,
  )
}

// Not one half of a series whose other half repeats a title, and not a backport.
function isAgain(ballot: Ballot, posting: Posting): boolean {
  const { posting: other } = ballot
  return other.tags === posting.tags && ballot.count * 2 >= Math.max(other.size, posting.size)
}

const day = 24 * 60 * 60 * 1000
