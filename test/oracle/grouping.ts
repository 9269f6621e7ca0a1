import { expect } from 'vitest'
import type { Case } from './corpus.ts'
import { type Crafted, craft, patchTo } from './crafted.ts'
import { type Parsed, parseTexts } from './parsed.ts'

/**
 * What Sashiko's tests say about mails that belong together, one mail for each of theirs (RELIABILITY.md
 * 1.3; sashiko-dev/sashiko tests/). Theirs stand in a data base; mails of different threads there answer
 * different mails here.
 */
export function groupingCases(): readonly Case[] {
  return FACTS.map(({ id, mails, check }) => ({
    suite: 'sashiko-grouping',
    id,
    check: async () => check(await parseTexts(mails.map(craft))),
  }))
}

interface Fact {
  readonly id: string
  readonly mails: readonly Crafted[]
  readonly check: (parsed: Parsed) => void
}

/** The series, each as the names of its mails in order. */
function series(...wanted: readonly (readonly string[])[]): Fact['check'] {
  return (parsed) => expect(parsed.series.map((posting) => posting.messageIds)).toEqual(wanted)
}

function one(id: string, subject: string, at = 0, more: Partial<Crafted> = {}): Crafted {
  return { id, subject, at, ...more }
}

const REPLY = [
  'On Mon, A Author wrote:',
  ...patchTo('quoted.c')
    .trimEnd()
    .split('\n')
    .map((line) => `> ${line}`),
  '',
  'Looks good.',
  '',
].join('\n')

const FACTS: readonly Fact[] = [
  {
    id: 'a cover letter that comes after its patches is theirs',
    mails: [
      one('1@x', '[PATCH 1/2] a', 10, { inReplyTo: '0@x' }),
      one('2@x', '[PATCH 2/2] b', 20, { inReplyTo: '0@x' }),
      one('0@x', '[PATCH 0/2] Both', 0, { body: 'What this is about.\n' }),
    ],
    check: (parsed) => {
      series(['0@x', '1@x', '2@x'])(parsed)
      expect(parsed.series[0]?.coverLetter).toBe('0@x')
    },
  },
  {
    id: '[PATCH] and [PATCH v2], ten seconds later, are two',
    mails: [
      one('1@x', '[PATCH] Fix it'),
      one('2@x', '[PATCH v2] Fix it', 10, { inReplyTo: '1@x' }),
    ],
    check: series(['1@x'], ['2@x']),
  },
  {
    // In Sashiko the same patch sent again becomes part of the first set. We keep what was sent apart, since the
    // two may differ, and say that the second takes the place of the first: so only one is left to be judged.
    id: '[PATCH v2] sent twice counts once: the second supersedes the first',
    mails: [
      one('1@x', '[PATCH v2] Fix it', 0, { body: patchTo('same.c') }),
      one('2@x', '[PATCH v2] Fix it', 10, { body: patchTo('same.c'), inReplyTo: '1@x' }),
    ],
    check: (parsed) => {
      const current = parsed.series.filter((posting) => posting.supersededBy === null)
      expect(current.map((posting) => posting.messageIds)).toEqual([['2@x']])
      expect(current.map((posting) => posting.supersedes)).toEqual(['1@x'])
    },
  },
  {
    id: '1/2 of one and 1/2 of another series are two',
    mails: [one('a@x', '[PATCH 1/2] Series A'), one('b@x', '[PATCH 1/2] Series B', 10)],
    check: series(['a@x'], ['b@x']),
  },
  {
    id: 'a counter behind the brackets counts',
    mails: [one('1@x', '[PATCH] 1/2: Part 1'), one('2@x', '[PATCH] 2/2: Part 2', 10)],
    check: series(['1@x', '2@x']),
  },
  {
    id: 'net-next 1/2 and bare 2/2 in different threads are two',
    mails: [
      one('1@x', '[PATCH net-next 1/2] Series A', 0, { inReplyTo: 'here@x' }),
      one('2@x', '[PATCH 2/2] Series B', 10, { inReplyTo: 'there@x' }),
    ],
    check: series(['1@x'], ['2@x']),
  },
  {
    // Later versions of Sashiko join them when they complete each other. So do we when they answer nothing at
    // all, as patchwork's test_no_references demands; here each answers a mail of a thread of its own.
    id: 'the same tags in different threads are two',
    mails: [
      one('1@x', '[PATCH net-next 1/2] Series C', 0, { inReplyTo: 'here@x' }),
      one('2@x', '[PATCH net-next 2/2] Series C', 10, { inReplyTo: 'there@x' }),
    ],
    check: series(['1@x'], ['2@x']),
  },
  {
    id: 'one address with and without a name is one author',
    mails: [
      one('1@x', '[PATCH 1/2] Series', 0, { from: 'Alexander Example <graf@example.org>' }),
      one('2@x', '[PATCH 2/2] Series', 10, { from: 'graf@example.org' }),
    ],
    check: series(['1@x', '2@x']),
  },
  {
    id: 'Message-IDs of quilt that begin with the same time are one series',
    mails: [
      one('20260428221058.149538293@kernel.example', '[PATCH 1/2] Quilt Series'),
      one('20260428221058.149538300@kernel.example', '[PATCH 2/2] Quilt Series', 10),
    ],
    check: series([
      '20260428221058.149538293@kernel.example',
      '20260428221058.149538300@kernel.example',
    ]),
  },
  {
    id: '1/1, then its 0/1',
    mails: [
      one('1@x', '[PATCH 1/1] Patch'),
      one('0@x', '[PATCH 0/1] Cover', 5, { inReplyTo: '1@x', body: 'About it.\n' }),
    ],
    check: (parsed) => {
      series(['0@x', '1@x'])(parsed)
      expect(parsed.series[0]?.coverLetter).toBe('0@x')
    },
  },
  {
    id: '2/3, then the [PATCH] it answers: one series, and three are expected still',
    mails: [
      one('2@x', '[PATCH 2/3] Part 2', 10, { inReplyTo: 'root@x' }),
      one('root@x', '[PATCH] Singleton Root'),
    ],
    check: (parsed) => {
      expect(parsed.series.map((posting) => posting.messageIds.toSorted())).toEqual([
        ['2@x', 'root@x'],
      ])
      expect(parsed.series[0]?.expected).toBe(3)
    },
  },
  {
    id: 'Re: with a quoted diff is no patch',
    mails: [one('1@x', 'Re: [PATCH] Fix it', 0, { inReplyTo: '0@x', body: REPLY })],
    check: (parsed) => {
      series()(parsed)
      expect(parsed.messages.map((m) => [m.kind, m.patchStatus])).toEqual([['reply', 'none']])
    },
  },
  {
    // Sashiko ignores it. A naked patch is a patch (git am takes it), so it is classified and judged.
    id: 'a diff without [PATCH] is classified',
    mails: [one('1@x', 'Here is what I use')],
    check: (parsed) => {
      series(['1@x'])(parsed)
      expect(parsed.messages.map((m) => [m.kind, m.subject.isPatch])).toEqual([['patch', false]])
    },
  },
  {
    id: '[PATCH] without a diff is no patch',
    mails: [one('1@x', '[PATCH] Fix it', 0, { body: 'I forgot to attach it.\n' })],
    check: (parsed) => {
      series()(parsed)
      expect(parsed.messages.map((m) => [m.kind, m.patchStatus])).toEqual([['no-patch', 'none']])
    },
  },
  {
    id: '508/512 in the middle of a title is no counter',
    mails: [one('1@x', '[PATCH] media: use 508/512 of the buffer')],
    check: (parsed) => {
      series(['1@x'])(parsed)
      const { counter, expected, title } = parsed.messages[0]?.subject ?? {}
      expect([counter, expected, title]).toEqual([null, null, 'media: use 508/512 of the buffer'])
    },
  },
]
