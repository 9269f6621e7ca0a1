import type { Comment, Followup, Remark, Review, Trailer } from '../model.ts'

/**
 * A review in which nobody is told what a human has said in the thread before us: a remark at the line of a
 * comment, or up to three lines from it, that speaks of the same thing, or one under the same trailer. Such a
 * comment stays, muted, with who said it and where.
 */
export function withoutAlreadySaid(review: Review, followups: readonly Followup[]): Review {
  if (followups.length === 0) return review
  return { ...review, comments: review.comments.map((comment) => muteIfSaid(comment, followups)) }
}

function muteIfSaid(comment: Comment, followups: readonly Followup[]): Comment {
  if (comment.muted !== null) return comment
  const says = sayer(comment)
  const said = followups.find(
    (followup) =>
      !followup.bot &&
      followup.answers === comment.message.messageId &&
      followup.from.address !== comment.message.from.address &&
      (followup.remarks.some(says) ||
        followup.trailers.some((trailer) => isTheirs(trailer, comment))),
  )
  if (said === undefined) return comment
  const name = said.from.name === '' ? said.from.address : said.from.name
  return { ...comment, muted: `already said by ${name} in <${said.messageId}>` }
}

/** A tag the comment asks for that a reply gave: "Fixes: ..." under a patch that lacks it. */
function isTheirs(trailer: Trailer, { rule, anchor }: Comment): boolean {
  const asks = rule.id.split(/[/-]/).includes('missing')
  return asks && anchor.kind !== 'line' && rule.id.startsWith(`${trailer.key.toLowerCase()}/`)
}

/** How far from our line a remark on the same thing may stand. */
const NEAR = 3

/** Whether a remark says what the comment does; a thread has many, so what is the comment's own is looked up once. */
function sayer({ anchor, message, rule, bindings }: Comment): (remark: Remark) => boolean {
  if (anchor.kind === 'trailer') {
    const tag = `${anchor.key}: ${anchor.value}`.toLowerCase()
    return ({ quote }) => (quote ?? '').trim().toLowerCase() === tag
  }
  // The words that tell what a rule is about: of its id, its title and the names its holes bound.
  const about = new Set([rule.id, rule.title, ...Object.values(bindings)].flatMap(significant))
  const sharedWords = (text: string): number =>
    new Set(significant(text).filter((word) => about.has(word))).size
  if (anchor.kind === 'line')
    return (remark) => isNear(remark, anchor) && sharedWords(remark.text) >= 1
  const at = anchor.kind === 'log' ? anchor.mailLine : null
  const line = at === null ? null : (message.body.split('\n')[at - 1]?.trim() ?? '')
  // A tag cut off from the others is a line of the log, and read as the tag it was meant to be.
  const isTag = line !== null && /^[A-Z][\w-]{1,40}: /.test(line)
  return ({ quote, path, text }) => {
    const shared = sharedWords(text)
    if (line !== null && quote?.trim() === line && (isTag || shared >= 1)) return true
    return path === null && shared >= 2
  }
}

function isNear(remark: Remark, anchor: Extract<Comment['anchor'], { kind: 'line' }>): boolean {
  if (remark.quote !== null && remark.quote.trim() === anchor.quote.trim()) return true
  if (remark.path === null || remark.path !== anchor.path) return false
  if (remark.line === null || anchor.line === null) return false
  return Math.abs(remark.line - anchor.line) <= NEAR
}

function significant(text: string): readonly string[] {
  return (text.toLowerCase().match(/[a-z0-9_]{4,}/g) ?? [])
    .map((word) => (word.endsWith('s') ? word.slice(0, -1) : word))
    .filter((word) => word.length >= 4 && !COMMON.has(word))
}

const COMMON: ReadonlySet<string> = new Set(
  (
    'about after also another because been before both change could does each from have here into just like ' +
    'line make more need only other patch please same separate serie should some such than that their them ' +
    'then there these they thing thi this those time used want were what when where which while will with would your'
  ).split(' '),
)
