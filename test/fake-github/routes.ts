import { type Answer, failed } from './answer.ts'
import { createReview } from './reviews.ts'
import { createRun, shownRun, updateRun } from './runs.ts'
import { appId, appSlug, installationId, owner, repo, type State, token } from './state.ts'

export interface Call {
  readonly method: string
  readonly url: URL
  readonly accept: string
  readonly body: unknown
}

type Route = (state: State, call: Call, match: readonly string[]) => Answer

/** Finds and runs the route of a call; GitHub answers 404 for what a token may not see. */
export function answer(state: State, call: Call): Answer {
  const key = `${call.method} ${call.url.pathname}`
  const refusal = state.refusals.findIndex(
    ([method, part]) => method === call.method && call.url.pathname.includes(part),
  )
  if (refusal !== -1) return refused(state.refusals.splice(refusal, 1)[0]?.[2] ?? 500)
  for (const [pattern, route] of routes) {
    const match = pattern.exec(key)
    if (match) return route(state, call, match.slice(1))
  }
  return failed(404, 'Not Found')
}

function refused(status: number): Answer {
  return failed(status, status === 403 ? 'You have exceeded a secondary rate limit' : 'refused')
}

const here = `/repos/${owner}/${repo}`

const routes: readonly (readonly [RegExp, Route])[] = [
  [/^GET \/app$/, () => ok({ id: appId, slug: appSlug, name: 'lorelint' })],
  [
    new RegExp(`^POST /app/installations/${installationId}/access_tokens$`),
    () => ({ status: 201, body: { token, expires_at: '2099-01-01T00:00:00Z', permissions: {} } }),
  ],
  [new RegExp(`^GET ${here}/pulls/1$`), (state) => ok(pullRequest(state))],
  [new RegExp(`^GET ${here}/pulls/1/commits$`), (state) => ok(commits(state).slice(0, 250))],
  [
    new RegExp(`^GET ${here}/pulls/1/files$`),
    ({ repository, base, branch }) => ok(repository.files(base, branch)),
  ],
  [new RegExp(`^GET ${here}/pulls/1/reviews$`), (state) => ok(state.reviews)],
  [new RegExp(`^POST ${here}/pulls/1/reviews$`), (state, call) => createReview(state, call.body)],
  [new RegExp(`^GET ${here}/commits/([0-9a-f]{40})$`), commit],
  [new RegExp(`^GET ${here}/commits/([0-9a-f]{40})/check-runs$`), listRuns],
  [new RegExp(`^GET ${here}/contents/(.+)$`), contents],
  [
    new RegExp(`^GET ${here}/git/trees/([0-9a-f]{40})$`),
    ({ repository }, { url }, [sha = '']) =>
      ok({ sha, truncated: false, tree: repository.tree(sha, url.searchParams.has('recursive')) }),
  ],
  [new RegExp(`^POST ${here}/check-runs$`), (state, call) => createRun(state, call.body)],
  [
    new RegExp(`^PATCH ${here}/check-runs/(\\d+)$`),
    (state, call, [id]) => updateRun(state, Number(id), call.body),
  ],
]

/** The pull request as `pulls.get` and the payloads of webhooks show it. */
export function pullRequest(state: State) {
  const { draft, repository, base, branch } = state
  return {
    number: 1,
    state: state.state,
    draft,
    commits: state.promisedCommits ?? commits(state).length,
    head: { sha: repository.head(branch), ref: branch },
    base: { sha: repository.head(base), ref: base },
  }
}

function commits({ repository, base, branch }: State) {
  return repository.commits(base, branch).map(({ sha, parents, committer }) => {
    return { sha, parents: parents.map((parent) => ({ sha: parent })), commit: { committer } }
  })
}

function commit(state: State, call: Call, [sha = '']: readonly string[]): Answer {
  // The JSON form is not needed by anyone, and so it is not faked.
  if (!call.accept.includes('patch')) return failed(415, 'only the patch media type is faked')
  return ok(state.repository.patch(sha))
}

function contents({ repository }: State, call: Call, [path = '']: readonly string[]): Answer {
  if (!call.accept.includes('raw')) return failed(415, 'only the raw media type is faked')
  const ref = call.url.searchParams.get('ref') ?? ''
  if (!repository.has(ref)) return failed(404, `No commit found for the ref ${ref}`)
  const file = repository.file(ref, decodeURIComponent(path))
  return file === null ? failed(404, 'Not Found') : ok(file)
}

function listRuns(state: State, call: Call, [sha = '']: readonly string[]): Answer {
  const query = call.url.searchParams
  const runs = state.runs
    .filter((run) => run.head_sha === sha)
    .filter((run) => run.name === (query.get('check_name') ?? run.name))
    .filter((run) => run.app.id === Number(query.get('app_id') ?? run.app.id))
  return ok({ total_count: runs.length, check_runs: runs.map(shownRun) })
}

function ok(body: unknown): Answer {
  return { status: 200, body }
}
