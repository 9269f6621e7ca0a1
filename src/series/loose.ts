import { type Envelope, hour } from './envelope.ts'
import { keyOf } from './threads.ts'

/**
 * Joins numbered mails that were sent without threading headers. The rule: mails that answer
 * nothing, in the order they were sent, go to the last group begun before them that answers nothing
 * either, with the same author, revision, number of patches and tags, that lacks their counters,
 * and that was begun at most an hour before (without dates: at most a hundred mails before in the
 * input).
 */
export function joinLoose(
  messages: readonly Envelope[],
  threads: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const groups: Loose[] = []
  const open = new Map<string, Loose>()
  for (const { first, thread } of bySending(messages, threads)) {
    const mail = messages[first]
    if (mail === undefined) continue
    const isLoose = answersNothing(mail)
    const key = `${keyOf(mail)} ${tagsOf(mail)}`
    const group = isLoose ? open.get(key) : undefined
    const counters = thread.map((i) => messages[i]?.subject.counter ?? 0)
    if (group !== undefined && isNear(messages, group.first, first)) {
      if (!counters.some((n) => group.counters.has(n))) {
        for (const i of thread) group.mails.push(i)
        for (const n of counters) group.counters.add(n)
        continue
      }
    }
    const fresh = { first, mails: [...thread], counters: new Set(counters) }
    groups.push(fresh)
    if (isLoose) open.set(key, fresh)
  }
  return groups.map((g) => g.mails)
}

interface Loose {
  readonly first: number
  readonly mails: number[]
  readonly counters: Set<number>
}

// Archives keep mails as they arrived: two series sent one after the other may stand mixed.
function bySending(
  messages: readonly Envelope[],
  threads: readonly (readonly number[])[],
): readonly { readonly first: number; readonly thread: readonly number[] }[] {
  let last = Number.NEGATIVE_INFINITY
  const dated = threads.map((thread) => {
    const first = thread.find((i) => answersNothing(messages[i])) ?? thread[0] ?? -1
    const sent = Date.parse(messages[first]?.date ?? '')
    // A mail without date was sent when the one in front of it was.
    last = Number.isNaN(sent) ? last : sent
    return { first, thread, sent: last }
  })
  return dated.toSorted((a, b) => (a.sent === b.sent ? 0 : a.sent - b.sent))
}

function answersNothing(mail: Envelope | undefined): boolean {
  return mail?.inReplyTo === null && mail.references.length === 0
}

function tagsOf(mail: Envelope): string {
  return mail.subject.tags
    .map((t) => t.toLowerCase())
    .toSorted()
    .join(' ')
}

function isNear(messages: readonly Envelope[], first: number, index: number): boolean {
  const [begin, mail] = [messages[first], messages[index]]
  if (begin === undefined || mail === undefined) return false
  if (mail.date === null || begin.date === null) return Math.abs(index - first) <= 100
  return Math.abs(Date.parse(mail.date) - Date.parse(begin.date)) <= hour
}
