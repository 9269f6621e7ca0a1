import { LIMITS } from '../limits.ts'

/**
 * No source hands out more bytes of one mail than this: one more than mail/ accepts, so that a mail that was cut
 * here is reported as too large there.
 */
export function mostBytes(mail: number): number {
  return mail + 1
}

export const MOST_BYTES = mostBytes(LIMITS.mail)
