import type { Followup } from '../../model.ts'

/** Whether a mail answers a reply, directly or through other replies; `above` holds all of them by Message-ID. */
export function descends(
  one: Followup,
  reply: Followup,
  above: ReadonlyMap<string, Followup>,
): boolean {
  let at: Followup | undefined = one
  // Nobody answers deeper, and mails may answer each other in a circle.
  for (let steps = 0; at !== undefined && steps < 50; steps++) {
    if (at.inReplyTo === reply.messageId) return true
    at = above.get(at.inReplyTo ?? '')
  }
  return false
}
