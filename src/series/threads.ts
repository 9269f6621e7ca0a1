import { answered, type Envelope, hour, isResend, sameAuthor, timeApart } from './envelope.ts'
import { neighbours } from './commits.ts'
import { createUnion, type Union } from './union.ts'

/** True for what carries a patch and for cover letters: the mails that make series. */
export function isNumbered(mail: Envelope | undefined): mail is Envelope {
  if (mail === undefined || mail.subject.isReply) return false
  const { counter, expected, isPatch } = mail.subject
  return counter !== null && expected !== null && (isPatch || mail.carriesPatch)
}

/** True for a mail with a patch in it; a cover letter's diff is not one. */
export function isPatchMail(mail: Envelope | undefined): boolean {
  return mail?.carriesPatch === true
}

/**
 * What all mails of one revision share: author, revision, number of patches, and whether it is a
 * resend. The other tags do not count, as they differ within real series.
 */
export function keyOf(mail: Envelope): string {
  const { revision, expected } = mail.subject
  return [mail.from.address.toLowerCase(), revision, expected, isResend(mail)].join(' ')
}

/**
 * Joins numbered mails that answer each other and share a key, and the commits of a range. The thread alone is not enough: v2
 * is often posted as a reply to v1, and a series as a reply to another one.
 */
export function joinThreads(
  messages: readonly Envelope[],
  numbered: readonly number[],
): readonly (readonly number[])[] {
  const byId = new Map<string, number>()
  for (const i of numbered) byId.set(messages[i]?.messageId ?? '', i)
  const union = createUnion()
  const withPatches = new Set<number>()
  const orphans: number[] = []
  for (const i of numbered) {
    const mail = messages[i]
    if (mail === undefined) continue
    const above = findAbove(mail, messages, byId)
    if (above !== null) {
      union.join(nodeOf(i), nodeOf(above))
      withPatches.add(above)
      continue
    }
    // The cover letter may be missing: its answers still share its Message-ID.
    const parent = answered(mail)[0]
    if (mail.subject.counter === 0 || parent === undefined) continue
    union.join(nodeOf(i), `${parent} ${keyOf(mail)}`)
    orphans.push(i)
  }
  for (const [a, b] of neighbours(messages, numbered)) union.join(nodeOf(a), nodeOf(b))
  joinRerolled(messages, orphans, byId, union)
  adoptCovers(messages, orphans, byId, withPatches, union)
  joinLateCovers(messages, numbered, byId, withPatches, union)
  return union.groups(numbered, nodeOf)
}

function nodeOf(index: number): string {
  return `#${index}`
}

// The mail of the same series above this one; null for a start, or where it is not in the input.
function findAbove(
  mail: Envelope,
  messages: readonly Envelope[],
  byId: ReadonlyMap<string, number>,
): number | null {
  // A cover letter starts its series, whatever it answers.
  if (mail.subject.counter === 0) return null
  for (const id of answered(mail)) {
    const index = byId.get(id)
    const other = index === undefined ? undefined : messages[index]
    if (index === undefined || other === undefined || keyOf(other) !== keyOf(mail)) continue
    // The first patch answers a cover letter or nothing of its own series.
    if (other.subject.counter === 0 || mail.subject.counter !== 1) return index
  }
  return null
}

// A part of a series posted anew, each patch in reply to the one it replaces: they answer
// different mails, but of one series.
function joinRerolled(
  messages: readonly Envelope[],
  orphans: readonly number[],
  byId: ReadonlyMap<string, number>,
  union: Union,
): void {
  const joins = orphans.flatMap((i) => {
    const mail = messages[i]
    if (mail === undefined) return []
    const old = answered(mail)
      .map((id) => byId.get(id))
      .find((k) => k !== undefined && isOlder(messages[k], mail))
    return old === undefined ? [] : [[i, `${union.rootOf(nodeOf(old))} ${keyOf(mail)}`] as const]
  })
  // The roots are those from before the first of these joins.
  for (const [i, node] of joins) union.join(nodeOf(i), node)
}

function isOlder(other: Envelope | undefined, mail: Envelope): boolean {
  if (other === undefined || !sameAuthor(other, mail)) return false
  return other.subject.revision < mail.subject.revision
}

// Only the first series that answers a cover letter is its own.
function adoptCovers(
  messages: readonly Envelope[],
  orphans: readonly number[],
  byId: ReadonlyMap<string, number>,
  withPatches: ReadonlySet<number>,
  union: Union,
): void {
  const adopted = new Map<number, string>()
  for (const i of orphans) {
    const mail = messages[i]
    const cover = byId.get(mail?.inReplyTo ?? '')
    if (mail === undefined || cover === undefined || withPatches.has(cover)) continue
    if (!mayAdopt(messages[cover], mail)) continue
    if (!adopted.has(cover)) adopted.set(cover, keyOf(mail))
    if (adopted.get(cover) === keyOf(mail)) union.join(nodeOf(i), nodeOf(cover))
  }
}

// A cover letter that nothing of its own key answers, and patches of the same hour with another
// revision or count: `git format-patch -v3` for one of both (patchwork#105), or a miscount.
function mayAdopt(cover: Envelope | undefined, mail: Envelope): boolean {
  if (cover?.subject.counter !== 0) return false
  const sameRevision = cover.subject.revision === mail.subject.revision
  const sameCount = cover.subject.expected === mail.subject.expected
  return sameAuthor(cover, mail) && (sameRevision || sameCount) && timeApart(cover, mail) <= hour
}

// A cover letter that was forgotten and sent in reply to its own patches: nothing answers it, and
// they have none.
function joinLateCovers(
  messages: readonly Envelope[],
  numbered: readonly number[],
  byId: ReadonlyMap<string, number>,
  withPatches: ReadonlySet<number>,
  union: Union,
): void {
  const isCover = (i: number) => messages[i]?.subject.counter === 0
  const covered = new Set(numbered.filter((i) => isCover(i)).map((i) => union.rootOf(nodeOf(i))))
  for (const i of numbered) {
    const mail = messages[i]
    if (mail === undefined || !isCover(i) || withPatches.has(i)) continue
    const above = byId.get(answered(mail)[0] ?? '')
    const patch = above === undefined ? undefined : messages[above]
    if (above === undefined || patch === undefined || keyOf(patch) !== keyOf(mail)) continue
    const root = union.rootOf(nodeOf(above))
    if (covered.has(root) || !(timeApart(patch, mail) <= hour)) continue
    union.join(nodeOf(i), nodeOf(above))
    covered.add(root)
    covered.add(union.rootOf(nodeOf(i)))
  }
}
