import { describe, type GitHub, statusOf } from './github.ts'

/** A commit of a repository, by all digits of its id. */
export interface CommitRef {
  readonly owner: string
  readonly repo: string
  readonly sha: string
}

/** What a tree holds: `size` in bytes, null for what is no file. */
export interface TreeEntry {
  /** Below that tree, with '/'. */
  readonly path: string
  readonly kind: 'file' | 'folder' | 'other'
  readonly sha: string
  readonly size: number | null
}

/**
 * The text of one file of a commit, up to one byte more than it may have, so that whoever reads it sees that it is
 * too long; null where there is none.
 */
export async function readFileAt(
  github: GitHub,
  { owner, repo, sha }: CommitRef,
  path: string,
  most: number,
): Promise<string | null> {
  try {
    const answer = await github.rest.repos.getContent({
      owner,
      repo,
      path,
      ref: sha,
      // As JSON, a file of more than 1 MB comes without its text, and a smaller one is held before its size is seen.
      mediaType: { format: 'raw' },
      request: { parseSuccessResponseBody: false },
    })
    const body: unknown = answer.data
    return await readStream(body instanceof ReadableStream ? new Response(body) : null, most)
  } catch (error) {
    // A commit that is not there answers 404 too, and must not look like one without a config.
    if (statusOf(error) === 404 && !describe(error).startsWith('No commit found')) return null
    throw new Error(`cannot read ${path} of ${nameOf({ owner, repo, sha })}`, { cause: error })
  }
}

/** What a tree holds, with all that is below it when asked for; null where GitHub does not list all of it. */
export async function readTreeAt(
  github: GitHub,
  { owner, repo, sha }: CommitRef,
  recursive: boolean,
): Promise<readonly TreeEntry[] | null> {
  try {
    const { data } = await github.rest.git.getTree({
      owner,
      repo,
      tree_sha: sha,
      ...(recursive ? { recursive: '1' } : {}),
    })
    if (data.truncated) return null
    return data.tree.map(({ path, mode, sha: id, size }) => ({
      path: path ?? '',
      kind: KINDS.get(mode ?? '') ?? 'other',
      sha: id ?? '',
      size: size ?? null,
    }))
  } catch (error) {
    throw new Error(`cannot list ${nameOf({ owner, repo, sha })}`, { cause: error })
  }
}

/** A link could lead anywhere, a submodule is elsewhere. */
const KINDS: ReadonlyMap<string, TreeEntry['kind']> = new Map([
  ['100644', 'file'],
  ['100755', 'file'],
  ['040000', 'folder'],
])

async function readStream(response: Response | null, most: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let held = 0
  // Leaving the loop cancels what is still to come.
  for await (const chunk of response?.body ?? []) {
    chunks.push(chunk)
    held += chunk.byteLength
    if (held > most) break
  }
  return Buffer.concat(chunks)
    .subarray(0, most + 1)
    .toString('utf8')
}

function nameOf({ owner, repo, sha }: CommitRef): string {
  return `${owner}/${repo} at ${sha.slice(0, 12)}`
}
