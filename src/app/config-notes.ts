import { CONFIG_NAMES } from '../sources/config-file.ts'
import type { Wanted } from './base-config.ts'
import type { PullFile } from './pull-diff.ts'

/** The commit that a pull request starts from, and what its config wants; null without one. */
export interface Base {
  readonly sha: string
  readonly wanted: Wanted | null
}

/** What readers of a check run are to know of the config: sentences without Markdown. */
export function configNotes({ sha, wanted }: Base, files: readonly PullFile[]): readonly string[] {
  const of =
    wanted === null ? [] : [`Judged as ${wanted.name} of the base (${sha.slice(0, 12)}) says.`]
  const named = [...CONFIG_NAMES, ...(wanted?.paths ?? [])].map(tidied)
  const changed = files
    .flatMap(({ filename, previous_filename: before }) => [filename, before ?? filename])
    .filter((path) => named.some((name) => path === name || path.startsWith(`${name}/`)))
  const [first, ...more] = new Set(changed)
  if (first === undefined) return of
  const what = more.length === 0 ? first : `${first} and ${more.length} more of its like`
  return [...of, `What this pull request changes in ${what} counts once it is merged.`]
}

/** "./ours/" -> "ours" */
function tidied(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}
