import type { Message, PatchText, TextLine } from '../model.ts'
import { readAttribution } from './attribution.ts'
import { cutPatch } from './cut.ts'
import { hiddenAddresses } from './hidden-addresses.ts'
import { linesOf } from './lines.ts'
import { type QuotedLine, quoteMarks, unquote } from './quote-marks.ts'

/**
 * The patches quoted in a reply, one per quote depth at which diff lines stand. What the reviewer
 * says between them is left out, so that a gap in `mailLine` is where the reviewer speaks.
 */
export function quotedPatches(message: Message): readonly PatchText[] {
  // Cheap first look.
  if (!/^>[> ]*(?:diff --git |@@ |--- |\+\+\+ |[+-])/m.test(message.body)) return []
  const quoted = linesOf(message.body).map((line) => quoteMarks(line))
  const deepest = Math.min(
    maxDepth,
    quoted.reduce((depth, line) => Math.max(depth, line.depth), 0),
  )
  const patches: PatchText[] = []
  for (let depth = 1; depth <= deepest; depth++) {
    const patch = patchAt(depth, quoted, message)
    if (patch !== null) patches.push(patch)
  }
  return patches
}

// Nobody quotes deeper in earnest; each depth costs one pass over the mail.
const maxDepth = 20

function patchAt(depth: number, quoted: readonly QuotedLine[], message: Message): PatchText | null {
  const lines = unquote(quoted, depth).filter((line) => !snip.test(line.text))
  if (firstDiffLine(lines) < 0) return null
  const cut = cutPatch(lines, {
    author: readAttribution(quoted, depth) ?? { name: '', address: '' },
    // The attribution line stands in for the header that was not quoted.
    authorSource: 'header',
    title: message.subject.title,
    diffStart: firstDiffLine,
  })
  if (cut === null) return null
  return { ...cut, quoteDepth: depth, problems: hiddenAddresses(cut.trailers, message.messageId) }
}

// "[...]", "[ ... ]", "[snip]", "<snip>", "[…]"
const snip = /^\s*(?:\[ ?(?:\.{2,4}|…|snip(?:ped)?|trimmed|cut) ?\]|<(?:snip(?:ped)?|cut)>)\s*$/i

/**
 * A reviewer trims the file header (23 % of replies) and even the `@@` line (17 %): then changed
 * lines must do.
 */
function firstDiffLine(lines: readonly TextLine[]): number {
  const structure = lines.findIndex(
    ({ text }, i) =>
      /^(?:diff --git \S|@@ -\d+(?:,\d+)? \+\d)/.test(text) ||
      (/^--- \S/.test(text) && /^\+\+\+ \S/.test(lines[i + 1]?.text ?? '')),
  )
  const changed = lines.findIndex((line) => changedCode.test(line.text))
  if (changed < 0) return structure
  if (structure >= 0 && structure < changed) return structure
  if (structure < 0 && lines.filter((line) => changedCode.test(line.text)).length < 2) return -1
  return contextStart(lines, changed)
}

/**
 * Changed lines that are code, not a list item: "+\tfoo();", "-   struct x {", "+#define X", "+}".
 */
const changedCode =
  /^[+-](?:\t| {4,}\S|#(?:define|include|if|else|endif)|[{}/]|\/\*| \*|(?:static|struct|int|void|bool|u\d+|enum|unsigned|const|return|extern) )/

/** Context lines right in front of the first changed line belong to its hunk. */
function contextStart(lines: readonly TextLine[], changed: number): number {
  let start = changed
  while (start > 0) {
    const before = lines[start - 1]
    const here = lines[start]
    if (before === undefined || here === undefined) break
    const adjacent = before.mailLine === here.mailLine - 1
    if (!adjacent || !/^(?:[ \t+-]|$)/.test(before.text)) break
    start--
  }
  return start
}
