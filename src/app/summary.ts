import type { Comment } from '../model.ts'
import { plural } from '../report/summary.ts'
import { moreRemarks } from '../review/budget.ts'
import { cut, inline } from './markdown.ts'
import { marker } from './marker.ts'
import type { Place, Placed } from './placing.ts'
import { remark, remarkWithPlace } from './remark.ts'
import { titleOf, type Verdict } from './verdict.ts'

/** A review comment in GitHub's words. */
export interface InlineRemark extends Place {
  readonly body: string
}

/** More inline comments than this bury the conversation; the rest goes into the body. */
const mostInline = 30

/** GitHub takes 65,536 characters in a review's body and 65,535 in a check run's summary. */
const mostText = 65_535

/** One remark may not take the room of all others. */
const mostRemark = 16_000

/** The comments a review shows at their lines. */
export function inlineRemarks(verdict: Verdict): readonly InlineRemark[] {
  return inlined(verdict).map(({ comment, place: { path, side, line } }) => {
    return { path, side, line, body: cut(remark(comment), mostText) }
  })
}

/** The review's body: the hidden marker first, where no cut can reach it. */
export function reviewBody(verdict: Verdict, key: string): string {
  return upToLimit([marker(key), overview(verdict)], listed(notInlined(verdict), verdict))
}

/** The body for the case that GitHub refused the places: everything is said here. */
export function reviewBodyWithAll(verdict: Verdict, key: string): string {
  return upToLimit([marker(key), overview(verdict)], listed(verdict.said, verdict))
}

/** The check run's summary: by what was judged, and what the review cannot show at a line. */
export function checkSummary(verdict: Verdict): string {
  const config = verdict.config.map((note) => cut(inline(note), mostRemark))
  return upToLimit([overview(verdict), ...config], listed(notInlined(verdict), verdict))
}

/** As many whole remarks as fit, and how many did not. */
function upToLimit(opening: readonly string[], remarks: readonly string[]): string {
  const parts = [...opening]
  let room = mostText - opening.join('\n\n').length - hiddenLength
  for (const [index, text] of remarks.entries()) {
    room -= text.length + 2
    if (room < 0) return [...parts, hidden(remarks.length - index)].join('\n\n')
    parts.push(text)
  }
  return parts.join('\n\n')
}

const hiddenLength = 120

function hidden(count: number): string {
  return `${plural(count, 'more remark')} not shown: GitHub takes ${mostText} characters here.`
}

function hasPlace(placed: Placed): placed is { comment: Comment; place: Place } {
  return placed.place !== null
}

function inlined(verdict: Verdict): readonly { comment: Comment; place: Place }[] {
  return verdict.said.filter(hasPlace).slice(0, mostInline)
}

function notInlined(verdict: Verdict): readonly Placed[] {
  const shown = new Set<Placed>(inlined(verdict))
  return verdict.said.filter((placed) => !shown.has(placed))
}

function overview(verdict: Verdict): string {
  const parts = [`${titleOf(verdict)} in ${plural(verdict.patches, 'patch')}.`]
  if (verdict.unjudged.length > 0) parts.push(notJudged(verdict.unjudged))
  if (verdict.patchless.length > 0) parts.push(skipped(verdict.patchless))
  const more = moreRemarks(verdict.left)
  if (more !== null) parts.push(`${inline(more)}.`)
  if (verdict.muted > 0) parts.push(`${plural(verdict.muted, 'remark')} muted.`)
  return cut(parts.join('\n\n'), mostRemark)
}

function notJudged(what: readonly string[]): string {
  return `Not judged:\n\n${what.map((each) => `- ${inline(each)}`).join('\n')}`
}

function skipped(shas: readonly string[]): string {
  const names = shas.map((sha) => sha.slice(0, 12)).join(', ')
  return `Merges and empty commits carry no patch and are not judged: ${names}.`
}

function listed(rest: readonly Placed[], verdict: Verdict): readonly string[] {
  return rest.map(({ comment }) => {
    const commit = verdict.commits.get(comment.message.messageId) ?? null
    return cut(remarkWithPlace(comment, commit), mostRemark)
  })
}
