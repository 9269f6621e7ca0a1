import { type Envelope, isResend } from './envelope.ts'

/**
 * The pairs of numbered mails, as indexes into the input, that git format-patch wrote one after the other for one
 * range: commits side by side in the input, with the same number of patches and a rising counter. Their authors
 * and dates are those of the commits, so these do not part them.
 */
export function neighbours(
  messages: readonly Envelope[],
  numbered: readonly number[],
): readonly (readonly [number, number])[] {
  return numbered.flatMap((i) => {
    const [before, mail] = [messages[i - 1], messages[i]]
    if (before === undefined || mail === undefined || !followsAt(before, mail)) return []
    return [[i - 1, i] as const]
  })
}

function followsAt(before: Envelope, mail: Envelope): boolean {
  if (!before.isCommit || !mail.isCommit || before.subject.isReply) return false
  const [left, right] = [before.subject, mail.subject]
  const isRising = left.counter !== null && (right.counter ?? 0) > left.counter
  const isOneRange = left.revision === right.revision && left.expected === right.expected
  return isRising && isOneRange && isResend(before) === isResend(mail)
}
