import type { Problem } from '../model.ts'

/** A problem as the JSON documents have it: `at` is "message-id:line", "message-id", or null. */
export function problemShape({ kind, code, what, messageId, line }: Problem) {
  const at = messageId === null || line === null ? messageId : `${messageId}:${line}`
  return { what, at, code, kind }
}
