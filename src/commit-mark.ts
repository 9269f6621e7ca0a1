import type { Address } from './model.ts'

/**
 * How long what git puts in front of a commit's mail is, in bytes: `From 1f2e... Mon Sep 17 00:00:00 2001`
 * (git format-patch), and the committer where `withCommitter` added them. 0 where it is no commit's.
 */
export function commitMark(bytes: Uint8Array): number {
  const start = Buffer.from(bytes.subarray(0, 1000)).toString('latin1')
  return MARK.exec(start)?.[0].length ?? 0
}

/** The commit that a mail of git format-patch shows; null for any other mail. */
export function commitOf(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  return MARK.exec(start)?.[1] ?? null
}

/** Adds who committed it, which git format-patch leaves out, as the Sender: of RFC 5322 3.6.2. */
export function withCommitter(bytes: Uint8Array, { name, address }: Address): Uint8Array {
  if (commitMark(bytes) === 0) return bytes
  const line = bytes.indexOf(0x0a) + 1
  // Whoever commits chooses both: they have to fit into what commitMark looks at.
  const quoted = name.slice(0, 100).replaceAll(/["\\]/g, String.raw`\$&`)
  const sender = `Sender: "${quoted}" <${address.slice(0, 100)}>`.replaceAll(/[\r\n]/g, ' ')
  return Buffer.concat([bytes.subarray(0, line), Buffer.from(`${sender}\n`), bytes.subarray(line)])
}

const MARK = /^From ([0-9a-f]{40,64}) Mon Sep 17 00:00:00 2001\r?\n(?:Sender: [^\n]*\n)?/
