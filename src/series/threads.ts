import type { Envelope } from './envelope.ts'

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
  const parents = new Map<string, string>()
  const root = (node: string): string => {
    let top = node
    for (let up = parents.get(top); up !== undefined; up = parents.get(top)) top = up
    // Shortening the way keeps a long chain linear.
    for (let at = node; at !== top; ) {
      const up = parents.get(at) ?? top
      parents.set(at, top)
      at = up
    }
    return top
  }
  const join = (a: string, b: string) => {
    const [left, right] = [root(a), root(b)]
    if (left !== right) parents.set(left, right)
  }
  for (const i of numbered) {
    const mail = messages[i]
    if (mail === undefined) continue
    const above = findAbove(mail, messages, byId)
    if (typeof above === 'number') join(nodeOf(i), nodeOf(above))
    // The cover letter may be missing: its answers still share its Message-ID.
    if (typeof above === 'string') join(nodeOf(i), `${above} ${keyOf(mail)}`)
  }
  const threads = new Map<string, number[]>()
  for (const i of numbered) {
    const top = root(nodeOf(i))
    const thread = threads.get(top)
    if (thread === undefined) threads.set(top, [i])
    else thread.push(i)
  }
  return [...threads.values()]
}

function nodeOf(index: number): string {
  return `#${index}`
}

// The mail of the same series above this one, or the Message-ID of one that is not in the input;
// null for a start.
function findAbove(
  mail: Envelope,
  messages: readonly Envelope[],
  byId: ReadonlyMap<string, number>,
): number | string | null {
  // A cover letter starts its series, whatever it answers.
  if (mail.subject.counter === 0) return null
  const ids = [mail.inReplyTo, ...mail.references.toReversed()].filter((id) => id !== null)
  for (const id of ids) {
    const index = byId.get(id)
    const other = index === undefined ? undefined : messages[index]
    if (index !== undefined && other !== undefined && isAbove(other, mail)) return index
  }
  const parent = mail.inReplyTo ?? mail.references.at(-1) ?? null
  return parent !== null && !byId.has(parent) ? parent : null
}

function isAbove(other: Envelope, mail: Envelope): boolean {
  const isCover = other.subject.counter === 0
  // The first patch answers a cover letter or nothing of its own series.
  if (keyOf(other) === keyOf(mail)) return isCover || mail.subject.counter !== 1
  // git format-patch -v3 for the cover and without -v for the patches happens (patchwork#105).
  const { subject } = mail
  const sameAuthor = other.from.address.toLowerCase() === mail.from.address.toLowerCase()
  const bare = subject.revision === 1 || subject.revision === other.subject.revision
  return (
    isCover &&
    sameAuthor &&
    bare &&
    !isResend(mail) &&
    other.messageId === mail.inReplyTo &&
    other.subject.expected === subject.expected
  )
}
