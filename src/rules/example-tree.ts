import type { History, HistoryCommit, Tree } from '../model.ts'

/**
 * The tree that an example's `tree` fence describes: a path at the start of a line, its text indented by a
 * tab below it; `commit ID SUBJECT` is a commit of its past, `elsewhere ID SUBJECT` one of another branch.
 */
export function exampleTree(text: string): Tree {
  const files = new Map<string, string[]>()
  const commits: (HistoryCommit & { readonly past: boolean })[] = []
  let open: string[] = []
  for (const line of text.split('\n')) {
    const commit = /^(commit|elsewhere) ([0-9a-f]{12,40}) (.*)$/.exec(line)
    if (commit !== null)
      commits.push({
        id: commit[2] ?? '',
        subject: commit[3] ?? '',
        isRepair: false,
        past: commit[1] === 'commit',
      })
    else if (line.startsWith('\t') || line === '') open.push(line.slice(1))
    else {
      open = []
      files.set(line.trim(), open)
    }
  }
  return {
    read: (path) => files.get(path)?.join('\n') ?? null,
    readBlob: () => null,
    holds: (wanted, folder) =>
      [...files].some(
        ([path, lines]) =>
          path.startsWith(`${folder}/`) && lines.some((line) => line.includes(wanted)),
      ),
    name: 'linux@0123456789ab',
    history: commits.length === 0 ? null : historyOf(commits),
  }
}

function historyOf(commits: readonly (HistoryCommit & { readonly past: boolean })[]): History {
  const named = (id: string) => commits.filter((commit) => commit.id.startsWith(id.toLowerCase()))
  return {
    commit: (id) => {
      const found = named(id)
      return found.length > 1 ? 'ambiguous' : (found[0] ?? null)
    },
    isAncestor: (id) => named(id)[0]?.past === true,
    isReleased: (id) => (named(id)[0]?.past === true ? false : null),
    isCut: () => false,
  }
}
