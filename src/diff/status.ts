import type { Patch } from '../model.ts'
import { gitView } from './git-view.ts'

/** git apply -p0 takes it; whoever applies it must know, and the problem says so. */
function isBare({ problems }: Patch): boolean {
  return (
    problems.some(({ code }) => code === 'path-prefix-missing') &&
    problems.every(({ kind }) => kind === 'repair')
  )
}

/**
 * Whether git apply would take the patch of a mail. `corrupt`: it refuses, and says why in its own words; the
 * lines in them count from where git mailinfo begins the patch, `line` is the line of the mail's body.
 * `undecodable`: a limit kept us from reading it. A quoted patch is corrupt where something is missing.
 */
export function patchStatus(patch: Patch): {
  readonly status: 'ok' | 'corrupt' | 'undecodable'
  readonly error: { readonly line: number | null; readonly text: string } | null
} {
  const { message, text } = patch
  const limit = [...message.problems, ...patch.problems].find(
    ({ kind, code }) => kind === 'limit' && code !== 'combined-diff',
  )
  if (limit !== undefined)
    return { status: 'undecodable', error: { line: limit.line, text: limit.what } }
  const view = gitView(message, text)
  if (view !== null && view.error === null) return { status: 'ok', error: null }
  if (view?.error && !isBare(patch))
    return {
      status: 'corrupt',
      error: { line: view.from + view.error.at, text: view.error.text },
    }
  const bad = patch.problems.find((problem) => problem.kind === 'damage')
  if (bad === undefined) return { status: 'ok', error: null }
  return { status: 'corrupt', error: { line: bad.line, text: bad.what } }
}
