import type { Envelope } from './envelope.ts'
import { createUnion } from './union.ts'

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

function isResend(mail: Envelope): boolean {
  return mail.subject.tags.some((t) => /^(?:re-?send|repost)$/i.test(t))
}

/**
 * Joins numbered mails that answer each other and share a key. The thread alone is not enough: v2
 * is often posted as a reply to v1, and a series as a reply to another one.
 */
export function joinThreads(
  messages: readonly Envelope[],
  numbered: readonly number[],
): readonly (readonly number[])[] {
  const byId = new Map<string, number>()
  for (const i of numbered) byId.set(messages[i]?.messageId ?? '', i)
  const { join, groups } = createUnion()
  const withPatches = new Set<number>()
  const orphans: number[] = []
  for (const i of numbered) {
    const mail = messages[i]
    if (mail === undefined) continue
    const above = findAbove(mail, messages, byId)
    if (above !== null) {
      join(nodeOf(i), nodeOf(above))
      withPatches.add(above)
      continue
    }
    // The cover letter may be missing: its answers still share its Message-ID.
    const parent = mail.inReplyTo ?? mail.references.at(-1)
    if (mail.subject.counter === 0 || parent === undefined) continue
    join(nodeOf(i), `${parent} ${keyOf(mail)}`)
    orphans.push(i)
  }
  // Only the first series that answers a cover letter is its own.
  const adopted = new Map<number, string>()
  for (const i of orphans) {
    const mail = messages[i]
    const cover = byId.get(mail?.inReplyTo ?? '')
    if (mail === undefined || cover === undefined || withPatches.has(cover)) continue
    if (!mayAdopt(messages[cover], mail)) continue
    if (!adopted.has(cover)) adopted.set(cover, keyOf(mail))
    if (adopted.get(cover) === keyOf(mail)) join(nodeOf(i), nodeOf(cover))
  }
  return groups(numbered, nodeOf)
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
  const ids = [mail.inReplyTo, ...mail.references.toReversed()].filter((id) => id !== null)
  for (const id of ids) {
    const index = byId.get(id)
    const other = index === undefined ? undefined : messages[index]
    if (index === undefined || other === undefined || keyOf(other) !== keyOf(mail)) continue
    // The first patch answers a cover letter or nothing of its own series.
    if (other.subject.counter === 0 || mail.subject.counter !== 1) return index
  }
  return null
}

// A cover letter that nothing of its own key answers, and patches of the same hour with another
// revision or count: `git format-patch -v3` for one of both (patchwork#105), or a miscount.
function mayAdopt(cover: Envelope | undefined, mail: Envelope): boolean {
  if (cover?.subject.counter !== 0) return false
  const sameAuthor = cover.from.address.toLowerCase() === mail.from.address.toLowerCase()
  const sameRevision = cover.subject.revision === mail.subject.revision
  const sameCount = cover.subject.expected === mail.subject.expected
  const sent = [cover.date, mail.date].map((d) => Date.parse(d ?? ''))
  const apart = Math.abs((sent[0] ?? Number.NaN) - (sent[1] ?? Number.NaN))
  return sameAuthor && (sameRevision || sameCount) && apart <= 60 * 60 * 1000
}
