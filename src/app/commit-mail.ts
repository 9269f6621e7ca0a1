import { commitMark, withCommitter } from '../commit-mark.ts'
import type { Address } from '../model.ts'

/** Where a commit's mail stands in its thread. */
export interface MailPlace {
  readonly messageId: string
  /** Message-ID of the first patch; null for that one itself. */
  readonly inReplyTo: string | null
  readonly counter: number
  readonly expected: number
}

/**
 * Makes one mail of a series from what `git format-patch --stdout` prints for a commit: the committer
 * and the thread's headers come, `[PATCH]` gets its counter. Every other byte stays.
 *
 * "From 1f2e... Mon Sep 17 00:00:00 2001\nFrom: A <a@x>\nSubject: [PATCH] b: Fix c\n\n..." becomes
 * "From 1f2e... Mon Sep 17 00:00:00 2001\nSender: ...\nMessage-ID: <...>\nFrom: A <a@x>\nSubject: [PATCH 1/2] b: Fix c\n\n..."
 */
export function commitMail(
  patch: Uint8Array,
  place: MailPlace,
  committer: Address | null,
): Uint8Array {
  const told = committer === null ? patch : withCommitter(patch, committer)
  const bytes = Buffer.from(told.buffer, told.byteOffset, told.byteLength)
  const start = commitMark(bytes)
  const end = headerEnd(bytes, start)
  // latin1 maps every byte to one character and back, so nothing in a header is re-encoded.
  const header = bytes.toString('latin1', start, end)
  const numbered = `${threadHeaders(place)}${withCounter(header, place)}`
  const front = [bytes.subarray(0, start), Buffer.from(numbered, 'latin1')]
  return Buffer.concat([...front, bytes.subarray(end)])
}

/** Message-ID without brackets: ".invalid" (RFC 2606) can never be delivered to. */
export function commitMessageId(owner: string, repo: string, sha: string): string {
  return `${sha}.${owner}.${repo}@github.invalid`
}

function headerEnd(bytes: Buffer, start: number): number {
  const end = bytes.indexOf('\n\n', start)
  return end === -1 ? bytes.length : end
}

function threadHeaders(place: MailPlace): string {
  const id = `Message-ID: <${place.messageId}>\n`
  if (place.inReplyTo === null) return id
  return `${id}In-Reply-To: <${place.inReplyTo}>\nReferences: <${place.inReplyTo}>\n`
}

function withCounter(header: string, place: MailPlace): string {
  if (place.expected === 1) return header
  const counter = `${place.counter}/${place.expected}`
  // format-patch puts its prefix first even where the subject is encoded or folded.
  return header.replace(/^Subject: \[PATCH\]/m, `Subject: [PATCH ${counter}]`)
}
