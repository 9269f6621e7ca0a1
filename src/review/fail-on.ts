import type { Report, Severity } from '../model.ts'

/** From which severity on a run fails. */
export type FailOn = Severity | 'never'

/** `never` is graver than anything. */
const RANK: Readonly<Record<FailOn, number>> = { never: 4, error: 3, warning: 2, note: 1 }

/** Whether a remark of this severity makes a run fail. */
export function isGrave(severity: Severity, failOn: FailOn): boolean {
  return RANK[severity] >= RANK[failOn]
}

/** Whether anything that a report says, and nobody muted, makes a run fail. */
export function hasGrave(report: Report, failOn: FailOn): boolean {
  return report.reviews.some((review) =>
    review.comments.some(({ muted, rule }) => muted === null && isGrave(rule.severity, failOn)),
  )
}
