import type { History, HistoryCommit } from '../model.ts'
import { isCutHistory } from './cut-history.ts'
import { type CommitSet, commitSet, type RunGit } from './commit-set.ts'
import { unreleasedCommits } from './releases.ts'

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
  const inPast = pastOf(git, head)
  const isAncestor = remembered((id) => {
    const known = full(id)
    return known !== null && inPast(known)
  })
  const unreleased = remembered(() => unreleasedCommits(git, head))
  const isReleased = remembered((id) => {
    const known = full(id)
    const without = known !== null && isAncestor(known) ? unreleased('') : null
    return known === null || without === null ? null : !without(known)
  })
  const cut = remembered(() => isCutHistory(git, head))
  return { commit, isAncestor, isReleased, isCut: () => cut('') }
}

/** One question is answered sooner by walking back from the commit asked for, many by listing all once. */
function pastOf(git: RunGit, head: string): CommitSet {
  let asked = 0
  let past: CommitSet | null = null
  return (id) => {
    if (past === null && asked++ < 8)
      return succeeds(git, ['merge-base', '--is-ancestor', id, head]) !== null
    past ??= commitSet(git, [head])
    return past(id)
  }
}

function findCommit(git: RunGit, id: string): HistoryCommit | 'ambiguous' | null {
  if (!/^[0-9a-f]{4,64}$/i.test(id)) return null
  const shown = succeeds(git, [
    'log',
    '-1',
    '--no-show-signature',
    '--format=%H %s%n%b',
    `${id}^{commit}`,
    '--',
  ])
  const [, found, subject = ''] = /^([0-9a-f]{40,64})(?: (.*))?$/m.exec(shown ?? '') ?? []
  if (found !== undefined) return { id: found, subject, isRepair: REPAIR.test(shown ?? '') }
  // git looks among commits only when told what to look for, and says "ambiguous" only when not told.
  const plain = git(['cat-file', '--batch-check'], `${id}\n`)
  return plain.trim().endsWith(' ambiguous') ? 'ambiguous' : null
}

const REPAIR = /^(?:fixes:|cc:.{0,80}\bstable@)/im

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
