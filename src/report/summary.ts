import type { Comment, Report } from '../model.ts'

interface Counts {
  readonly errors: number
  readonly warnings: number
  readonly notes: number
}

/** What was said, by severity. Muted comments are not said. */
export function countComments(report: Report): Counts {
  return count(report.reviews.flatMap((review) => review.comments))
}

/** How many patches were judged. */
export function patchesIn({ reviews }: Report): number {
  return reviews.reduce((sum, { series }) => sum + series.patches, 0)
}

/** The one sentence a run ends with: `3 patches: 1 error, 4 warnings`, `no comments on 1 patch`. */
export function summarySentence(report: Report): string {
  const patches = patchesIn(report)
  const comments = report.reviews.flatMap((review) => review.comments)
  const muted = comments.filter((comment) => comment.muted !== null).length
  const said = countSentence(comments)
  const tail = [
    ...(muted > 0 ? [`${muted} muted`] : []),
    ...(report.complete ? [] : ['not everything was checked']),
  ]
  const sentence =
    said === '' ? nothingSaid(patches, report.messages) : `${plural(patches, 'patch')}: ${said}`
  return tail.length === 0 ? sentence : `${sentence} (${tail.join(', ')})`
}

/** `1 error, 4 warnings`; '' when nothing was said. */
export function countSentence(comments: readonly Comment[]): string {
  const { errors, warnings, notes } = count(comments)
  const parts = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(notes > 0 ? [plural(notes, 'note')] : []),
  ]
  return parts.join(', ')
}

/** `1 patch`, `2 patches`. */
export function plural(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`
  return noun.endsWith('ch') ? `${number} ${noun}es` : `${number} ${noun}s`
}

function count(comments: readonly Comment[]): Counts {
  const said = comments.filter((comment) => comment.muted === null)
  const of = (severity: string) => said.filter((c) => c.rule.severity === severity).length
  return { errors: of('error'), warnings: of('warning'), notes: of('note') }
}

// Zero patches is a different thing from zero comments: a gate that reads nothing must not look green.
function nothingSaid(patches: number, messages: number): string {
  if (patches > 0) return `no comments on ${plural(patches, 'patch')}`
  return messages === 0 ? 'no mails' : `no patches in ${plural(messages, 'mail')}`
}
