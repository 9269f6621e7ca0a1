import type { Anchor } from '../model.ts'

/** The line of the mail a comment is about; null when it is about the subject or the whole. */
export function mailLineOf(anchor: Anchor): number | null {
  return 'mailLine' in anchor ? anchor.mailLine : null
}
