import type { Envelope } from './envelope.ts'
import type { Group } from './group.ts'
import type { RevisionLink } from './revisions.ts'

/** What a group is to be compared with. */
export interface GroupsBefore {
  /** The previous revision, and where that was only a part posted anew ("[PATCH v2 2/4]"), what that left as it was. */
  readonly groups: readonly number[]
  /** Their patch mails that still stand, by counter. */
  readonly mails: readonly number[]
}

/** Finds the revision before a group: its mails, and the groups they are of, newest first. */
export function groupsBefore(
  groups: readonly Group[],
  envelopes: readonly Envelope[],
  links: readonly RevisionLink[],
  group: number,
): GroupsBefore {
  const byCounter = new Map<number, number>()
  const used: number[] = []
  let at = links[group]?.previousGroup ?? null
  const expected = at === null ? null : (groups[at]?.expected ?? null)
  // Each part posted anew is a revision of its own; nobody makes more.
  for (let parts = 0; at !== null && parts < mostParts; parts++) {
    const before = groups[at]
    if (before === undefined || before.expected !== expected) break
    used.push(at)
    for (const i of before.members) {
      const counter = envelopes[i]?.subject.counter ?? 1
      if (!byCounter.has(counter)) byCounter.set(counter, i)
    }
    if (!isPart(before)) break
    at = links[at]?.previousGroup ?? null
  }
  const mails = [...byCounter].toSorted((a, b) => a[0] - b[0]).map(([, i]) => i)
  return { groups: used, mails }
}

const mostParts = 10

function isPart(group: Group): boolean {
  return group.cover === null && group.missing.length > 0
}
