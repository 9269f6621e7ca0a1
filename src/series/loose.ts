import type { Envelope } from './envelope.ts'
import { keyOf } from './threads.ts'

/**
 * Joins numbered mails that were sent without threading headers. The rule: a mail that answers
 * nothing, and that nothing of its series answers, goes to the last group before it in the input
 * whose first mail answers nothing either, with the same author, revision, number of patches and
 * tags, that lacks its counter, and that was begun at most an hour before or after it (without
 * dates: at most a hundred mails before it in the input).
 */
export function joinLoose(
  messages: readonly Envelope[],
  threads: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const groups: number[][] = []
  const open = new Map<string, number[]>()
  for (const thread of threads) {
    const first = thread[0] ?? -1
    const mail = messages[first]
    if (mail === undefined) continue
    const answersNothing = mail.inReplyTo === null && mail.references.length === 0
    const key = `${keyOf(mail)} ${tagsOf(mail)}`
    const group = answersNothing ? open.get(key) : undefined
    if (thread.length === 1 && group !== undefined && hasRoom(messages, group, first)) {
      group.push(first)
      continue
    }
    const fresh = [...thread]
    groups.push(fresh)
    if (answersNothing) open.set(key, fresh)
  }
  return groups
}

function tagsOf(mail: Envelope): string {
  return mail.subject.tags
    .map((t) => t.toLowerCase())
    .toSorted()
    .join(' ')
}

function hasRoom(messages: readonly Envelope[], group: readonly number[], index: number): boolean {
  const mail = messages[index]
  const first = messages[group[0] ?? -1]
  if (mail === undefined || first === undefined) return false
  const { counter, expected } = mail.subject
  // A group cannot outgrow its counters, which also bounds this search.
  if (group.length > (expected ?? 0)) return false
  if (group.some((i) => messages[i]?.subject.counter === counter)) return false
  if (mail.date === null || first.date === null) return index - (group[0] ?? 0) <= 100
  return Math.abs(Date.parse(mail.date) - Date.parse(first.date)) <= hour
}

const hour = 60 * 60 * 1000
