import type { TextLine } from '../model.ts'

/** A line of a diff. */
export interface Line extends TextLine {
  /** The reviewer speaks before it, and may have cut lines. */
  readonly gap: boolean
}

/** Marks the gaps of a diff's lines. */
export function markGaps(lines: readonly TextLine[]): readonly Line[] {
  return lines.map((line, i) => {
    const before = lines[i - 1]
    const { text, mailLine } = line
    return { text, mailLine, gap: before !== undefined && mailLine !== before.mailLine + 1 }
  })
}

/**
 * Joins the lines that a reviewer's mailer wrapped when it quoted them: the rest of a long `+` line,
 * or of an `@@` line, stands without sign on the next line and would pass for a context line that
 * lost its blank. Where most context lines did lose their blank (web pages do that) nothing is
 * joined. `joined` are the mail lines of the rests, `noBreak` the first line that had no-break
 * spaces for blanks.
 */
export function unwrapQuoted(quoted: readonly Line[]): {
  readonly lines: readonly Line[]
  readonly joined: readonly number[]
  readonly noBreak: number | null
} {
  // Evolution quotes blanks at a line's start, and one of two in a row, as no-break spaces.
  const noBreak = quoted.find((l) => l.text.startsWith('\u00A0'))?.mailLine ?? null
  const lines = noBreak === null ? quoted : quoted.map(withBlanks)
  if (!keepsBlanks(lines)) return { lines, joined: [], noBreak }
  const whole: Line[] = []
  const joined: number[] = []
  for (const line of lines) {
    const last = whole.at(-1)
    if (last === undefined || line.gap || !isOdd(line.text) || !isWrapped(last.text, line.text)) {
      whole.push(line)
      continue
    }
    whole[whole.length - 1] = { ...last, text: `${last.text} ${line.text}` }
    joined.push(line.mailLine)
  }
  return { lines: whole, joined, noBreak }
}

function withBlanks(line: Line): Line {
  return { ...line, text: line.text.replaceAll('\u00A0', ' ') }
}

// An odd line that no wrapping explains is a context line without its blank.
function keepsBlanks(lines: readonly Line[]): boolean {
  const kept = lines.filter((l) => /^ (?! ?\*)\s*\S/.test(l.text)).length
  const lost = lines.filter(
    (l, i) => isOdd(l.text) && (l.gap || !isWrapped(lines[i - 1]?.text ?? '', l.text)),
  ).length
  return kept > lost
}

// Neither a diff line nor a line of a header.
function isOdd(text: string): boolean {
  return /^[^ +\-\\\r]/.test(text) && !headerLine.test(text)
}

const headerLine =
  /^(?:diff |@@ |Index: |index |new |old |deleted |rename |copy |(?:dis)?similarity |Binary |GIT |=====|\[ ?(?:\.|…|snip|cut|trim)|<snip>|\.\.\.|[-=]*8<)/

// Mailers wrap at 72 columns or more, so the line and the word behind it are longer than that.
function isWrapped(above: string, text: string): boolean {
  const word = text.slice(0, text.search(/\s|$/))
  const columns = above.length + 7 * (above.split('\t').length - 1)
  return above !== '' && above !== '-- ' && columns + 1 + word.length >= 64
}
