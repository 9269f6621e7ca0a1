import type { Comment, RuleHead, Severity } from '../model.ts'
import { byCodeUnits } from './code-units.ts'
import { addUnder } from '../series/add-under.ts'

/** What is said of the comments on one mail, and what is only named. */
export interface Budgeted {
  /** In the order given. */
  readonly said: readonly Comment[]
  /** Best first. */
  readonly left: readonly Comment[]
}

/**
 * The comments on one patch that a reader can be asked to take in at once: the gravest first, then those of
 * rules whose precision is measured. Errors are never left out, whatever the budget. Without a number
 * given (null) it is five, or six of six: the line that names a sixth costs as much as the sixth.
 */
export function withinBudget(comments: readonly Comment[], budget: number | null): Budgeted {
  const most = budget ?? (comments.length === BUDGET + 1 ? BUDGET + 1 : BUDGET)
  const ranked = comments.toSorted(
    (a, b) =>
      GRAVITY[b.rule.severity] - GRAVITY[a.rule.severity] ||
      Number(isMeasured(b.rule)) - Number(isMeasured(a.rule)) ||
      byCodeUnits(a.rule.id, b.rule.id),
  )
  const kept = new Set(ranked.filter((comment, i) => i < most || comment.rule.severity === 'error'))
  return {
    said: comments.filter((comment) => kept.has(comment)),
    left: ranked.filter((comment) => !kept.has(comment)),
  }
}

/** "3 more remarks: c/includes (2), tags/blank-line"; null when there are none. */
export function moreRemarks(left: readonly Comment[]): string | null {
  if (left.length === 0) return null
  const counts = new Map<string, number>()
  for (const { rule } of left) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1)
  const rules = [...counts].map(([id, count]) => (count === 1 ? id : `${id} (${count})`))
  return `${left.length} more remark${left.length === 1 ? '' : 's'}: ${rules.join(', ')}`
}

/** The comments of each mail, in order. */
export function byMail(comments: readonly Comment[]): readonly (readonly Comment[])[] {
  const mails = new Map<string, Comment[]>()
  for (const comment of comments) {
    addUnder(mails, comment.message.messageId, comment)
  }
  return [...mails.values()]
}

/** How many comments a patch gets unless somebody asks for another number. */
const BUDGET = 5

const GRAVITY: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 }

function isMeasured(rule: RuleHead): boolean {
  return rule.maturity === 'stable'
}
