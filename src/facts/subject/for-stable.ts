import type { Patch } from '../../model.ts'

/** Sent for a stable kernel: the commit has its subject and its readers already. */
export function isForStable({ message, text }: Patch): boolean {
  return (
    message.subject.tags.some((tag) => /^v?\d+\.\d+|autosel|stable|backport/i.test(tag)) ||
    text.log.some((line) => /^\[? ?upstream commit|^commit [0-9a-f]{40} upstream/i.test(line.text))
  )
}
