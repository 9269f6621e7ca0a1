import type { Message, PatchText, TextLine } from '../model.ts'
import { cutPatch } from './cut.ts'
import { sameAuthor } from './git-author.ts'
import { hiddenAddresses } from './hidden-addresses.ts'
import { readInBodyHeaders } from './in-body.ts'
import { linesOf } from './lines.ts'
import { problemsOf, trouble, type Trouble } from './problems.ts'
import { isScissors } from './scissors.ts'

/**
 * The patch that a mail itself carries, cut as git mailinfo does; null when no diff stands at
 * column 0.
 */
export function patchText(message: Message): PatchText | null {
  // Cheap first look: most mails of a list are talk.
  if (!/^(?:diff -|Index: |--- )/m.test(message.body)) return null
  const lines = linesOf(message.body)
  const cut = cutPatch(lines, {
    author: message.from,
    authorSource: message.fromSource,
    title: message.subject.title,
    diffStart: (rest) => rest.findIndex((_, i) => startsDiff(rest, i)),
  })
  if (cut === null) return null
  return {
    ...cut,
    quoteDepth: 0,
    problems: [
      ...problemsOf([...scissors(cut.log), ...otherAuthor(lines)], message.messageId),
      ...hiddenAddresses(cut.trailers, message.messageId),
    ],
  }
}

/**
 * True where a diff with file names begins: a lone "diff -" is prose, a lone "--- x" a signature.
 */
function startsDiff(lines: readonly TextLine[], i: number): boolean {
  const text = lines[i]?.text ?? ''
  if (/^diff --(?:git|cc|combined) \S/.test(text)) return true
  if (/^--- \S/.test(text)) return /^\+\+\+ \S/.test(lines[i + 1]?.text ?? '')
  if (!/^(?:diff -|Index: )\S/.test(text)) return false
  // svn, quilt and diff -u have a few lines more in front of "--- x".
  return lines.slice(i + 1, i + 6).some((_, k) => /^--- \S/.test(lines[i + 1 + k]?.text ?? ''))
}

/** git am takes scissors for text unless it is told; so do we, and say so. */
function scissors(log: readonly TextLine[]): readonly Trouble[] {
  const line = log.find((l) => isScissors(l.text))
  return line === undefined ? [] : [trouble('scissors', '', line.mailLine)]
}

/** git mailinfo reads an odd in-body From: otherwise than mail readers. */
function otherAuthor(lines: readonly TextLine[]): readonly Trouble[] {
  const { from, gitFrom } = readInBodyHeaders(lines)
  if (from === null || gitFrom === null || sameAuthor(from, gitFrom)) return []
  return [trouble('author-differs', `"${gitFrom.name} <${gitFrom.address}>"`)]
}
