import type { Envelope } from './envelope.ts'
import type { Group } from './group.ts'
import type { RevisionLink } from './revisions.ts'

/**
 * The patch mails a group is to be compared with: those of its previous revision, and where that
 * was only a part posted anew ("[PATCH v2 2/4]"), for the rest those it left as they were.
 */
export function mailsBefore(
  groups: readonly Group[],
  envelopes: readonly Envelope[],
  links: readonly RevisionLink[],
  group: number,
): readonly number[] {
  const byCounter = new Map<number, number>()
  let at = links[group]?.previousGroup ?? null
  const expected = at === null ? null : (groups[at]?.expected ?? null)
  // Each part posted anew is a revision of its own; nobody makes more.
  for (let parts = 0; at !== null && parts < mostParts; parts++) {
    const before = groups[at]
    if (before === undefined || before.expected !== expected) break
    for (const i of before.members) {
      const counter = envelopes[i]?.subject.counter ?? 1
      if (!byCounter.has(counter)) byCounter.set(counter, i)
    }
    if (!isPart(before)) break
    at = links[at]?.previousGroup ?? null
  }
  return [...byCounter].toSorted((a, b) => a[0] - b[0]).map(([, i]) => i)
}

const mostParts = 10

function isPart(group: Group): boolean {
  return group.cover === null && group.missing.length > 0
}
