import { breaksLog } from '../mail/cut.ts'
import type { Message, PatchText } from '../model.ts'
import { type GitReading, readAsGit } from './git-apply/read-as-git.ts'

/** What git apply makes of the patch part that git mailinfo cuts out of a mail. */
export interface GitView extends GitReading {
  /** Line of the body on which the patch part begins: the one that ends the log. */
  readonly from: number
  /** That line is "---". */
  readonly separated: boolean
}

/** Null for a patch that is quoted or made without a mail: git never sees it. */
export function gitView(message: Message, text: PatchText): GitView | null {
  const first = text.diff[0]?.mailLine ?? 0
  if (text.quoteDepth > 0 || first === 0) return null
  const { buffer, byteOffset, byteLength } = message.bodyBytes
  const lines = Buffer.from(buffer, byteOffset, byteLength).toString('latin1').split('\n')
  const closed = lines.at(-1) === ''
  if (closed) lines.pop()
  if (lines.length < first) return null
  const above = text.log.at(-1)?.mailLine
  const start = above ?? lines.findIndex((line, i) => i === first - 1 || breaksLog(line))
  const reading = readAsGit(lines.slice(start), closed)
  return { ...reading, from: start + 1, separated: /^---\s*$/.test(lines[start] ?? '') }
}
