import type { Comment, Report } from '../model.ts'
import { listed } from '../facts/listed.ts'
import { onceForPatch } from './once-in-patch.ts'

/** On so many patches a remark is about the series, not about each of them. */
const MANY = 3

/** A report in which what many lines or patches share is said once; last of all, when it is known what is muted. */
export function saidOnce(report: Report): Report {
  const reviews = report.reviews.map((review) => ({
    ...review,
    comments: onceForSeries(onceForPatch(review.comments), review.comments),
  }))
  return { ...report, reviews }
}

/**
 * The same words of one rule on three patches or more are said once, on the first, which names the others:
 * "Same in patches 2, 4 and 5." What is not said is kept, muted. `worded`: the same comments in their own words.
 */
export function onceForSeries(
  comments: readonly Comment[],
  worded: readonly Comment[] = comments,
): readonly Comment[] {
  const keys = worded.map(keyOf)
  const patches = new Map<string, Set<number>>()
  for (const [i, comment] of comments.entries()) {
    if (comment.patch === null || comment.muted !== null) continue
    const key = keys[i] ?? ''
    const known = patches.get(key)
    if (known === undefined) patches.set(key, new Set([comment.patch]))
    else known.add(comment.patch)
  }
  const told = new Set<string>()
  return comments.map((comment, i) => {
    const key = keys[i] ?? ''
    const [first, ...others] = patches.get(key) ?? []
    if (first === undefined || others.length + 1 < MANY || comment.muted !== null) return comment
    if (comment.patch !== first)
      return { ...comment, muted: `the same is said once, on patch ${first}` }
    if (told.has(key)) return comment
    told.add(key)
    const text = `${comment.text} Same in patches ${listed(others.map(String))}.`
    return { ...comment, text }
  })
}

/** Commits of a range have many authors: each reads his own. */
function keyOf({ rule, text, message }: Comment): string {
  return `${rule.id}\0${message.from.address.toLowerCase()}\0${text}`
}
