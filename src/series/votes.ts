import { firstNotBefore } from './halves.ts'
import type { Posting } from './posting.ts'
import { addUnder } from './add-under.ts'

/** What the patches of a posting say about one that was sent before it. */
export interface Ballot {
  readonly posting: Posting
  /** Patches that share their title or patch-id with one of it. */
  readonly count: number
  /** Those of them that share the title. */
  readonly titles: number
  /** The cover letters have the same title. */
  readonly cover: boolean
}

export interface Votes {
  /** The ballots for the postings sent before this one, of the same author, within three years. */
  readonly of: (posting: Posting) => readonly Ballot[]
}

/** Indexes the postings by author and title, and by author and patch-id. Nearly linear. */
export function openVotes(postings: readonly Posting[]): Votes {
  const index = new Map<string, Posting[]>()
  const inOrder = postings.toSorted((a, b) => a.sent - b.sent || a.group - b.group)
  const order = new Map(inOrder.map((p, i) => [p, i]))
  for (const posting of inOrder) {
    for (const key of keysOf(posting)) {
      addUnder(index, key, posting)
    }
  }
  const before = (key: string, posting: Posting): readonly Posting[] => {
    const list = index.get(key) ?? []
    const at = order.get(posting) ?? 0
    const end = firstNotBefore(list, (other) => (order.get(other) ?? 0) < at)
    return list.slice(Math.max(0, end - mostPostings), end).filter((p) => isRecent(p, posting))
  }
  return { of: (posting) => count(posting, before) }
}

// A title stands in that many revisions; a mail that comes every day ("Linux 6.1-rc1") has more.
const mostPostings = 32

function isRecent(other: Posting, posting: Posting): boolean {
  // v2 may take long; after years a title says something else.
  return posting.sent - other.sent <= 3 * 365 * 24 * 60 * 60 * 1000
}

function keysOf(posting: Posting): readonly string[] {
  return [
    ...(posting.coverTitle === null ? [] : [coverKey(posting, posting.coverTitle)]),
    ...posting.titles.map((t) => wordsKey(posting, t)),
    ...posting.patchIds.map((id) => idKey(posting, id)),
  ]
}

const coverKey = ({ author }: Posting, title: string) => `cover ${author} ${title}`
const wordsKey = ({ author }: Posting, title: string) => `title ${author} ${title}`
const idKey = ({ author }: Posting, id: string) => `id ${author} ${id}`

function count(
  posting: Posting,
  before: (key: string, posting: Posting) => readonly Posting[],
): readonly Ballot[] {
  const ballots = new Map<Posting, { titles: number; ids: number; cover: boolean }>()
  const ballotOf = (other: Posting) => {
    const ballot = ballots.get(other) ?? { titles: 0, ids: 0, cover: false }
    ballots.set(other, ballot)
    return ballot
  }
  for (const title of posting.titles)
    for (const other of before(wordsKey(posting, title), posting)) ballotOf(other).titles++
  for (const id of posting.patchIds)
    for (const other of before(idKey(posting, id), posting)) ballotOf(other).ids++
  if (posting.coverTitle !== null)
    for (const other of before(coverKey(posting, posting.coverTitle), posting))
      ballotOf(other).cover = true
  // A patch may share both: the greater number is what is sure.
  return [...ballots].map(([other, { titles, ids, cover }]) => {
    return { posting: other, count: Math.max(titles, ids), titles, cover }
  })
}
