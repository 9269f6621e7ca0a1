import { describe, expect, test } from 'vitest'
import type { Message } from '../src/model.ts'
import { assembleSeries, seriesHead } from '../src/series/assemble.ts'
import { groupsBefore } from '../src/series/before.ts'
import type { Envelope } from '../src/series/envelope.ts'
import { groupSeries } from '../src/series/group.ts'
import { cluesOf } from '../src/series/clues.ts'
import { linkRevisions } from '../src/series/revisions.ts'
import { mailsOf, sentMails } from './series-mails.ts'

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
    expect(linkRevisions(groups, mails, clues).map((l) => l.previous)).toEqual(expected)
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

/** A link is "by previous" or "by previous, supersedes x". */
function checkLinks(
  name: string,
  lines: readonly string[],
  expected: readonly string[],
  ids: Readonly<Record<string, string>> = {},
) {
  test(name, () => {
    const mails = sentMails(lines).map((m) => ({ ...m, patchId: ids[m.messageId] ?? null }))
    const links = linkRevisions(groupSeries(mails), mails, [])
    const shown = links.map(({ by, previous, supersedes }) => {
      const again = supersedes === previous ? '' : `, supersedes ${supersedes ?? ''}`
      return `${by ?? '-'} ${previous ?? '-'}${again}`
    })
    expect(shown).toEqual(expected)
  })
}

describe('links by a vote of the patches', () => {
  checkLinks(
    'the cover letter was renamed',
    [
      'a - ann 0 [PATCH 1/2] x',
      'b a ann 1 [PATCH 2/2] y',
      'c - ann 90 [PATCH v2 0/2] new {}',
      'd c ann 91 [PATCH v2 1/2] x',
      'e c ann 92 [PATCH v2 2/2] z',
    ],
    ['- -', 'title a'],
  )
  checkLinks(
    'one title of six is chance',
    [
      'a - ann 0 [PATCH 1/6] x',
      ...[2, 3, 4, 5, 6].map((n) => `a${n} a ann 0 [PATCH ${n}/6] q${n}`),
      'b - ann 90 [PATCH v2 1/6] x',
      ...[2, 3, 4, 5, 6].map((n) => `b${n} b ann 91 [PATCH v2 ${n}/6] r${n}`),
    ],
    ['- -', '- -'],
  )
  checkLinks(
    'all titles changed, the patch did not',
    ['a - ann 0 [PATCH] x', 'b - ann 90 [PATCH v2] y'],
    ['- -', 'patch-id a'],
    { a: 'id1', b: 'id1' },
  )
  checkLinks(
    'not by somebody else, not later, not to a reply',
    [
      'b - ann 0 [PATCH v2] x',
      'a - bob 0 [PATCH] x',
      'd - ann 90 [PATCH] x',
      'e d ann 91 Re: [PATCH v1] x',
    ],
    ['- -', '- -', '- -', '- -'],
  )
  checkLinks(
    'v3 in reply to v1 is of v2',
    ['a - ann 0 [PATCH] x', 'b a ann 90 [PATCH v2] x', 'c a ann 99 [PATCH v3] x'],
    ['- -', 'link a', 'title b'],
  )
  checkLinks(
    'an answer to another series of the author',
    ['a - ann 0 [PATCH] net: x', 'b a ann 90 [PATCH v2] drm: y'],
    ['- -', '- -'],
  )
  checkLinks(
    'each stable branch has revisions of its own',
    ['a - ann 0 [PATCH 5.10] x', 'b - ann 1 [PATCH 5.15] x', 'c - ann 90 [PATCH 5.10 v2] x'],
    ['- -', '- -', 'title a'],
  )
  checkLinks(
    'a resend replaces the posting before',
    ['a - ann 0 [PATCH] x', 'b - ann 90 [PATCH v2] x', 'c - ann 900 [PATCH RESEND v2] x'],
    ['- -', 'title a', 'title a, supersedes b'],
  )
  checkLinks(
    'posted again without a word',
    ['a - ann 0 [PATCH net] x', 'b - ann 90 [PATCH net] x'],
    ['- -', '- -, supersedes a'],
  )
})

test('linking takes n log n time', () => {
  const lines = Array.from(
    { length: 20_000 },
    (_, i) => `m${i} - ann ${i} [PATCH v${1 + (i % 9)}] the same`,
  )
  const mails = sentMails(lines)
  const groups = groupSeries(mails)
  const started = performance.now()
  expect(
    linkRevisions(groups, mails, []).filter((l) => l.previous !== null).length,
  ).toBeGreaterThan(9000)
  expect(performance.now() - started).toBeLessThan(5000)
})

const v1 = [
  'c - ann 0 [PATCH 0/4] net: t {}',
  ...[1, 2, 3, 4].map((n) => `p${n} c ann ${n} [PATCH ${n}/4] net: p${n}`),
]

test('it points to the old series, and the next revision is compared with both', () => {
  const v3 = [1, 2, 3, 4].map((n) => `w${n} - ann ${400 + n} [PATCH v3 ${n}/4] net: p${n}`)
  const mails = sentMails([...v1, 'r c,p2 ann 200 [PATCH v2 2/4] net: p2', ...v3])
  const groups = groupSeries(mails)
  const links = linkRevisions(groups, mails, [])
  expect(links.map((l) => [l.previous, l.by, l.previousGroup])).toEqual([
    [null, null, null],
    ['c', 'link', 0],
    ['r', 'title', 1],
  ])
  const before = groupsBefore(groups, mails, links, 2).mails.map((i) => mails[i]?.messageId)
  expect(before).toEqual(['p1', 'r', 'p3', 'p4'])
})

function messageOf(envelope: Envelope, body: string): Message {
  return {
    ...envelope,
    fromSource: 'header',
    sender: null,
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
    titles: ['net: t'],
    date: expect.any(String),
    patches: 0,
  })
})
