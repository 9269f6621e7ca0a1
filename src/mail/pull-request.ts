import type { PullRequest } from '../model.ts'

/**
 * Reads what `git request-pull` writes: "are available in the Git repository at:", then the URL with the ref
 * behind it, which mailers wrap at any blank; null when the text asks for no pull.
 */
export function readPullRequest(body: string): PullRequest | null {
  const asks = ASKS.exec(body)
  if (asks === null) return null
  const start = asks.index + asks[0].length
  const [url = '', ref = ''] = body
    .slice(start, start + 2000)
    .split(/[\s\\]+/)
    .filter((word) => word !== '')
  if (!URL_SHAPE.test(url)) return null
  return { url, ref: PROSE.has(ref) || !REF_SHAPE.test(ref) ? null : ref }
}

// The sentence may begin on the line before, and be wrapped.
const ASKS = /^[^>\n]{0,200}available in the git\s{1,3}repository at:?/im

// git://, https://, git+ssh://, user@host:path
const URL_SHAPE = /^(?:[a-z][a-z+]{1,10}:\/\/|[\w.-]{1,60}@[\w.-]{1,200}:)[^\s<>]+$/i

const REF_SHAPE = /^\w[\w./+-]*$/

// A URL without ref is followed by "for you to fetch changes up to ...", or by the shortlog.
const PROSE = new Set(['for', 'to', 'up', 'branch', 'which'])
