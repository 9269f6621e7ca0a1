import { createHmac } from 'node:crypto'
import type { PullRef } from './github.ts'

/**
 * Names one review of one head, so that a repeated delivery finds it. Keyed with the webhook secret:
 * who can read our markers still cannot make one for another head.
 */
export function markerKey(secret: string, pull: PullRef, head: string): string {
  const text = `${pull.owner}/${pull.repo}/${pull.number}/${head}`.toLowerCase()
  return createHmac('sha256', secret).update(text).digest('hex').slice(0, 32)
}

/** The line that carries a key in a review's body; GitHub keeps HTML comments and shows none. */
export function marker(key: string): string {
  return `<!-- lorelint:v1:${key} -->`
}
