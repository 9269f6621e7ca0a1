import { expect } from 'vitest'
import { craft, type Crafted } from './crafted.ts'
import { type Check, type Checks, isKind, isSound, type Odd, textOf } from './oddity.ts'
import { type Parsed, parseTexts, type Posting } from './parsed.ts'

/**
 * The corpus holds one mail of each of these classes and none of its siblings, so these are crafted around it:
 * same author and subject tags, and they answer what a git send-email would have them answer.
 */
function sibling(odd: Odd, at: number, more: Partial<Crafted> = {}): string {
  const { text } = odd.mail.subject
  const width = /(\d+)\/\d+/.exec(text)?.[1]?.length ?? 1
  const counter = String(at).padStart(width, '0')
  const from = odd.mail.from
  const root = odd.mail.inReplyTo ?? odd.mail.messageId
  const seconds = (Date.parse(odd.mail.date ?? '') - Date.UTC(2024, 0, 1, 10)) / 1000 + at
  return craft({
    subject: text.replace(/\b\d+\/(?=\d+)/, `${counter}/`).replaceAll(/[^\p{ASCII}]/gu, ''),
    id: idOf(at),
    from: `${from.name} <${from.address}>`,
    at: seconds,
    inReplyTo: root,
    ...(at === 0 ? { body: 'What this is about.\n' } : {}),
    ...more,
  })
}

function idOf(at: number): string {
  return `sibling-${at}@example.org`
}

function upTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, i) => i + 1)
}

async function together(odd: Odd, others: readonly string[], mailAt = 0): Promise<Parsed> {
  const mails: (string | Buffer)[] = [...others]
  mails.splice(mailAt, 0, Buffer.from(textOf(odd), 'latin1'))
  return parseTexts(mails)
}

function onlySeries(parsed: Parsed): Posting {
  const [posting] = parsed.series
  if (posting === undefined || parsed.series.length > 1)
    throw new Error(`one series was expected, there are ${parsed.series.length}`)
  return posting
}

const isIncomplete: Check = ({ mail, parsed }) => {
  const { messageIds, expected, missing, complete } = onlySeries(parsed)
  expect(messageIds).toEqual([mail.messageId])
  expect([expected, complete]).toEqual([mail.subject.expected, false])
  const wanted = upTo(expected).filter((at) => at !== mail.subject.counter)
  expect(missing).toEqual(wanted)
}

/** With all others, in an order of their own, it is one series in the order of the counters. */
function completes(order: (counters: readonly number[]) => readonly number[]): Check {
  return async (odd) => {
    const { counter, expected } = odd.mail.subject
    const all = upTo(expected ?? 0)
    const others = all.filter((at) => at !== counter)
    const mails = order(others).map((at) => sibling(odd, at))
    const posting = onlySeries(await together(odd, mails, Math.floor(mails.length / 2)))
    const ids = all.map((at) => (at === counter ? odd.mail.messageId : idOf(at)))
    expect(posting.messageIds).toEqual(counter === 0 ? [odd.mail.messageId, ...ids] : ids)
    expect([posting.expected, posting.missing, posting.extra]).toEqual([expected, [], []])
    expect(posting.coverLetter).toBe(counter === 0 ? odd.mail.messageId : null)
    expect(posting.complete).toBe(true)
  }
}

const inOrder = completes((counters) => counters)
const backwards = completes((counters) => counters.toReversed())

const joinsReroll: Check = async (odd) => {
  // v3, of which the real mail says it answers 3/3; 1/3 and 2/3 were not sent again.
  const before = [1, 2].map((at) =>
    sibling(odd, at, {
      subject: `[PATCH v3 ${at}/3] iio: light: veml6030 part ${at}`,
      inReplyTo: 'cover-v3@example.org',
    }),
  )
  const replaced = sibling(odd, 3, {
    id: odd.mail.inReplyTo ?? '',
    subject: '[PATCH v3 3/3] iio: documentation: light: Add veml6030 sysfs documentation',
    inReplyTo: 'cover-v3@example.org',
  })
  const parsed = await together(odd, [...before, replaced], 3)
  const v4 = parsed.series.find((posting) => posting.messageIds.includes(odd.mail.messageId))
  expect([v4?.revision, v4?.messageIds]).toEqual([4, [odd.mail.messageId]])
  // What was not sent again still stands: together they are the series that git am needs.
  expect(v4?.carriedOver).toEqual([idOf(1), idOf(2)])
  expect(v4?.missing).toEqual([1, 2])
}

const keepsBoth: Check = async (odd) => {
  const twice = [1, 2, 2].map((at, i) => sibling(odd, at, { id: `double-${i}@example.org` }))
  const parsed = await together(odd, twice)
  const ids = parsed.series.flatMap((posting) => posting.messageIds)
  expect(ids.toSorted()).toEqual(
    [
      odd.mail.messageId,
      'double-0@example.org',
      'double-1@example.org',
      'double-2@example.org',
    ].toSorted(),
  )
  // Flagged: in the series itself, or as a problem.
  expect(JSON.stringify([parsed.problems, parsed.series, parsed.messages])).toMatch(
    /twice|duplicate|same counter/,
  )
}

const takesAdded: Check = async (odd) => {
  const others = [...upTo(11), 12].filter((at) => at !== 1)
  const posting = onlySeries(
    await together(
      odd,
      others.map((at) => sibling(odd, at)),
    ),
  )
  expect(posting.messageIds.at(-1)).toBe(idOf(12))
  expect([posting.messageIds.length, posting.expected, posting.extra]).toEqual([12, 11, [12]])
}

const takesEarlyPatch: Check = async (odd) => {
  const cover = sibling(odd, 0, { id: odd.mail.inReplyTo ?? '', inReplyTo: 'nothing@example.org' })
  const text = cover.replace(/^In-Reply-To: .*\nReferences: .*\n/m, '')
  const posting = onlySeries(await together(odd, [text]))
  expect(posting.messageIds).toEqual([odd.mail.inReplyTo, odd.mail.messageId])
  expect(posting.coverLetter).toBe(odd.mail.inReplyTo)
}

const joinsOtherTags: Check = async (odd) => {
  const mails = upTo(9).map((at) =>
    sibling(odd, at, {
      subject: `[PATCH ${at % 2 === 0 ? '' : 'net-next '}v13 ${at}/9] ptp: part ${at}`,
    }),
  )
  const posting = onlySeries(await together(odd, mails))
  expect([posting.messageIds.length, posting.missing]).toEqual([10, []])
}

const inTime: Check = async (odd) => {
  const others = upTo(305).map((at) => sibling(odd, at))
  const start = performance.now()
  const posting = onlySeries(await together(odd, others, 305))
  expect(performance.now() - start).toBeLessThan(5000)
  expect([posting.messageIds.length, posting.complete]).toEqual([306, true])
}

/** Whether or not it counts as a member, the reader is told that its patch is not there. */
const flagsMember: Check = async (odd) => {
  const parsed = await together(
    odd,
    [2, 3, 4].map((at) => sibling(odd, at)),
  )
  const { messageIds, complete } = onlySeries(parsed)
  expect(messageIds).toEqual(expect.arrayContaining([idOf(2), idOf(3), idOf(4)]))
  const said = [...parsed.problems, ...parsed.messages.flatMap((mail) => mail.problems)]
  const told = said.some((problem) => problem.code === 'member-without-patch')
  expect({ complete, told }).toEqual({ complete: false, told: true })
}

const isGroupedLoosely: Check = async (odd) => {
  const others = upTo(5).map((at) =>
    sibling(odd, at, { subject: `[PATCH kvmtool v4 ${at}/5] pci: part ${at}` }).replace(
      /^In-Reply-To: .*\nReferences: .*\n/m,
      '',
    ),
  )
  const posting = onlySeries(await together(odd, others, 5))
  expect(posting.messageIds.at(-1)).toBe(odd.mail.messageId)
  expect([posting.missing, posting.extra]).toEqual([[], [6]])
}

export const seriesChecks: Checks = {
  'series: cover only, no member in this archive': [isKind('cover'), isIncomplete],
  'series: incomplete (some member absent from this archive)': [isSound, isIncomplete],
  'series: complete without cover': [isSound, isIncomplete, inOrder],
  'series: complete with cover': [isKind('cover'), inOrder],
  'series: partial reroll (vN i/n in reply to v(N-1) i/n)': [isSound, joinsReroll],
  'series: same index twice in one series': [isKind('cover'), keepsBoth],
  'series: index > total in series': [isSound, takesAdded],
  'series: archive order differs from series order': [isKind('cover'), backwards],
  'series: a patch arrived before its cover': [isSound, takesEarlyPatch],
  'series: prefix tokens differ inside one series': [isKind('cover'), joinsOtherTags],
  'series: n>=50': [isSound, inTime],
  'series: numbered member without any diff': [isKind('no-patch'), flagsMember],
  'series: cover letter that contains a diff': [
    isKind('cover'),
    isIncomplete,
    ({ mail, parsed }) => expect(onlySeries(parsed).coverLetter).toBe(mail.messageId),
  ],
  'series: numbered member without threading headers': [isSound, isGroupedLoosely],
}
