import type { Octokit } from '@octokit/rest'

/** What we need of an authenticated client: probot's has it, and so has a plain Octokit. */
export type GitHub = Pick<Octokit, 'rest' | 'paginate'>

/** One pull request of one installation. */
export interface PullRef {
  readonly owner: string
  readonly repo: string
  readonly number: number
}

/** One line of log, for people. Never a token, a payload or a mail body. */
export type Log = (level: 'info' | 'error', text: string) => void

/**
 * For every call that writes: @octokit/plugin-retry repeats a POST whose answer was lost, and GitHub
 * may have stored the first one (three 502 answers left four comments). The next delivery looks
 * for the marker instead.
 */
export const onceOnly = { retries: 0 } as const

/** "Not Found": what a failure says, with the reasons below it, and without request or headers. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const text = error.message.split('\n', 1)[0] ?? ''
  return error.cause === undefined ? text : `${text}: ${describe(error.cause)}`
}

/** The HTTP status of a failed call, null when it did not fail by one. */
export function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error)) return null
  return typeof error.status === 'number' ? error.status : null
}
