import type { Envelope } from './envelope.ts'
import { joinLoose } from './loose.ts'
import { numberBare } from './roots.ts'
import { isNumbered, isPatchMail, joinThreads } from './threads.ts'

/** The mails of one revision of a series, as indexes into the input. */
export interface Group {
  readonly revision: number
  readonly expected: number
  readonly cover: number | null
  /** The mails that carry a patch, by counter. */
  readonly members: readonly number[]
  /** Counters for which the input has no mail. */
  readonly missing: readonly number[]
  /** Counters above `expected`: "[PATCH 6/5]", a patch that was added later. */
  readonly extra: readonly number[]
  /** Counters for which an older mail of the same thread and revision makes a group of its own. */
  readonly twice: readonly number[]
}

/** The mails of a group: the cover letter, then the patches by counter. */
export function mailsOfGroup(group: Group): readonly number[] {
  return group.cover === null ? group.members : [group.cover, ...group.members]
}

/**
 * Puts every mail that carries a patch into exactly one group, in the order of the groups' first
 * mails; a patch without counter is a group of its own. A Message-ID that comes again is the same
 * mail.
 */
export function groupSeries(envelopes: readonly Envelope[]): readonly Group[] {
  const messages = numberBare(envelopes)
  const once = withoutDoubles(messages)
  const numbered = once.filter((i) => isNumbered(messages[i]))
  const threaded = joinThreads(messages, numbered)
  const joined = joinLoose(messages, threaded)
  const groups = joined
    .map((mails) => splitResent(messages, mails))
    .flatMap((layers) => layers.map((m, at) => toGroup(messages, m, layers[at + 1] ?? [])))
  const lone = once.filter((i) => !isNumbered(messages[i]) && isPatchMail(messages[i]))
  return [...groups, ...lone.map((i) => loneGroup(messages, i))]
    .filter((g) => g.cover !== null || g.members.length > 0)
    .toSorted((a, b) => firstMailOf(a) - firstMailOf(b))
}

function withoutDoubles(messages: readonly Envelope[]): readonly number[] {
  const seen = new Set<string>()
  const once: number[] = []
  for (const [i, m] of messages.entries()) {
    if (seen.has(m.messageId)) continue
    seen.add(m.messageId)
    once.push(i)
  }
  return once
}

/**
 * A counter that comes twice in one thread is a resend: the group keeps the newest mails, each
 * older layer of mails becomes a group of its own.
 */
function splitResent(
  messages: readonly Envelope[],
  mails: readonly number[],
): readonly (readonly number[])[] {
  const layers: number[][] = []
  const used = new Map<number, number>()
  for (const i of mails.toSorted((a, b) => compareSent(messages, b, a))) {
    const counter = messages[i]?.subject.counter ?? 0
    const layer = used.get(counter) ?? 0
    used.set(counter, layer + 1)
    const mailsOfLayer = layers[layer]
    if (mailsOfLayer === undefined) layers.push([i])
    else mailsOfLayer.push(i)
  }
  return layers
}

function compareSent(messages: readonly Envelope[], a: number, b: number): number {
  const [left, right] = [messages[a]?.date ?? null, messages[b]?.date ?? null]
  if (left === null || right === null || left === right) return a - b
  return left < right ? -1 : 1
}

function toGroup(
  messages: readonly Envelope[],
  mails: readonly number[],
  older: readonly number[],
): Group {
  const counterOf = (i: number) => messages[i]?.subject.counter ?? 0
  const sorted = mails.toSorted((a, b) => counterOf(a) - counterOf(b) || a - b)
  const cover = sorted.find((i) => counterOf(i) === 0) ?? null
  // Where cover letter and patches differ, the patches know better how many they are.
  const first = messages[sorted.find((i) => counterOf(i) !== 0) ?? sorted[0] ?? -1]
  const expected = first?.subject.expected ?? 1
  return {
    revision: Math.max(...sorted.slice(0, 2).map((i) => messages[i]?.subject.revision ?? 1)),
    expected,
    twice: older.map(counterOf).toSorted((a, b) => a - b),
    cover,
    members: sorted.filter((i) => counterOf(i) !== 0 && messages[i]?.carriesPatch === true),
    missing: missingOf(new Set(sorted.map(counterOf)), expected),
    extra: sorted.map(counterOf).filter((n) => n > expected),
  }
}

// A subject may promise 4,294,967,295 patches; no real series has 1,000.
const mostMissing = 1000

function missingOf(seen: ReadonlySet<number>, expected: number): readonly number[] {
  const missing: number[] = []
  for (let n = 1; n <= expected && missing.length < mostMissing; n++) {
    if (!seen.has(n)) missing.push(n)
  }
  return missing
}

/** The group of a patch without counter. */
export function loneGroup(messages: readonly Envelope[], i: number): Group {
  const revision = messages[i]?.subject.revision ?? 1
  return { revision, expected: 1, cover: null, members: [i], missing: [], extra: [], twice: [] }
}

/** Index of the mail of a group that came first. */
export function firstMailOf(group: Group): number {
  return mailsOfGroup(group).reduce((least, i) => Math.min(least, i), Number.MAX_SAFE_INTEGER)
}
