import { describe, expect, test } from 'vitest'
import type { Message } from '../src/model.ts'
import { assembleSeries, seriesHead } from '../src/series/assemble.ts'
import type { Envelope } from '../src/series/envelope.ts'
import { groupSeries } from '../src/series/group.ts'
import { cluesOf, findPrevious } from '../src/series/previous.ts'

/**
 * One mail a line: "id < parent  by author  at minute  vR C/N title {flags}"; `-` is no parent, no
 * counter. Example: "a1 < a0 ann 3 v2 1/3 net: x".
 */
function mailsOf(text: string): readonly Envelope[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [
        id = '',
        parents = '',
        author = '',
        minute = '',
        revision = '',
        counter = '',
        ...rest
      ] = line.trim().split(/ +/)
      const numbers = /^(\d+)\/(\d+)$/.exec(counter)
      const references = parents === '-' ? [] : parents.split(',')
      const tags = rest.filter((w) => /^\[.*\]$/.test(w)).map((w) => w.slice(1, -1))
      const title = rest.filter((w) => !w.startsWith('[')).join(' ')
      const isReply = tags.includes('Re')
      return {
        messageId: id,
        inReplyTo: references.at(-1) ?? null,
        references,
        from: { name: author, address: `${author}@x.org` },
        date: new Date(Date.UTC(2026, 0, 1, 0, Number(minute))).toISOString(),
        subject: {
          text: line,
          tags: tags.filter((t) => t !== 'Re' && t !== 'nodiff'),
          isPatch: true,
          isReply,
          revision: Number(revision.slice(1)),
          counter: numbers === null ? null : Number(numbers[1]),
          expected: numbers === null ? null : Number(numbers[2]),
          prefix: '',
          title,
        },
        carriesPatch: numbers?.[1] !== '0' && !tags.includes('nodiff'),
      }
    })
}

/** A group is "v1/3 cover: a b, missing 2". */
function check(name: string, text: string, expected: readonly string[]) {
  test(name, () => {
    const mails = mailsOf(text)
    const idOf = (i: number) => mails[i]?.messageId ?? '?'
    const groups = groupSeries(mails)
    const shown = groups.map((g) => {
      const cover = g.cover === null ? '' : ` ${idOf(g.cover)}:`
      const missing = g.missing.length === 0 ? '' : `, missing ${g.missing.join(' ')}`
      return `v${g.revision}/${g.expected}${cover} ${g.members.map(idOf).join(' ')}${missing}`
    })
    expect(shown).toEqual(expected)
    const members = groups.flatMap((g) => g.members)
    expect(new Set(members).size).toBe(members.length)
  })
}

describe('groups', () => {
  check('a lone patch is a group of one', 'a - ann 0 v1 - x', ['v1/1 a'])
  check('talk is no group', 'a - ann 0 v1 - x [nodiff]', [])
  check(
    'a cover letter and its answers',
    'c - ann 0 v1 0/2 t\na c ann 1 v1 1/2 x\nb c ann 2 v1 2/2 y',
    ['v1/2 c: a b'],
  )
  check(
    'each mail answers the one before',
    'c - ann 0 v1 0/2 t\na c ann 1 v1 1/2 x\nb c,a ann 2 v1 2/2 y',
    ['v1/2 c: a b'],
  )
  check('any order', 'b c ann 2 v1 2/2 y\na c ann 1 v1 1/2 x\nc - ann 0 v1 0/2 t', ['v1/2 c: a b'])
  check(
    'the first patch takes the place of the cover letter',
    'a - ann 1 v1 1/2 x\nb a ann 2 v1 2/2 y',
    ['v1/2 a b'],
  )
  check('the cover letter is missing', 'a c ann 1 v1 1/3 x\nb c ann 2 v1 3/3 y', [
    'v1/3 a b, missing 2',
  ])
  check('only the cover letter is there', 'c - ann 0 v1 0/2 t', ['v1/2 c: , missing 1 2'])
  check(
    'v2 posted in reply to v1 is its own series',
    'c - ann 0 v1 0/1 t\na c ann 1 v1 1/1 x\nd c ann 90 v2 0/1 t\nb c,d ann 91 v2 1/1 x',
    ['v1/1 c: a', 'v2/1 d: b'],
  )
  check(
    'a series posted in reply to another one is its own',
    'c - ann 0 v1 0/2 t\na c ann 1 v1 1/2 x\nb c ann 2 v1 2/2 y\nd c ann 3 v1 0/2 u\ne c,d ann 4 v1 1/2 p\nf c,d ann 5 v1 2/2 q',
    ['v1/2 c: a b', 'v1/2 d: e f'],
  )
  check(
    'another author in the same thread',
    'c - ann 0 v1 0/1 t\na c ann 1 v1 1/1 x\nb c bob 2 v1 1/1 y',
    ['v1/1 c: a', 'v1/1 b'],
  )
  check('the same Message-ID twice is one mail', 'a - ann 0 v1 - x\na - ann 0 v1 - x', ['v1/1 a'])
  check(
    'of a counter that comes twice the series keeps the newer',
    'c - ann 0 v1 0/2 t\na c ann 1 v1 1/2 x\nb c ann 2 v1 2/2 y\nd c ann 60 v1 2/2 y',
    ['v1/2 c: a d', 'v1/2 b, missing 1'],
  )
  check(
    'a resend is its own series',
    'a - ann 0 v1 1/2 x\nb a ann 1 v1 2/2 y\nc a ann 90 v1 1/2 x [RESEND]\nd a,c ann 91 v1 2/2 y [RESEND]',
    ['v1/2 a b', 'v1/2 c d'],
  )
  check(
    'a part of a series posted anew',
    'c - ann 0 v1 0/2 t\na c ann 1 v1 1/2 x\nb c ann 2 v1 2/2 y\nd c,b ann 60 v2 2/2 y',
    ['v1/2 c: a b', 'v2/2 d, missing 1'],
  )
  check(
    'the patches of a v3 cover letter do not say v3',
    'c - ann 0 v3 0/2 t\na c ann 1 v1 1/2 x\nb c ann 2 v1 2/2 y',
    ['v3/2 c: a b'],
  )
  check(
    'patches that miscount answer their own cover letter',
    'c - ann 0 v2 0/3 t\na c ann 1 v2 1/2 x\nb c ann 2 v2 2/2 y',
    ['v2/2 c: a b'],
  )
  check(
    'a v2 without cover letter in reply to the cover letter of v1',
    'c - ann 0 v1 0/2 t\na c ann 90 v2 1/2 x\nb c ann 91 v2 2/2 y',
    ['v1/2 c: , missing 1 2', 'v2/2 a b'],
  )
  check('an added patch', 'c - ann 0 v1 0/1 t\na c ann 1 v1 1/1 x\nb c ann 9 v1 2/1 y', [
    'v1/1 c: a b',
  ])
  check(
    'a numbered mail without diff is not missing',
    'c - ann 0 v1 0/2 t\na c ann 1 v1 1/2 x [nodiff]\nb c ann 2 v1 2/2 y',
    ['v1/2 c: b'],
  )
  check('a reply that carries a patch is its own', 'a - ann 0 v1 1/1 x\nb a bob 1 v1 1/1 x [Re]', [
    'v1/1 a',
    'v1/1 b',
  ])
  check(
    'other tags than RESEND may differ within a thread',
    'c - ann 0 v1 0/2 t [RFC]\na c ann 1 v1 1/2 x [net]\nb c ann 2 v1 2/2 y',
    ['v1/2 c: a b'],
  )
})

describe('without threading headers', () => {
  check('one after the other', 'c - ann 0 v1 0/2 t\na - ann 1 v1 1/2 x\nb - ann 2 v1 2/2 y', [
    'v1/2 c: a b',
  ])
  check(
    'two series one after the other',
    'a - ann 0 v1 1/2 x\nb - ann 1 v1 2/2 y\nd - ann 2 v1 1/2 p\ne - ann 3 v1 2/2 q',
    ['v1/2 a b', 'v1/2 d e'],
  )
  check('not a day apart', 'a - ann 0 v1 1/2 x\nb - ann 1500 v1 2/2 y', [
    'v1/2 a, missing 2',
    'v1/2 b, missing 1',
  ])
  check('not with other tags', 'a - ann 0 v1 1/2 x [net-next]\nb - ann 1 v1 2/2 y', [
    'v1/2 a, missing 2',
    'v1/2 b, missing 1',
  ])
})

function checkPrevious(
  name: string,
  text: string,
  bodies: Readonly<Record<string, string>>,
  expected: readonly (string | null)[],
) {
  test(name, () => {
    const mails = mailsOf(text)
    const groups = groupSeries(mails)
    const clues = groups.map((g) => {
      const body = bodies[mails[g.cover ?? g.members[0] ?? -1]?.messageId ?? '']
      return body === undefined ? null : cluesOf(body)
    })
    expect(findPrevious(groups, mails, clues)).toEqual(expected)
  })
}

describe('the previous revision', () => {
  checkPrevious(
    'by change-id, though author and title changed',
    'a - ann 0 v1 - x\nb - bob 90 v2 - y',
    { a: 'change-id: 2026-x\n', b: 'text\nchange-id: 2026-x\n' },
    [null, 'a'],
  )
  checkPrevious(
    'by a lore link',
    'a@x - ann 0 v1 - x\nb@x - ann 90 v2 - y',
    { 'b@x': 'v1: https://lore.kernel.org/kvmarm/a@x/\n' },
    [null, 'a@x'],
  )
  checkPrevious('by what it answers', 'a - ann 0 v1 - x\nb a ann 90 v2 - y', {}, [null, 'a'])
  checkPrevious(
    'by author and title, the latest one below',
    'a - ann 0 v1 - net: Fix x\nb - ann 90 v2 - net: fix x\nc - ann 99 v3 - net: Fix x\nd - bob 99 v2 - net: Fix x',
    {},
    [null, 'a', 'b', null],
  )
})

function messageOf(envelope: Envelope, body: string): Message {
  return {
    ...envelope,
    fromSource: 'header',
    automatic: false,
    replyTo: [],
    to: [],
    cc: [],
    listIds: [],
    body,
    bodyBytes: new Uint8Array(),
    origin: 'x',
    problems: [],
  }
}

test('a series knows its change-id and base commit, and its head names its mails', () => {
  const mails = mailsOf('c - ann 0 v2 0/2 net: t\na c ann 1 v2 1/2 x')
  const bodies = ['Text.\n\nbase-commit: 0123456789ab\nchange-id: 2026-x\n', '']
  const messages = mails.map((m, i) => messageOf(m, bodies[i] ?? ''))
  const [series] = groupSeries(mails).map((g) => assembleSeries(g, messages, {}, 'old@x'))
  expect(series?.changeId).toBe('2026-x')
  expect(series?.baseCommit).toBe('0123456789ab')
  expect(series === undefined ? null : seriesHead(series)).toEqual({
    subject: 'net: t',
    revision: 2,
    expected: 2,
    missing: [2],
    messageIds: ['c'],
    patches: 0,
  })
})

test('grouping takes n log n time', () => {
  const text = Array.from(
    { length: 20_000 },
    (_, i) => `m${i} m${i - 1} ann ${i} v1 ${i + 1}/20000 t`,
  )
  const mails = mailsOf(text.join('\n'))
  const started = performance.now()
  expect(groupSeries(mails)).toHaveLength(1)
  expect(performance.now() - started).toBeLessThan(3000)
})
