import { createHmac } from 'node:crypto'
import type { PullRef } from './github.ts'

/** What is judged: commits up to a head, by what the branch they go to wants. */
interface Judged {
  readonly head: string
  /** "master": its name, since each push to it would else have every pull request judged anew. */
  readonly branch: string
}

/**
 * Names one review of one head for one branch, so that a repeated delivery finds it. Keyed with the webhook
 * secret: who can read our markers still cannot make one for another head.
 */
export function markerKey(secret: string, pull: PullRef, { head, branch }: Judged): string {
  const at = `${pull.owner}/${pull.repo}/${pull.number}/${head}`.toLowerCase()
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('hex')
  return `${sign(at).slice(0, 32)}-${sign(`${at}/${branch}`).slice(0, 32)}`
}

/** Whether two keys are of the same head of the same pull request, whatever branch it was to go to. */
export function sameHead(one: string, other: string): boolean {
  return one.slice(0, 33) === other.slice(0, 33)
}

/** For a run that says of the same head that it could not be judged: it answers no delivery. */
export function refusedKey(key: string): string {
  return `${key.slice(0, 33)}refused`
}

/** The line that carries a key in a review's body; GitHub keeps HTML comments and shows none. */
export function marker(key: string): string {
  return `<!-- lorelint:v1:${key} -->`
}
