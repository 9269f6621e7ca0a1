import { runGit } from './git.ts'
import { namesRange } from './open.ts'
import { endsOf } from './range.ts'

/** The commits between which a range of patches lies, as full ids. */
export interface RangeEnds {
  /** What the first of them applies to. */
  readonly from: string
  /** The last of them. */
  readonly to: string
}

/**
 * Where in the tree's history the one range of an input lies; null for other input, for several, and where the
 * tree's repository does not have its commits.
 */
export async function rangeEnds(
  inputs: readonly string[],
  repo: string,
  tree: string,
): Promise<RangeEnds | null> {
  const [range, second] = inputs
  if (range === undefined || second !== undefined || !(await namesRange(range, process.cwd())))
    return null
  const { from, to } = await endsOf(range, repo)
  try {
    // A branch that went on since the range left it is not what the range applies to.
    const base = (await runGit(tree, ['merge-base', '--end-of-options', from, to])).trim()
    return /^[0-9a-f]{40,64}$/.test(base) ? { from: base, to } : null
  } catch {
    // Not in that repository, no repository, or nothing in common.
    return null
  }
}
