import type { Patch, Refusal } from '../model.ts'

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
  readonly error: Refusal | null
} {
  const { message, text, refusal } = patch
  const limit = [...message.problems, ...patch.problems].find(
    ({ kind, code }) => kind === 'limit' && code !== 'combined-diff',
  )
  if (limit !== undefined)
    return { status: 'undecodable', error: { line: limit.line, text: limit.what } }
  if (refusal !== null)
    return isBare(patch) ? { status: 'ok', error: null } : { status: 'corrupt', error: refusal }
  const bad =
    text.quoteDepth > 0 ? patch.problems.find((problem) => problem.kind === 'damage') : undefined
  if (bad === undefined) return { status: 'ok', error: null }
  return { status: 'corrupt', error: { line: bad.line, text: bad.what } }
}
