import type { RestEndpointMethodTypes } from '@octokit/rest'
import type { Address, Problem, RawMail } from '../model.ts'
import { commitMail, commitMessageId } from './commit-mail.ts'
import type { GitHub, PullRef } from './github.ts'
import { statusOf } from './github.ts'

/** A pull request as mail, and what of it did not become mail. */
export interface PullMails {
  readonly mails: readonly RawMail[]
  /** Message-ID -> commit. */
  readonly commits: ReadonlyMap<string, string>
  /** Merges and empty commits: format-patch prints nothing for them. */
  readonly patchless: readonly string[]
  readonly problems: readonly Problem[]
  /** False when the list shows another head than the one asked for: somebody pushed meanwhile. */
  readonly current: boolean
}

/** Reads the commits of a pull request as the mails `git format-patch --thread` would send. */
export async function readPullRequest(
  github: GitHub,
  pull: PullRef,
  promised: { readonly head: string; readonly commits: number },
): Promise<PullMails> {
  const listed = await listCommits(github, pull)
  const single = listed.filter((commit) => commit.parents < 2).map((commit) => commit.sha)
  const committers = new Map(listed.map(({ sha, committer }) => [sha, committer]))
  const { read, empty, problems } = await readPatches(github, pull, single)
  const series = single.filter((sha) => !empty.has(sha))
  return {
    mails: read.map((patch) => asMail(pull, patch, series, committers.get(patch.sha) ?? null)),
    commits: new Map(series.map((sha) => [commitMessageId(pull.owner, pull.repo, sha), sha])),
    patchless: listed.map(({ sha }) => sha).filter((sha) => !series.includes(sha)),
    problems: [...unlisted(promised.commits, listed.length), ...problems],
    current: promised.commits > listed.length || listed.some(({ sha }) => sha === promised.head),
  }
}

interface Listed {
  readonly sha: string
  readonly parents: number
  readonly committer: Address | null
}

interface Patch {
  readonly sha: string
  readonly bytes: Uint8Array
}

/** More is not held in memory for one pull request; what comes after is said to be not judged. */
const mostBytes = 32 * 1024 * 1024

async function listCommits(github: GitHub, pull: PullRef): Promise<readonly Listed[]> {
  const commits = await github.paginate(github.rest.pulls.listCommits, {
    owner: pull.owner,
    repo: pull.repo,
    pull_number: pull.number,
    per_page: 100,
  })
  return commits.map(({ sha, parents, commit }) => ({
    sha,
    parents: parents.length,
    committer: committerOf(commit),
  }))
}

/** Null where GitHub (or a server that speaks like it) does not say. */
function committerOf(commit: Partial<Commit> | undefined): Address | null {
  const { name, email } = commit?.committer ?? {}
  return name === undefined || email === undefined ? null : { name, address: email }
}

type Commit = RestEndpointMethodTypes['pulls']['listCommits']['response']['data'][number]['commit']

async function readPatches(github: GitHub, pull: PullRef, shas: readonly string[]) {
  const read: Patch[] = []
  const empty = new Set<string>()
  const problems: Problem[] = []
  let held = 0
  for (const sha of shas) {
    const bytes = held < mostBytes ? await readPatch(github, pull, sha) : null
    held += bytes?.byteLength ?? 0
    if (bytes === null) problems.push(unread(pull, sha))
    else if (bytes.byteLength === 0) empty.add(sha)
    else read.push({ sha, bytes })
  }
  return { read, empty, problems }
}

/** The commit as GitHub's format-patch prints it, null where GitHub finds it too large to print. */
async function readPatch(github: GitHub, pull: PullRef, sha: string): Promise<Uint8Array | null> {
  try {
    const answer = await github.rest.repos.getCommit({
      owner: pull.owner,
      repo: pull.repo,
      ref: sha,
      mediaType: { format: 'patch' },
      // Parsed, a body is decoded as UTF-8 and a Latin-1 line of source loses its bytes.
      request: { parseSuccessResponseBody: false },
    })
    // octokit types every media type as the JSON one; unparsed, `data` is the body's stream.
    const body: unknown = answer.data
    if (!(body instanceof ReadableStream)) return new Uint8Array()
    return new Uint8Array(await new Response(body).arrayBuffer())
  } catch (error) {
    // 406 and 422: "Sorry, the diff exceeded the maximum number of lines/files".
    if ([406, 422].includes(statusOf(error) ?? 0)) return null
    throw new Error(`cannot read commit ${sha} of ${pull.owner}/${pull.repo}`, { cause: error })
  }
}

function asMail(
  pull: PullRef,
  patch: Patch,
  series: readonly string[],
  committer: Address | null,
): RawMail {
  const idOf = (sha: string): string => commitMessageId(pull.owner, pull.repo, sha)
  const root = series[0] ?? patch.sha
  const counter = series.indexOf(patch.sha) + 1
  const place = {
    messageId: idOf(patch.sha),
    inReplyTo: patch.sha === root ? null : idOf(root),
    counter,
    expected: series.length,
  }
  const bytes = commitMail(patch.bytes, place, committer)
  const origin = `${pull.owner}/${pull.repo}#${pull.number} ${counter}/${series.length}`
  return { origin, bytes, reload: () => Promise.resolve(bytes) }
}

/** GitHub lists 250 commits of a pull request and no more, with any number of pages. */
function unlisted(promised: number, listed: number): readonly Problem[] {
  if (promised <= listed) return []
  return [limit('commits-unlisted', `${promised - listed} of ${promised} commits were not listed`)]
}

function unread(pull: PullRef, sha: string): Problem {
  const what = `commit ${sha.slice(0, 12)} is too large to be read as a patch`
  const messageId = commitMessageId(pull.owner, pull.repo, sha)
  return { ...limit('commit-too-large', what), messageId }
}

function limit(code: Problem['code'], what: string): Problem {
  return { kind: 'limit', code, what, messageId: null, line: null }
}
