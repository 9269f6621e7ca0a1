import { answered, type Envelope, hour, isResend, sameAuthor, timeApart } from './envelope.ts'
import { isNumbered } from './threads.ts'
import { addUnder } from './add-under.ts'

/**
 * Gives mails of a series their counter where the author forgot it: "[PATCH] a" with "[PATCH 2/3] b" in reply to
 * it is 1/3; "[PATCH v2] The series", without a patch, is 0/3; "[PATCH] a" in reply to "[PATCH 0/1] The series" is
 * 1/1. The rest of the mails is as it was.
 */
export function numberBare(messages: readonly Envelope[]): readonly Envelope[] {
  return numberOnly(numberRoots(messages))
}

function numberRoots(messages: readonly Envelope[]): readonly Envelope[] {
  const bare = new Map<string, Envelope>()
  for (const mail of messages) if (isBareRoot(mail)) bare.set(mail.messageId, mail)
  if (bare.size === 0) return messages
  const below = new Map<Envelope, Envelope[]>()
  for (const mail of messages) {
    if (!isNumbered(mail)) continue
    const root = rootOf(mail, bare)
    if (root === null) continue
    addUnder(below, root, mail)
  }
  if (below.size === 0) return messages
  return messages.map((mail) => numbered(mail, below.get(mail) ?? []))
}

function isBareRoot(mail: Envelope): boolean {
  const { counter, isPatch, isReply } = mail.subject
  return counter === null && isPatch && !isReply
}

function rootOf(mail: Envelope, bare: ReadonlyMap<string, Envelope>): Envelope | null {
  // The nearest only: what is further up is another revision.
  const root = bare.get(answered(mail)[0] ?? '')
  if (root === undefined || !sameAuthor(root, mail) || timeApart(root, mail) > hour) return null
  const same = root.subject.revision === mail.subject.revision && isResend(root) === isResend(mail)
  return same ? root : null
}

function numbered(mail: Envelope, below: readonly Envelope[]): Envelope {
  const counter = mail.carriesPatch ? 1 : 0
  const expected = below[0]?.subject.expected ?? null
  if (expected === null) return mail
  const taken = below.some((m) => {
    const other = m.subject.counter ?? 0
    return other === 0 || other === counter
  })
  return taken ? mail : { ...mail, subject: { ...mail.subject, counter, expected } }
}

/** The one patch below a cover letter that announces one; where several may be it, none is. */
function numberOnly(messages: readonly Envelope[]): readonly Envelope[] {
  const covers = new Map<string, Envelope>()
  for (const mail of messages)
    if (isNumbered(mail) && mail.subject.counter === 0 && mail.subject.expected === 1)
      covers.set(mail.messageId, mail)
  if (covers.size === 0) return messages
  const below = new Map<Envelope, Set<string>>()
  for (const mail of messages) {
    if (mail.subject.counter !== 1 && !isBarePatch(mail)) continue
    const cover = rootOf(mail, covers)
    if (cover === null) continue
    const mails = below.get(cover)
    if (mails === undefined) below.set(cover, new Set([mail.messageId]))
    else mails.add(mail.messageId)
  }
  const only = new Set([...below.values()].flatMap((mails) => (mails.size === 1 ? [...mails] : [])))
  return messages.map((mail) =>
    only.has(mail.messageId) && isBarePatch(mail)
      ? { ...mail, subject: { ...mail.subject, counter: 1, expected: 1 } }
      : mail,
  )
}

function isBarePatch(mail: Envelope): boolean {
  return isBareRoot(mail) && mail.carriesPatch
}
