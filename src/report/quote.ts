import type { Comment } from '../model.ts'
import { mailLineOf } from '../review/mail-line.ts'
import { escapeHidden, escapeLine } from './escape.ts'

/** A line of the mail as a terminal shows it. */
export interface ShownLine {
  readonly text: string
  /** The diff sign, quote marks skipped; ' ' for everything else. */
  readonly sign: '+' | '-' | ' '
  /** True on the line the comment is about. */
  readonly target: boolean
}

const BEFORE = 2
const AFTER = 1

/**
 * The line a comment is about with two lines above and one below, tabs as wide as in the mail, cut at `width`.
 * Empty for what is about no line.
 */
export function quoteLines({ anchor, message }: Comment, width: number): readonly ShownLine[] {
  if (anchor.kind === 'subject') {
    return [shown(`Subject: ${escapeLine(message.subject.text)}`, ' ', true, width)]
  }
  const line = mailLineOf(anchor)
  if (line === null) return []
  const lines = message.body.split('\n')
  const at = line - 1
  if (lines[at] === undefined) return []
  const window = lines.slice(Math.max(0, at - BEFORE), at + AFTER + 1)
  const first = Math.max(0, at - BEFORE)
  return trimmed(
    window.map((text, index) =>
      shown(text, signOf(text, anchor.kind), first + index === at, width),
    ),
  )
}

/** Tabs to blanks, hidden characters visible, at most `width` columns. */
export function showLine(text: string, width: number): string {
  // A CR before the line end is a CRLF file's: worth seeing, and never sent to the terminal.
  const visible = expandTabs(text.replaceAll('\n', ' ').replace(/\r$/, '\\r'), width)
  return visible.length > width ? `${visible.slice(0, Math.max(0, width - 3))}...` : visible
}

function shown(text: string, sign: ShownLine['sign'], target: boolean, width: number): ShownLine {
  return { text: showLine(text, width), sign, target }
}

function signOf(text: string, kind: string): ShownLine['sign'] {
  if (kind !== 'line') return ' '
  const [sign] = text.replace(/^(?:> ?)+/, '')
  return sign === '+' || sign === '-' ? sign : ' '
}

function expandTabs(text: string, width: number): string {
  let line = ''
  for (const part of text.split(/(\t)/)) {
    // What is cut off below need not be worked out: a line can have a megabyte.
    if (line.length > width) return line
    line += part === '\t' ? ' '.repeat(8 - (line.length % 8)) : escapeHidden(part)
  }
  return line.trimEnd()
}

// Empty lines at the edges say nothing.
function trimmed(lines: readonly ShownLine[]): readonly ShownLine[] {
  return lines.slice(lines.findIndex(speaks), lines.findLastIndex(speaks) + 1)
}

function speaks(line: ShownLine): boolean {
  return line.target || /[^\s>]/.test(line.text)
}
