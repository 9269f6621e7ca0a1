import type { Limits, Message, Patch, PatchText, Problem } from './model.ts'
import { readPatch } from './diff/patch.ts'
import { patchText } from './mail/patch-text.ts'
import { once } from './series/once.ts'
import { quotedPatches } from './mail/quoted.ts'

/** A mail, and the patch it carries or, where that was asked for, quotes. */
export interface ReadMail {
  readonly message: Message
  readonly patch: Patch | null
}

/** The patch that stands in the mail itself. */
export function carriedPatch(message: Message, limits: Limits): Patch | null {
  const text = patchText(message)
  return text === null ? null : readPatch(message, text, limits)
}

/** A mail whose patch is read when somebody asks for it: of an earlier revision mostly nobody does. */
export function readLater(message: Message, hasPatch: boolean, limits: Limits): ReadMail {
  const patch = once(() => (hasPatch ? carriedPatch(message, limits) : null))
  return {
    message,
    get patch() {
      return patch()
    },
  }
}

/** The patch that a reply quotes. */
export function quotedPatch(message: Message, limits: Limits): Patch | null {
  const text = largest(quotedPatches(message), message.messageId)
  return text === null ? null : readPatch(message, text, limits)
}

/** Of patches quoted at several depths the one with the most lines. */
function largest(quoted: readonly PatchText[], messageId: string): PatchText | null {
  const [longest = null, ...rest] = quoted.toSorted((a, b) => b.diff.length - a.diff.length)
  if (longest === null || rest.length === 0) return longest
  const what = `${quoted.length} patches are quoted at several depths; only the longest was judged`
  const line = rest[0]?.diff[0]?.mailLine ?? null
  const problem: Problem = { kind: 'limit', code: 'quoted-twice', what, messageId, line }
  return { ...longest, problems: [...longest.problems, problem] }
}
