import { field, listField, textField } from './fields.ts'
import { type Answer, failed } from './answer.ts'
import { appSlug, type ReviewComment, type State } from './state.ts'

/** Stores a review, or nothing of it: one comment outside of the diff is 422 for all. */
export function createReview(state: State, body: unknown): Answer {
  const comments = listField(body, 'comments').map(reviewComment)
  const spots = state.repository.commentable(state.base, state.branch)
  const outside = comments.find(({ path, side, line }) => !spots.has(`${path} ${side} ${line}`))
  if (outside) return failed(422, 'Unprocessable Entity: Line could not be resolved')
  const text = textField(body, 'body')
  const event = textField(body, 'event')
  if (text === '' && event !== 'APPROVE') return failed(422, 'body is missing')
  if (text.length > 65_536) return failed(422, 'body is too long (maximum is 65536 characters)')
  const review = {
    id: state.reviews.length + 1,
    body: text,
    event,
    commit_id: textField(body, 'commit_id'),
    user: { login: `${appSlug}[bot]`, type: 'Bot' as const },
    comments,
  }
  state.reviews.push(review)
  return { status: 200, body: { id: review.id } }
}

function reviewComment(body: unknown): ReviewComment {
  return {
    path: textField(body, 'path'),
    side: textField(body, 'side'),
    line: Number(field(body, 'line')),
    body: textField(body, 'body'),
  }
}
