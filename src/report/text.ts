import pc from 'picocolors'
import type { Comment, Problem, Report, Review, SeriesHead, Severity } from '../model.ts'
import { defuseCommands, escapeHidden, escapeLine } from './escape.ts'
import { isMadeUp } from '../mail/made-up.ts'
import { placeName } from './place.ts'
import { NOT_JUDGED, problemLines } from './problem-lines.ts'
import { quoteLines, showLine, type ShownLine } from './quote.ts'
import { countSentence, plural, summarySentence } from './summary.ts'
import { wrap } from './wrap.ts'

interface TextOptions {
  readonly colour: boolean
  readonly width: number
}

type Colours = ReturnType<typeof pc.createColors>

/** The report for a terminal: what a maintainer would write, under the line it is about. */
export function textReport(report: Report, { colour, width }: TextOptions): string {
  const colours = pc.createColors(colour)
  // Narrower than this nothing can be read, and endless lines help nobody.
  const columns = Math.min(Math.max(width, 40), 120)
  const alone = report.reviews.length === 1
  const listed = report.reviews.filter((review) => alone || hasSomething(review))
  const blocks = [
    ...listed.flatMap((review) => reviewBlocks(review, colours, columns)),
    ...problemBlock(report.problems, { messageIds: [], titles: [] }, colours, columns),
    [colours.bold(summarySentence(report))],
  ]
  const lines = blocks
    .flatMap((block) => [block, ['']])
    .flat()
    .slice(0, -1)
  return `${lines.map(defuseCommands).join('\n')}\n`
}

type Block = readonly string[]

function hasSomething({ comments, problems }: Review): boolean {
  return comments.some((comment) => comment.muted === null) || problems.length > 0
}

function reviewBlocks(
  { series, comments, problems }: Review,
  c: Colours,
  columns: number,
): Block[] {
  const said = comments.filter((comment) => comment.muted === null)
  return [
    heading(series, said, c),
    ...said.map((comment) => commentBlock(comment, series, c, columns)),
    ...problemBlock(problems, series, c, columns),
  ]
}

function heading(series: SeriesHead, said: readonly Comment[], c: Colours): Block {
  const promised = plural(series.expected, 'patch')
  const patches =
    series.patches < series.expected
      ? `${series.patches} of ${promised}`
      : plural(series.patches, 'patch')
  const facts = [...(series.revision > 1 ? [`v${series.revision}`] : []), patches].join(', ')
  const counts = countSentence(said)
  return [
    c.bold(escapeLine(series.subject)),
    c.dim(counts === '' ? `${facts}: no comments` : `${facts}: ${counts}`),
  ]
}

function commentBlock(comment: Comment, series: SeriesHead, c: Colours, columns: number): Block {
  const { rule, patch } = comment
  const place = showLine(placeName(comment.anchor), columns)
  const counter = series.expected > 1 && patch !== null ? `  ${patch}/${series.expected}` : ''
  const quote = quoteLines(comment, columns - GUTTER)
  return [
    `${c.bold(place)}${counter}  ${severityColour(rule.severity, c)(rule.severity)}  ${rule.id}`,
    ...commitTitle(comment, series, c, columns),
    ...quote.map((line) => quoteLine(line, c)),
    ...(quote.length === 0 ? [] : ['']),
    ...indented(wrap(escapeHidden(comment.text), Math.min(columns - INDENT.length, TEXT_WIDTH))),
    ...rule.source.slice(0, 1).map((link) => INDENT + c.dim(escapeLine(link))),
    ...suggested(comment, c, columns),
  ]
}

/** A commit of a range has no mail that its counter could be looked up in. */
function commitTitle(
  { message, patch }: Comment,
  series: SeriesHead,
  c: Colours,
  columns: number,
): Block {
  if (series.expected < 2 || patch === null || !isMadeUp(message.messageId)) return []
  return [INDENT + c.dim(showLine(`of "${message.subject.title}"`, columns - INDENT.length))]
}

const INDENT = '    '
// As wide as a mail: longer lines are hard to read, however wide the window.
const TEXT_WIDTH = 76
const GUTTER = '    > '.length

function severityColour(severity: Severity, c: Colours): (text: string) => string {
  if (severity === 'error') return (text) => c.bold(c.red(text))
  return severity === 'warning' ? c.yellow : c.cyan
}

function quoteLine({ text, sign, target }: ShownLine, c: Colours): string {
  const mark = `    ${target ? '>' : '|'} `
  if (!target) return c.dim((mark + text).trimEnd())
  return `${c.bold(mark)}${signColour(sign, c)(text)}`.trimEnd()
}

function signColour(sign: string, c: Colours): (text: string) => string {
  if (sign === '+') return c.green
  return sign === '-' ? c.red : c.bold
}

function suggested({ suggestion }: Comment, c: Colours, columns: number): Block {
  if (suggestion === null) return []
  const lines = suggestion.trimEnd().split('\n')
  const coloured = lines.map((line) => {
    const text = showLine(line, columns - INDENT.length)
    return /^[+-]/.test(line) ? signColour(line.charAt(0), c)(text) : text
  })
  return ['', ...indented(coloured)]
}

function problemBlock(
  problems: readonly Problem[],
  series: Pick<SeriesHead, 'messageIds' | 'titles'>,
  c: Colours,
  columns: number,
): Block[] {
  if (problems.length === 0) return []
  const lines = problemLines(problems, series)
  return [
    ['About the input:', ...lines.flatMap((line) => hanging(line, columns))].map((line) =>
      line.startsWith(`  ${NOT_JUDGED}`) ? c.yellow(line) : c.dim(line),
    ),
  ]
}

function hanging(line: string, columns: number): Block {
  return wrap(line, columns - INDENT.length).map((part, at) =>
    at === 0 ? `  ${part}` : INDENT + part,
  )
}

function indented(lines: readonly string[]): Block {
  return lines.map((line) => (line === '' ? '' : INDENT + line))
}
