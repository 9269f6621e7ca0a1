import { answered, type Envelope, hour, isResend, sameAuthor, timeApart } from './envelope.ts'
import { isNumbered } from './threads.ts'

/**
 * Gives the first mail of a series its counter where the author forgot it: "[PATCH] a" with "[PATCH
 * 2/3] b" in reply to it is 1/3; "[PATCH v2] The series", without a patch, is 0/3. The rest of the
 * mails is as it was.
 */
export function numberRoots(messages: readonly Envelope[]): readonly Envelope[] {
  const bare = new Map<string, Envelope>()
  for (const mail of messages) if (isBareRoot(mail)) bare.set(mail.messageId, mail)
  if (bare.size === 0) return messages
  const below = new Map<Envelope, Envelope[]>()
  for (const mail of messages) {
    if (!isNumbered(mail)) continue
    const root = rootOf(mail, bare)
    if (root === null) continue
    const mails = below.get(root)
    if (mails === undefined) below.set(root, [mail])
    else mails.push(mail)
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
