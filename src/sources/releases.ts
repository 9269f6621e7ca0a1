import { type CommitSet, commitSet, type RunGit } from './commit-set.ts'

/**
 * The commits in the past of `head` that are in no release (v6.1, v6.1.2; a candidate is none). Null where that
 * cannot be said: no release is tagged here, or the one that the Makefile of `head` speaks of is not, and then
 * newer ones may lack their tags as well.
 */
export function unreleasedCommits(git: RunGit, head: string): CommitSet | null {
  const tags = git(['for-each-ref', '--format=%(refname:strip=2)', 'refs/tags/v*'])
    .split('\n')
    .filter((tag) => RELEASE.test(tag))
  const newest = newestRelease(git, head)
  if (newest === null || !tags.some(newest)) return null
  const not = tags.map((tag) => `^refs/tags/${tag}^{commit}\n`).join('')
  return commitSet(git, ['--stdin'], `${head}\n${not}`)
}

const RELEASE = /^v\d{1,3}(?:\.\d{1,4}){1,3}$/

/** Whether a tag is the newest release before a tree: v6.8 for 6.8, v6.7 for 6.8-rc3, v6.7.9 for 6.7.9. */
function newestRelease(git: RunGit, head: string): ((tag: string) => boolean) | null {
  const makefile = new Map(
    [...makefileOf(git, head).matchAll(SETS)].map(([, name = '', text = '']) => [
      name,
      text.trim(),
    ]),
  )
  const version = Number.parseInt(makefile.get('VERSION') ?? '', 10)
  const patchLevel = Number.parseInt(makefile.get('PATCHLEVEL') ?? '', 10)
  const sublevel = Number.parseInt(makefile.get('SUBLEVEL') ?? '', 10)
  if (Number.isNaN(version + patchLevel)) return null
  const candidate = (makefile.get('EXTRAVERSION') ?? '').startsWith('-rc')
  // The last one of a major version is not to be told from its number.
  if (candidate && patchLevel === 0) return (tag) => tag.startsWith(`v${version - 1}.`)
  const release = `v${version}.${candidate ? patchLevel - 1 : patchLevel}`
  return (tag) => tag === (sublevel > 0 ? `${release}.${sublevel}` : release)
}

const SETS = /^(VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION) {0,4}=(.{0,40})$/gm

function makefileOf(git: RunGit, head: string): string {
  try {
    return git(['cat-file', 'blob', `${head}:Makefile`])
  } catch {
    // A repository of something else, or a partial clone.
    return ''
  }
}
