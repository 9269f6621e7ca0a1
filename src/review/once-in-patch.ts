import type { Comment } from '../model.ts'
import { listed } from '../facts/listed.ts'
import { addUnder } from '../series/add-under.ts'

/** On so many lines a remark is about the patch, not about each of them. */
const MANY = 3

/** Nobody looks up more lines than these from a mail. */
const MOST_NAMED = 8

/**
 * The same words of one rule on three lines of a patch or more are said once, on the first, which names the
 * others: "Same in lines 40, 52 and 61." What is not said is kept, muted. Errors are said each time; a comment
 * that has a suggestion says something of its own, and so does one on a line without a number.
 */
export function onceForPatch(comments: readonly Comment[]): readonly Comment[] {
  const groups = new Map<string, Comment[]>()
  for (const comment of comments) {
    const key = keyOf(comment)
    if (key === null) continue
    addUnder(groups, key, comment)
  }
  return comments.map((comment) => {
    const [first, ...others] = groups.get(keyOf(comment) ?? '') ?? []
    if (first === undefined || others.length + 1 < MANY) return comment
    if (comment === first) return { ...comment, text: `${comment.text} ${sameIn(first, others)}` }
    return { ...comment, muted: `the same is said once, on ${lineOf(first)}` }
  })
}

function keyOf({ rule, message, text, anchor, muted, suggestion }: Comment): string | null {
  const hasNumber = anchor.kind === 'line' && anchor.side === 'new' && anchor.line !== null
  if (!hasNumber || muted !== null || suggestion !== null || rule.severity === 'error') return null
  return `${message.messageId}\0${rule.id}\0${text}`
}

/** "Same in lines 40 and 52."; with lines of other files "Same in lines 40 and 52, b.c:12 and b.c:30." */
function sameIn(first: Comment, others: readonly Comment[]): string {
  const here = others.filter((other) => pathOf(other) === pathOf(first)).map(numberOf)
  const own = here.length === 0 ? [] : [`line${here.length === 1 ? '' : 's'} ${here[0] ?? ''}`]
  const elsewhere = others.filter((other) => pathOf(other) !== pathOf(first)).map(lineOf)
  const named = [...own, ...here.slice(1), ...elsewhere]
  const rest = named.length - MOST_NAMED
  const names = rest > 1 ? [...named.slice(0, MOST_NAMED), `${rest} more`] : named
  return `Same in ${listed(names)}.`
}

function lineOf(comment: Comment): string {
  const path = pathOf(comment)
  return path === null ? `line ${numberOf(comment)}` : `${path}:${numberOf(comment)}`
}

function pathOf({ anchor }: Comment): string | null {
  return anchor.kind === 'line' ? anchor.path : null
}

function numberOf({ anchor }: Comment): string {
  return anchor.kind === 'line' ? String(anchor.line ?? '') : ''
}
