import type { Remark } from '../model.ts'
import type { Anchors } from './anchors.ts'
import type { ReplyLine } from './reply-lines.ts'

/** A remark before other replies were looked at. */
export type Unquoted = Omit<Remark, 'quotedBy'>

/** What the writer says between the quotes, each run of paragraphs under the line it stands under. */
export function remarksOf(
  lines: readonly ReplyLine[],
  tags: ReadonlySet<number>,
  anchors: Anchors,
): readonly Unquoted[] {
  const remarks: Unquoted[] = []
  let above: ReplyLine | null = null
  let run: ReplyLine[] = []
  const close = () => {
    const text = trimmed(withoutAttribution(run))
    const first = text[0]
    if (first !== undefined)
      remarks.push({
        text: text.map((l) => l.rest.trimEnd()).join('\n'),
        mailLine: first.mailLine,
        ...anchors.of(above),
      })
    run = []
  }
  for (const line of lines) {
    if (line.depth > 0) {
      if (run.length > 0) close()
      if (line.rest.trim() !== '' && !cutMark.test(line.rest)) above = line
    } else if (line.said && !tags.has(line.mailLine)) run.push(line)
  }
  close()
  return remarks
}

// "[...]", "[snip]", "...", "<snip>": what was cut says nothing.
const cutMark =
  /^\s*(?:[[<(] ?(?:\.{2,4}|…|snip(?:ped)?|trimmed|cut)[^\])>]{0,40}[\])>]|\.{3}|…)\s*$/i

function trimmed(lines: readonly ReplyLine[]): readonly ReplyLine[] {
  const isEmpty = (l: ReplyLine | undefined) => l !== undefined && /^\s*$/.test(l.rest)
  const isCut = (l: ReplyLine | undefined) => l !== undefined && cutMark.test(l.rest)
  let start = 0
  let end = lines.length
  while (start < end && (isEmpty(lines[start]) || isCut(lines[start]))) start++
  while (end > start && (isEmpty(lines[end - 1]) || isCut(lines[end - 1]))) end--
  return lines.slice(start, end)
}

/**
 * Drops "On Mon, 1 Jun 2026, Jane Doe <j@x> wrote:", over up to four lines: in front of a quote, or
 * with a greeting between the two.
 */
function withoutAttribution(lines: readonly ReplyLine[]): readonly ReplyLine[] {
  const kept: ReplyLine[] = []
  let paragraph: ReplyLine[] = []
  const close = () => {
    for (const line of paragraph.slice(0, attributionStart(paragraph))) kept.push(line)
    paragraph = []
  }
  for (const line of lines) {
    if (line.rest.trim() !== '') {
      paragraph.push(line)
      continue
    }
    close()
    kept.push(line)
  }
  close()
  return kept
}

// The line of a paragraph that its closing attribution starts on; its length when it has none.
function attributionStart(paragraph: readonly ReplyLine[]): number {
  const end = paragraph.length
  for (let start = Math.max(0, end - 4); start < end; start++) {
    const texts = paragraph.slice(start).map((l) => l.rest.trim())
    const joined = texts.join(' ')
    if (joined.length > 600) continue
    if (opensAttribution.test(joined) && closesAttribution.test(joined)) return start
    if (start === end - 1 && wholeAttribution.test(joined)) return start
  }
  return end
}

const opensAttribution =
  /^(?:On|At|Am|Le|El|Il|Em|Den|Op|Quoting|\*|于|在|\d{4}[-/年]|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b)/
const closesAttribution =
  /(?:\b(?:wrote|writes?|said|schrieb|a écrit|escribió|ha scritto)(?: ?\([^()]{1,60}\))? ?:|schrieb [^:]{1,60}:|[写寫]道\s?[:：])$/i
const wholeAttribution =
  /(?:@[^\s@]{1,100}>|^[\p{L}\p{M}."' -]{3,60})(?: \([^()]{1,60}\))? ?(?:wrote|writes|said|schrieb) ?:$|[写寫]道\s?[:：]$/iu
