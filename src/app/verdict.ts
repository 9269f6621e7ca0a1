import type { Comment, Problem, Report, Severity } from '../model.ts'
import { plural } from '../report/summary.ts'
import { type FailOn, isGrave } from '../review/fail-on.ts'
import { byMail, withinBudget } from '../review/budget.ts'
import { saidOnce } from '../review/once.ts'
import { type Base, configNotes } from './config-notes.ts'
import type { Placed } from './placing.ts'
import { placeComments } from './placing.ts'
import type { PullFile } from './pull-diff.ts'
import type { PullMails } from './pull-request.ts'

/** What is to be shown about one head of a pull request, before it takes a form. */
export interface Verdict {
  /** The comments that are said, in the order of the patches: of each no more than a reader takes in. */
  readonly said: readonly Placed[]
  /** Those that are only named. */
  readonly left: readonly Comment[]
  readonly muted: number
  readonly patches: number
  /** What was not judged; empty exactly when everything was. */
  readonly unjudged: readonly string[]
  /** Merges and empty commits. */
  readonly patchless: readonly string[]
  /** Message-ID -> commit. */
  readonly commits: ReadonlyMap<string, string>
  /** From which severity on the run fails. */
  readonly failOn: FailOn
  /** What is to be told of the config: whose it is, and that one which comes with the pull request is none yet. */
  readonly config: readonly string[]
}

export type Conclusion = 'failure' | 'neutral' | 'success' | 'action_required'

/** Brings together what lint said and where the pull request can show it. */
export function verdictOf(
  whole: Report,
  mails: PullMails,
  files: readonly PullFile[],
  base: Base,
): Verdict {
  const report = saidOnce(whole)
  const comments = report.reviews.flatMap((review) => review.comments)
  const budgeted = byMail(comments.filter(isSaid)).map((all) => withinBudget(all, null))
  const said = budgeted.flatMap((one) => one.said)
  return {
    said: placeComments(said, files),
    left: budgeted.flatMap((one) => one.left),
    muted: comments.filter((comment) => !isSaid(comment)).length,
    patches: mails.mails.length,
    unjudged: unjudged(report, mails.problems),
    patchless: mails.patchless,
    commits: mails.commits,
    failOn: base.wanted?.failOn ?? 'error',
    config: configNotes(base, files),
  }
}

/** Not judged whole comes first: a run that missed something can neither pass nor fail anybody. */
export function conclusionOf(verdict: Verdict): Conclusion {
  if (verdict.unjudged.length > 0) return 'action_required'
  if (verdict.said.length === 0) return 'success'
  const grave = severities.some(
    (severity) => isGrave(severity, verdict.failOn) && countOf(verdict, severity) > 0,
  )
  return grave ? 'failure' : 'neutral'
}

/** "1 error, 2 warnings": what the checks tab shows beside the name. */
export function titleOf(verdict: Verdict): string {
  const counts = severities
    .map((severity) => ({ severity, count: countOf(verdict, severity) }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => plural(count, severity))
  const found = counts.length > 0 ? counts.join(', ') : 'nothing to say'
  const title = verdict.unjudged.length > 0 ? `not everything was judged; ${found}` : found
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`
}

const severities: readonly Severity[] = ['error', 'warning', 'note']

function isSaid(comment: Comment): boolean {
  return comment.muted === null
}

function countOf(verdict: Verdict, severity: Severity): number {
  const all = [...verdict.said.map(({ comment }) => comment), ...verdict.left]
  return all.filter(({ rule }) => rule.severity === severity).length
}

function unjudged(report: Report, read: readonly Problem[]): readonly string[] {
  const problems = [...read, ...report.problems, ...report.reviews.flatMap((r) => r.problems)]
  const limits = problems.filter(({ kind }) => kind === 'limit').map(({ what }) => what)
  if (limits.length > 0 || report.complete) return [...new Set(limits)]
  return ['a part of the input; the run does not say which']
}
