import type { Message, Patch, PatchText } from '../model.ts'
import { readDiff } from './read.ts'

/** Reads the diff of a patch that a mail carries or quotes. */
export function readPatch(message: Message, text: PatchText): Patch {
  const { messageId } = message
  const quoted = text.quoteDepth > 0
  const { files, problems } = readDiff(text.diff, { messageId, diffstat: text.diffstat, quoted })
  return { message, text, files, problems: [...text.problems, ...problems] }
}
