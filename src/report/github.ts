import { isMadeUp } from '../mail/made-up.ts'
import type { Comment, Problem, Report, Severity } from '../model.ts'
import { byMail, moreRemarks, withinBudget } from '../review/budget.ts'
import { escapeHidden, escapeLine } from './escape.ts'
import { fileLine, placeName } from './place.ts'
import { summarySentence } from './summary.ts'
import { wrap } from './wrap.ts'

/**
 * Workflow commands, which GitHub Actions turns into annotations, and a last plain line:
 * `::warning file=a.c,line=3,endLine=3,title=pack/rule::Please ...`
 */
export function githubReport(report: Report, budget: number | null = null): string {
  const comments = report.reviews.flatMap((review) => review.comments)
  const said = comments.filter((comment) => comment.muted === null)
  const problems = [...report.reviews.flatMap((review) => review.problems), ...report.problems]
  const lines = [
    ...byMail(said).flatMap((all) => annotations(all, budget)),
    // Only what was not judged: a repaired mail is no news to someone who reads a check.
    ...problems.filter((problem) => problem.kind === 'limit').map(notJudged),
    summarySentence(report),
  ]
  return `${lines.join('\n')}\n`
}

function annotations(all: readonly Comment[], budget: number | null): readonly string[] {
  const { said, left } = withinBudget(all, budget)
  const more = moreRemarks(left)
  const subject = all[0]?.message.subject.text ?? ''
  const rest =
    more === null
      ? []
      : [`::notice title=more::${message(escapeLine(`${more} (on "${subject}")`))}`]
  return [...said.map(annotation), ...rest]
}

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
}

function annotation(comment: Comment): string {
  const at = fileLine(comment.anchor)
  const command = COMMANDS[comment.rule.severity]
  const title = `title=${property(comment.rule.id)}`
  const source = comment.rule.source[0]
  // The page breaks lines by itself: only paragraphs stay apart.
  const text = wrap(comment.text, Number.POSITIVE_INFINITY).join('\n')
  const said = source === undefined ? text : `${text}\n${source}`
  if (at !== null) {
    const file = `file=${property(at.path)},line=${at.line},endLine=${at.line}`
    return `::${command} ${file},${title}::${message(said)}`
  }
  const { messageId, subject } = comment.message
  const id = isMadeUp(messageId) ? '' : ` <${messageId}>`
  const mail = `${placeName(comment.anchor)} of "${subject.text}"${id}`
  return `::${command} ${title}::${message(`${said}\n${escapeLine(mail)}`)}`
}

function notJudged({ what, messageId, line }: Problem): string {
  const at = messageId === null ? '' : ` (<${messageId}>${line === null ? '' : `, line ${line}`})`
  return `::warning title=not judged::${message(escapeLine(what + at))}`
}

// The escapes of actions/toolkit, packages/core/src/command.ts. Without line ends nothing in a mail can start
// a command of its own.
function message(text: string): string {
  return escapeHidden(text.replaceAll('\r\n', '\n'))
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
