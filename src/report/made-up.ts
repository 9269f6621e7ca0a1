/** Whether an id is one that we give to a mail without any, a commit of a range say: it can be looked up nowhere. */
export function isMadeUp(messageId: string): boolean {
  return messageId.endsWith('@no-message-id.invalid')
}
