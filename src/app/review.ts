import type { Bot } from './bot.ts'
import type { GitHub, PullRef } from './github.ts'
import { onceOnly, statusOf } from './github.ts'
import { marker } from './marker.ts'
import { inlineRemarks, reviewBody, reviewBodyWithAll } from './summary.ts'
import type { Verdict } from './verdict.ts'

/** Whether our own bot already reviewed with this key; a marker in anybody else's text is forged. */
export async function hasReview(
  github: GitHub,
  pull: PullRef,
  key: string,
  bot: Bot,
): Promise<boolean> {
  const reviews = await github.paginate(github.rest.pulls.listReviews, {
    owner: pull.owner,
    repo: pull.repo,
    pull_number: pull.number,
    per_page: 100,
  })
  return reviews.some(
    // Nobody can register a login with brackets, so "slug[bot]" of type Bot is that app.
    ({ body, user }) =>
      user?.type === 'Bot' && user.login === bot.login && body.includes(marker(key)),
  )
}

/** Posts the one review of a head: remarks at their lines, the rest in its body. */
export async function postReview(
  github: GitHub,
  pull: PullRef,
  write: { readonly head: string; readonly key: string; readonly verdict: Verdict },
): Promise<void> {
  const review = {
    owner: pull.owner,
    repo: pull.repo,
    pull_number: pull.number,
    commit_id: write.head,
    event: 'COMMENT' as const,
    request: onceOnly,
  }
  const body = reviewBody(write.verdict, write.key)
  const comments = [...inlineRemarks(write.verdict)]
  try {
    await github.rest.pulls.createReview({ ...review, body, comments })
  } catch (error) {
    // 422: a place is outside of the diff after all (a push came between), and nothing was stored.
    if (statusOf(error) !== 422 || comments.length === 0) throw error
    const all = reviewBodyWithAll(write.verdict, write.key)
    await github.rest.pulls.createReview({ ...review, body: all })
  }
}
