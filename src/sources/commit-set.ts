/** Runs git in one repository and gives its output; throws where git fails. */
export type RunGit = (args: readonly string[], input?: string) => string

/** Whether a commit, by its full id, is in a set. */
export type CommitSet = (id: string) => boolean

/**
 * The commits that `git rev-list` lists. A kernel has more than a million, so each is held as the number of its
 * first twelve digits: that another one shares them has odds of one in a hundred million.
 */
export function commitSet(git: RunGit, args: readonly string[], input?: string): CommitSet {
  const ids = git(['rev-list', ...args], input)
    .trim()
    .split('\n')
  const sorted = Float64Array.from(ids, numberOf).toSorted()
  return (id) => holds(sorted, numberOf(id))
}

function numberOf(id: string): number {
  return Number.parseInt(id.slice(0, 12), 16)
}

/** Searches a sorted list by halves. */
function holds(sorted: Float64Array, wanted: number): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return sorted[low] === wanted
}
