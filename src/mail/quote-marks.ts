import type { TextLine } from '../model.ts'

/** A line with its quote marks counted; `rest` is what stands behind the last `>`. */
export interface QuotedLine {
  readonly depth: number
  readonly rest: string
  readonly mailLine: number
}

/** Counts `> > `, `>> `, `>`; one blank between two marks belongs to them. */
export function quoteMarks(line: TextLine): QuotedLine {
  const { text, mailLine } = line
  let depth = 0
  let at = 0
  for (;;) {
    const skip = depth > 0 && text.charAt(at) === ' ' ? 1 : 0
    if (text.charAt(at + skip) !== '>') break
    at += skip + 1
    depth++
  }
  return { depth, rest: text.slice(at), mailLine }
}

/**
 * The lines of one depth without their marks. The blank behind `>` belongs to the mark, unless
 * this depth was quoted by a mailer that writes `>+  x`: there a blank is the sign of a context
 * line.
 */
export function unquote(quoted: readonly QuotedLine[], depth: number): readonly TextLine[] {
  const lines = quoted.filter((line) => line.depth === depth)
  const bare = lines.filter((line) => structure.test(line.rest)).length
  const spaced = lines.filter(
    (line) => line.rest.startsWith(' ') && structure.test(line.rest.slice(1)),
  ).length
  const blank = bare > spaced ? 0 : 1
  return lines.map(({ rest, mailLine }) => ({
    text: rest.startsWith(' ') ? rest.slice(blank) : rest,
    mailLine,
  }))
}

const structure = /^(?:diff --git |@@ -\d|--- [ab]\/|\+\+\+ [ab]\/|[+-]\t)/
