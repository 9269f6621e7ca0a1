import { describe, expect, test } from 'vitest'
import { groupSeries } from '../src/series/group.ts'
import { mailsOf, sentMails } from './series-mails.ts'

/** A group is "v1/3 cover: a b, missing 2, extra 4". */
function check(name: string, text: string | readonly string[], expected: readonly string[]) {
  test(name, () => {
    const mails = typeof text === 'string' ? mailsOf(text) : sentMails(text)
    const idOf = (i: number) => mails[i]?.messageId ?? '?'
    const groups = groupSeries(mails)
    const shown = groups.map((g) => {
      const cover = g.cover === null ? '' : ` ${idOf(g.cover)}:`
      const missing = g.missing.length === 0 ? '' : `, missing ${g.missing.join(' ')}`
      const extra = (g.extra ?? []).length === 0 ? '' : `, extra ${g.extra?.join(' ') ?? ''}`
      const head = `v${g.revision}/${g.expected}${cover}`
      return `${head} ${g.members.map(idOf).join(' ')}${missing}${extra}`
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
    'v1/1 c: a b, extra 2',
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

describe('what Sashiko groups (RELIABILITY.md 1.3)', () => {
  check(
    'a cover letter that comes last',
    ['a - ann 1 [PATCH 1/2] x', 'b - ann 2 [PATCH 2/2] y', 'c - ann 3 [PATCH 0/2] t {}'],
    ['v1/2 c: a b'],
  )
  check(
    'v1 and v2 ten seconds apart',
    ['a - ann 0 [PATCH] x', 'b - ann 0.2 [PATCH v2] x'],
    ['v1/1 a', 'v2/1 b'],
  )
  check(
    'two mails of v2',
    ['a - ann 0 [PATCH v2 1/2] x', 'b a ann 0.2 [PATCH v2 2/2] y'],
    ['v2/2 a b'],
  )
  check(
    'two series of the same count',
    ['a - ann 0 [PATCH 1/2] Series A', 'b - ann 1 [PATCH 1/2] Series B'],
    ['v1/2 a, missing 2', 'v1/2 b, missing 2'],
  )
  check(
    'counters behind the bracket',
    ['a - ann 0 [PATCH] 1/2: x', 'b a ann 1 [PATCH] 2/2: y'],
    ['v1/2 a b'],
  )
  check(
    'another tree in another thread',
    ['a p ann 0 [PATCH net-next 1/2] x', 'b q ann 1 [PATCH 2/2] y'],
    ['v1/2 a, missing 2', 'v1/2 b, missing 1'],
  )
  check(
    'the same tree in another thread',
    ['a p ann 0 [PATCH net-next 1/2] x', 'b q ann 1 [PATCH net-next 2/2] y'],
    ['v1/2 a, missing 2', 'v1/2 b, missing 1'],
  )
  check(
    'quilt without threads',
    ['20260101.1@x - ann 0 [PATCH 1/2] x', '20260101.2@x - ann 0 [PATCH 2/2] y'],
    ['v1/2 20260101.1@x 20260101.2@x'],
  )
  check(
    '1/1 and then 0/1',
    ['a c ann 0 [PATCH 1/1] x', 'c - ann 0 [PATCH 0/1] t {}'],
    ['v1/1 c: a'],
  )
  check(
    '1/1 and then 0/1 in reply to it',
    ['a - ann 0 [PATCH 1/1] x', 'c a ann 1 [PATCH 0/1] t {}'],
    ['v1/1 c: a'],
  )
  check(
    'a cover letter with patches of its own in reply to a series without',
    ['a - ann 0 [PATCH 1/1] x', 'c a ann 1 [PATCH 0/1] t {}', 'b a,c ann 2 [PATCH 1/1] y'],
    ['v1/1 a', 'v1/1 c: b'],
  )
  check(
    'the first patch without counter',
    ['b a ann 1 [PATCH 2/3] y', 'a - ann 0 [PATCH] x', 'd a ann 2 [PATCH 3/3] z'],
    ['v1/3 a b d'],
  )
  check(
    'a reply that quotes a diff',
    ['a - ann 0 [PATCH] x', 'b a bob 1 Re: [PATCH] x {}'],
    ['v1/1 a'],
  )
  check('a diff without [PATCH]', ['a - ann 0 net: fix x'], ['v1/1 a'])
  check('[PATCH] without a diff', ['a - ann 0 [PATCH] x {}'], [])
  check('numbers in the title', ['a - ann 0 [PATCH] x 508/512 y'], ['v1/1 a'])
  test('with and without display name', () => {
    const [a, b] = sentMails(['a - ann 0 [PATCH 1/2] x', 'b a ann 1 [PATCH 2/2] y'])
    if (a === undefined || b === undefined) throw new Error('two mails')
    const bare = { ...b, from: { name: '', address: 'Ann@X.org' } }
    expect(groupSeries([a, bare]).map((g) => g.members)).toEqual([[0, 1]])
  })
})

describe('real subjects', () => {
  check(
    'a counter behind a comma',
    [
      'c - ann 0 [PATCH v6,00/02] t {}',
      'a c ann 1 [PATCH v6,01/02] x',
      'b c ann 2 [PATCH v6,02/02] y',
    ],
    ['v6/2 c: a b'],
  )
  check(
    'several brackets',
    ['a - ann 0 [PATCH v2][next] [1/2] x', 'b a ann 1 [PATCH v2] [2/2][next] y'],
    ['v2/2 a b'],
  )
  check(
    'a counter above its total',
    [
      'c - ann 0 [PATCH v4 00/11] t {}',
      'a c ann 1 [PATCH v4 01/11] x',
      'b c ann 9 [PATCH v4 12/11] y',
    ],
    ['v4/11 c: a b, missing 2 3 4 5 6 7 8 9 10 11, extra 12'],
  )
  check(
    'a counter above its total, without threads',
    ['c - ann 0 [PATCH 0/1] t {}', 'a - ann 1 [PATCH 1/1] x', 'b - ann 2 [PATCH 2/1] y'],
    ['v1/1 c: a b, extra 2'],
  )
  check(
    'a cover letter without counter',
    [
      'c - ann 0 [PATCH v3] The series {}',
      'a c ann 1 [PATCH v3 1/2] x',
      'b c ann 2 [PATCH v3 2/2] y',
    ],
    ['v3/2 c: a b'],
  )
  check(
    'a lone patch is no cover letter of a later revision',
    ['a - ann 0 [PATCH] x', 'b a ann 9 [PATCH v2 1/2] x', 'd a ann 9 [PATCH v2 2/2] y'],
    ['v1/1 a', 'v2/2 b d'],
  )
  check(
    'RESEND on the cover letter only',
    ['c - ann 0 [PATCH RESEND 0/1] t {}', 'a c ann 1 [PATCH 1/1] x'],
    ['v1/1 c: a'],
  )
  check(
    'the same mail from two lists',
    [
      'c - ann 0 [PATCH 0/1] t {}',
      'a c ann 1 [PATCH 1/1] x',
      'c - ann 0 [PATCH 0/1] t {}',
      'a c ann 1 [PATCH 1/1] x',
    ],
    ['v1/1 c: a'],
  )
})

const v1 = [
  'c - ann 0 [PATCH 0/4] net: t {}',
  ...[1, 2, 3, 4].map((n) => `p${n} c ann ${n} [PATCH ${n}/4] net: p${n}`),
]

describe('a part of a series posted anew', () => {
  check(
    'in reply to the patch it replaces',
    [...v1, 'r c,p2 ann 200 [PATCH v2 2/4] net: p2'],
    ['v1/4 c: p1 p2 p3 p4', 'v2/4 r, missing 1 3 4'],
  )
  check(
    'two of them, each in reply to its own',
    [...v1, 'r c,p2 ann 200 [PATCH v2 2/4] net: p2', 's c,p3 ann 201 [PATCH v2 3/4] net: p3'],
    ['v1/4 c: p1 p2 p3 p4', 'v2/4 r s, missing 1 4'],
  )
  check(
    'with another total',
    [...v1, 'r c,p2 ann 200 [PATCH v4 3/3] net: p2'],
    ['v1/4 c: p1 p2 p3 p4', 'v4/3 r, missing 1 2'],
  )
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
