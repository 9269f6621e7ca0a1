import { ProbotOctokit } from 'probot'

/**
 * probot's client, with two of its answers to a refused call changed. As a function, because probot
 * lays its own defaults over ours and only a function sees them.
 */
export const LorelintOctokit: typeof ProbotOctokit = ProbotOctokit.defaults((options: Given) => ({
  ...options,
  // 406 stands for a diff that is too large: it will be as large in 14 seconds.
  retry: { doNotRetry: [400, 401, 403, 404, 406, 410, 422, 451], ...options.retry },
  throttle: { ...options.throttle, onSecondaryRateLimit },
}))

interface Given {
  readonly retry?: object
  readonly throttle?: object
}

/**
 * probot gives up at GitHub's secondary limit, and the review is lost. A 403 stored nothing, so the
 * call may be repeated after the time that GitHub names (a minute when it names none).
 */
function onSecondaryRateLimit(
  _retryAfter: number,
  _options: object,
  _octokit: object,
  retryCount: number,
): boolean {
  return retryCount < 3
}
