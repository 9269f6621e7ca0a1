import type { Problem } from '../model.ts'

/** A Problem found before the Message-ID is known. */
export type Trouble = Omit<Problem, 'messageId'>

/** Gives troubles the Message-ID of their mail. */
export function problemsOf(troubles: readonly Trouble[], messageId: string): readonly Problem[] {
  return troubles.map((t) => ({ ...t, messageId }))
}
