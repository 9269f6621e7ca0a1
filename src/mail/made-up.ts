import { createHash } from 'node:crypto'

/** The id that a mail without Message-ID gets, a commit of a range say: made of what it holds. */
export function madeUpId(bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 40)
  return `${hash}${HOST}`
}

/** Whether an id is such a one: it can be looked up nowhere. */
export function isMadeUp(messageId: string): boolean {
  return messageId.endsWith(HOST)
}

/** No mail can come from there (RFC 2606). */
const HOST = '@no-message-id.invalid'
