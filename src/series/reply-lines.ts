import type { Message } from '../model.ts'
import { readDiff } from '../diff/read.ts'
import { linesOf } from '../mail/lines.ts'
import { patchText } from '../mail/patch-text.ts'
import { type QuotedLine, quoteMarks } from '../mail/quote-marks.ts'
import { isScissors } from '../mail/scissors.ts'

/** A line of a reply; `said` is false for what is neither quoted nor the writer's own words. */
export interface ReplyLine extends QuotedLine {
  readonly said: boolean
}

/**
 * Sorts the lines of a reply: quotes, the writer's words, and what is none of both - signatures,
 * footers of lists, headers copied by a mailer, and the patch that the reply itself carries.
 */
export function replyLines(message: Message): readonly ReplyLine[] {
  const lines = linesOf(message.body).map((line) => quoteMarks(line))
  const own = ownPatch(message)
  let tail = false
  return lines.map((line, i) => {
    // A signature or footer may stand above a full quote.
    if (line.depth > 0) tail = false
    else tail ||= startsTail(line.rest, lines[i + 1])
    const inPatch = own !== null && line.mailLine >= own.start && line.mailLine <= own.end
    return { ...line, said: line.depth === 0 && !tail && !inPatch }
  })
}

function startsTail(text: string, next: QuotedLine | undefined): boolean {
  if (/^-- ?\r?$/.test(text)) return true
  // "_____" above "kvmarm mailing list", and Outlook's "________" above "From: ".
  if (/^_{20,}\s*$/.test(text))
    return /mailing list$|^(?:From|Von|De):/.test(next?.rest.trim() ?? '')
  return /^-{2,} ?(?:Original Message|Forwarded [Mm]essage|原始邮件) ?-{2,}\s*$/i.test(text)
}

interface Lines {
  readonly start: number
  readonly end: number
}

// The lines of the patch in the reply, with its log where the reply says where that begins.
function ownPatch(message: Message): Lines | null {
  const text = patchText(message)
  const first = text?.diff[0]?.mailLine
  if (text === null || first === undefined) return null
  const { diff, diffstat, quoteDepth } = text
  const context = { messageId: message.messageId, diffstat, quoted: quoteDepth > 0 }
  const { files } = readDiff(diff, context)
  const rows = files.flatMap((f) => f.hunks).flatMap((h) => h.lines.at(-1)?.mailLine ?? h.mailLine)
  const end = rows.reduce((last, line) => Math.max(last, line), first)
  const lines = linesOf(message.body)
  const scissors = lines.findIndex((l) => isScissors(l.text))
  if (scissors >= 0 && scissors < first) return { start: scissors + 1, end }
  // Without "---" the words above are talk; with it they are a log, whose tags are not given here.
  const separated = lines.slice(0, first).some((l) => /^---\s*$/.test(l.text))
  const tag = separated ? text.trailers[0]?.mailLine : undefined
  return { start: tag ?? first, end }
}
