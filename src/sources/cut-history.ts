import type { RunGit } from './commit-set.ts'

/** Linux-2.6.12-rc2, with which the history of the kernel begins. */
const BEGIN = '1da177e4c3f41524e886b7f1b8a0c1fc7321cac2'

/** What a kernel that has grown up has at its top. */
const GROWN = ['Kbuild', 'MAINTAINERS']

/**
 * Whether the history of `head` begins with a kernel that somebody else's history made: an imported release, a
 * vendor's tree. What its commits fix is mostly older, and not there.
 */
export function isCutHistory(git: RunGit, head: string): boolean {
  if (!isGrown(git, head) || holds(git, BEGIN)) return false
  const roots = git(['rev-list', '--max-parents=0', head]).trim().split('\n')
  return roots.some((root) => isGrown(git, root))
}

function isGrown(git: RunGit, commit: string): boolean {
  const found = answer(git, ['ls-tree', '--name-only', commit, '--', ...GROWN])?.split('\n') ?? []
  return GROWN.every((name) => found.includes(name))
}

function holds(git: RunGit, commit: string): boolean {
  return answer(git, ['cat-file', '-e', `${commit}^{commit}`]) !== null
}

/** Null where git says no by its exit code: the object is not here. */
function answer(git: RunGit, args: readonly string[]): string | null {
  try {
    return git(args)
  } catch {
    return null
  }
}
