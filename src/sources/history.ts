import type { History, HistoryCommit } from '../model.ts'

/** Runs git in one repository and gives its output; throws where git fails. */
type RunGit = (args: readonly string[], input?: string) => string

/**
 * The commits of a repository whose tree at `head` is read; null where it is a shallow clone, in which a
 * commit that is not there may be anywhere. Each id is asked for once.
 */
export function openHistory(git: RunGit, head: string): History | null {
  if (git(['rev-parse', '--is-shallow-repository']).trim() !== 'false') return null
  const commit = remembered((id) => findCommit(git, id))
  /** Only ids that are commits here reach git's other commands. */
  const full = (id: string): string | null => {
    const found = commit(id)
    return found === null || found === 'ambiguous' ? null : found.id
  }
  const isAncestor = remembered((id) => {
    const known = full(id)
    return known !== null && succeeds(git, ['merge-base', '--is-ancestor', known, head]) !== null
  })
  const release = remembered((id) => {
    const known = full(id)
    if (known === null) return null
    const name = succeeds(git, [
      'describe',
      '--contains',
      '--match=v[0-9]*',
      '--exclude=*-rc*',
      known,
    ])
    return name === null ? null : (/^[^~^]*/.exec(name.trim())?.[0] ?? null)
  })
  return { commit, isAncestor, release }
}

function findCommit(git: RunGit, id: string): HistoryCommit | 'ambiguous' | null {
  if (!/^[0-9a-f]{4,64}$/i.test(id)) return null
  // git looks among commits only when told what to look for, and says "ambiguous" only when not told.
  const [plain = '', peeled = ''] = git(
    ['cat-file', '--batch-check'],
    `${id}\n${id}^{commit}\n`,
  ).split('\n')
  const found = /^([0-9a-f]{40,64}) commit \d+$/.exec(peeled)?.[1]
  if (found === undefined) return plain.endsWith(' ambiguous') ? 'ambiguous' : null
  const subject = git(['log', '-1', '--no-show-signature', '--format=%s', found, '--']).trim()
  return { id: found, subject }
}

/** Null where git says no by its exit code. */
function succeeds(git: RunGit, args: readonly string[]): string | null {
  try {
    return git(args)
  } catch {
    return null
  }
}

function remembered<T>(find: (id: string) => T): (id: string) => T {
  const known = new Map<string, T>()
  return (given) => {
    const id = given.toLowerCase()
    const found = known.get(id)
    if (found !== undefined) return found
    const made = find(id)
    known.set(id, made)
    return made
  }
}
