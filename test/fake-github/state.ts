import type { Repository } from './repository.ts'

export const appId = 4711
export const appSlug = 'lorelint'
export const installationId = 99
export const token = 'ghs_fakeInstallationToken'
export const owner = 'octo'
export const repo = 'linux'

interface User {
  readonly login: string
  readonly type: 'User' | 'Bot'
}

export interface StoredReview {
  readonly id: number
  readonly body: string
  readonly event: string
  readonly commit_id: string
  readonly user: User
  readonly comments: readonly ReviewComment[]
}

export interface ReviewComment {
  readonly path: string
  readonly side: string
  readonly line: number
  readonly body: string
}

export interface StoredRun {
  readonly id: number
  readonly name: string
  readonly head_sha: string
  readonly external_id: string
  readonly status: string
  readonly conclusion: string | null
  readonly title: string
  readonly summary: string
  readonly annotations: readonly Annotation[]
  readonly app: { readonly id: number }
}

export interface Annotation {
  readonly path: string
  readonly start_line: number
  readonly annotation_level: string
  readonly message: string
  readonly title: string
}

/** One request as it came in, in the order of arrival. */
interface Logged {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly status: number
}

/** The one pull request the fake knows, and all that was posted to it. */
export interface State {
  readonly repository: Repository
  base: string
  readonly branch: string
  /** What `pulls.get` promises; null for as many as there are. */
  promisedCommits: number | null
  draft: boolean
  state: 'open' | 'closed'
  /** Answers to give instead of doing the work, first match first: [method, part of the path, status]. */
  readonly refusals: [string, string, number][]
  readonly reviews: StoredReview[]
  readonly runs: StoredRun[]
  readonly requests: Logged[]
}
