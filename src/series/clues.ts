import type { Envelope } from './envelope.ts'
import type { Group } from './group.ts'

/** What the cover letter, or the first patch below its log, says about earlier revisions. */
export interface Clues {
  readonly changeId: string | null
  /** Message-IDs of lore links, in the order of the text. */
  readonly links: readonly string[]
}

/** Reads the clues of a body: `change-id: 2024...`, `https://lore.kernel.org/r/<Message-ID>`. */
export function cluesOf(body: string): Clues {
  const links = Array.from(body.matchAll(lorePattern), (m) => decode(m[1] ?? ''))
  return { changeId: /^change-id: +(\S+)/m.exec(body)?.[1] ?? null, links }
}

// https://lore.kernel.org/kvmarm/20240101-x-v1-0-abc@kernel.org/T/#t, https://patch.msgid.link/<id>
const lorePattern =
  /https?:\/\/(?:lore\.kernel\.org\/[\w.-]{1,60}|patch\.msgid\.link|lkml\.kernel\.org\/r)\/([^\s/<>()@]{1,200}@[^\s/<>()]{1,200})/g

function decode(id: string): string {
  const plain = id.replace(/[.,;:\]]+$/, '')
  return plain.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  )
}

/**
 * For each group the first mail's Message-ID of its previous revision, where the input shows it: by
 * change-id, then by what it links to or answers, then by author and title.
 */
export function findPrevious(
  groups: readonly Group[],
  messages: readonly Envelope[],
  clues: readonly (Clues | null)[],
): readonly (string | null)[] {
  const starts = groups.map((g) => messages[g.cover ?? g.members[0] ?? -1])
  const byMail = new Map<string, number>()
  const byChange = new Map<string, number[]>()
  const byTitle = new Map<string, number[]>()
  for (const [g, group] of groups.entries()) {
    for (const i of group.cover === null ? group.members : [group.cover, ...group.members])
      byMail.set(messages[i]?.messageId ?? '', g)
    const changeId = clues[g]?.changeId ?? null
    if (changeId !== null) push(byChange, changeId, g)
    push(byTitle, titleKey(starts[g]), g)
  }
  const rank = (g: number) => groups[g]?.revision ?? 1
  for (const list of [...byChange.values(), ...byTitle.values()])
    list.sort((a, b) => rank(a) - rank(b) || a - b)
  return groups.map((group, g) => {
    const start = starts[g]
    if (start === undefined) return null
    const named = [...(clues[g]?.links ?? []), start.inReplyTo ?? '', ...start.references]
    const mentioned = named
      .map((id) => byMail.get(id))
      .filter((n) => n !== undefined && sameAuthor(starts[n], start))
      .filter((n) => n !== undefined)
      .toSorted((a, b) => rank(a) - rank(b))
    const found =
      latestBelow(byChange.get(clues[g]?.changeId ?? '') ?? [], group.revision, rank) ??
      latestBelow(mentioned, group.revision, rank) ??
      latestBelow(byTitle.get(titleKey(start)) ?? [], group.revision, rank)
    return found === null ? null : (starts[found]?.messageId ?? null)
  })
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

function sameAuthor(a: Envelope | undefined, b: Envelope): boolean {
  return a?.from.address.toLowerCase() === b.from.address.toLowerCase()
}

function titleKey(mail: Envelope | undefined): string {
  const title = mail?.subject.title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return `${mail?.from.address.toLowerCase() ?? ''} ${title ?? ''}`
}

// The highest revision below this one; of two with the same revision the later in the input.
// Sorted: by halves.
function latestBelow(
  sorted: readonly number[],
  revision: number,
  rank: (g: number) => number,
): number | null {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (rank(sorted[middle] ?? 0) < revision) low = middle + 1
    else high = middle
  }
  return low === 0 ? null : (sorted[low - 1] ?? null)
}
