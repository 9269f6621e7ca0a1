import type { TextLine } from '../../model.ts'

/** One line of a log by what it is; `more` belongs to the tag above it, `note` is a "[who: what]" among tags. */
export interface LogLine {
  readonly line: TextLine
  readonly kind: 'blank' | 'tag' | 'more' | 'note' | 'text'
}

/** The lines of a log, told apart; a tag is what the kernel's scripts take for one, wherever it stands. */
export function logLines(log: readonly TextLine[]): readonly LogLine[] {
  const lines: LogLine[] = []
  let open = ''
  for (const line of log) {
    const kind = kindOf(
      line.text,
      open,
      lines.at(-1)?.kind ?? 'text',
      lines.at(-1)?.line.text ?? '',
    )
    lines.push({ line, kind })
    if (kind === 'tag') open = line.text
    else if (kind === 'more') open = /^fixes/i.test(open) && closes(line.text) ? '' : open
    else open = ''
  }
  return lines
}

/** The tags at the end of a log, with the blank lines between them: from the first tag below all text. */
export function tagBlock(log: readonly TextLine[]): readonly LogLine[] {
  const lines = logLines(log)
  const text = lines.findLastIndex(({ kind }) => kind === 'text')
  const block = lines.slice(text + 1)
  const first = block.findIndex(({ kind }) => kind === 'tag')
  const last = block.findLastIndex(({ kind }) => kind === 'tag')
  return first === -1 ? [] : block.slice(first, last + 1)
}

function kindOf(
  text: string,
  open: string,
  before: LogLine['kind'],
  last: string,
): LogLine['kind'] {
  if (text.trim() === '') return 'blank'
  if (TAG.test(text)) return FOOTNOTE.test(last) ? 'text' : 'tag'
  if (/^ {0,2}\[|^\(cherry picked from/.test(text)) return 'note'
  // Among tags any key will do, and so will one that lost its colon or hyphens.
  if (
    before !== 'blank' &&
    before !== 'text' &&
    /^[A-Za-z][\w-]+(?: by)?: \S|^[A-Z][\w-]+-by /.test(text)
  )
    return 'tag'
  if (open === '') return 'text'
  // A folded value, a subject that was wrapped, an address on the next line.
  if (/^[ \t]/.test(text)) return 'more'
  if (/^fixes/i.test(open) && (isOpen(open) || /^["'(]/.test(text))) return 'more'
  return /^[\w-]+:\s*$/.test(open) && /^\S+$/.test(text) ? 'more' : 'text'
}

/** Whether a Fixes: line begins a subject that it does not end. */
function isOpen(text: string): boolean {
  const from = text.search(/["(\u{201c}]/u)
  return from !== -1 && !closes(text.slice(from + 1))
}

/** Whether this line ends a subject: `")` somewhere, or a quote or bracket at its end. */
function closes(text: string): boolean {
  return /["'\u{2019}\u{201d}]\s?\)/u.test(text) || /["'\u{2019}\u{201d})>]$/u.test(text.trimEnd())
}

/** "[1]" alone: the link below it belongs to the text above. */
const FOOTNOTE = /^\s*\[[\d*]\]\s*$/

const TAG =
  /^(?:[a-z]+(?:-[a-z]+){0,3}-by|cc|fixes|link|closes|datasheet|bug-?link|bugzilla|references?|change-id|message-id|base-commit|depends-on)\s?:/i
