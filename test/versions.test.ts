import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readInbox } from '../src/inbox.ts'
import { LIMITS } from '../src/limits.ts'
import { type Crew, lint } from '../src/lint.ts'
import type { Series } from '../src/model.ts'
import { type PostedSeries, readSeries } from '../src/posted.ts'
import { build, lorelint } from './built-cli.ts'
import { shipped } from './shipped.ts'
import { type LampMail, lampMail, sent } from './version-mails.ts'

const v1: LampMail = { id: 'v1@example.org', day: 1 }

const reviewer = 'A Reviewer <reviewer@example.org>'

const tag: LampMail = {
  id: 're1@example.org',
  day: 2,
  from: reviewer,
  answers: 'v1@example.org',
  subject: 'Re: [PATCH] lamp: light it',
  body: `Good.\n\nReviewed-by: ${reviewer}\n`,
}

const remark: LampMail = {
  ...tag,
  body: [
    '> diff --git a/drivers/lamp/core.c b/drivers/lamp/core.c',
    '> --- a/drivers/lamp/core.c',
    '> +++ b/drivers/lamp/core.c',
    '> @@ -10,4 +10,5 @@ int lamp_probe(struct lamp *lamp)',
    '>  \tint ret = lamp_start(lamp);',
    '>  ',
    '> +\tlamp_level(lamp, LAMP_FULL);',
    '',
    'Should this not come first?',
    '',
    '>  \tlamp_register(lamp);',
    '',
  ].join('\n'),
}

const v2: LampMail = { id: 'v2@example.org', day: 8, subject: '[PATCH v2] lamp: light it' }

const OURS = ['tags/dropped-review', 'series/missing-version-changelog', 'series/unanswered-remark']

const options = { tool: { name: 'lorelint', version: '' }, only: OURS, set: shipped() }

async function said(
  mails: readonly LampMail[],
  previous: readonly LampMail[] = [],
): Promise<readonly string[]> {
  const report = await lint(sent(mails), { ...options, previous: sent(previous) })
  return report.reviews.flatMap(({ comments }) =>
    comments.map(({ rule, message }) => `${rule.id} ${message.subject.text}`),
  )
}

async function inboxOf(mails: readonly LampMail[], previous: readonly LampMail[] = []) {
  return readInbox(sent(mails), {
    quoted: 'auto',
    limits: LIMITS,
    previous: sent(previous),
    onMail: () => {},
    breathe: async () => {},
  })
}

function shown({ before, rangeDiff, followups }: Series) {
  return {
    revision: before?.revision,
    patches: before?.patches.map(({ message }) => message.messageId),
    replies: before?.followups.map((f) => `${f.messageId} ${f.trailers.length} ${f.inReplyTo}`),
    how: rangeDiff?.patches.map((one) => `${one.how} ${one.from.join(',')}`),
    followups: followups.map(({ messageId }) => messageId),
  }
}

describe('the revision before', () => {
  const thread = [v1, tag, v2, { ...tag, id: 're2@example.org', day: 9, answers: 'v2@example.org' }]
  const whole = {
    revision: 1,
    patches: ['v1@example.org'],
    replies: ['re1@example.org 1 v1@example.org'],
    how: ['same v1@example.org'],
    followups: ['re2@example.org'],
  }

  test('comes with its replies and with those to the newer one', async () => {
    const { series } = await inboxOf(thread)
    expect(shown((await series[1]?.load('bounded')) ?? fail())).toEqual(whole)
  })

  test('reaches another process', async () => {
    const { series } = await inboxOf(thread)
    const posted = structuredClone((await series[1]?.posted('bounded')) ?? fail())
    expect(shown(await readSeries(posted, LIMITS))).toEqual(whole)
  })

  test('is not read where nobody asks, nor for a first revision', async () => {
    const { series } = await inboxOf(thread)
    expect((await series[1]?.load())?.before).toBe(null)
    expect((await series[0]?.posted('bounded'))?.history).toBe(null)
  })

  for (const [only, expected] of [
    ['tags/dropped-review', [false, true]],
    ['tags/missing-signed-off-by', [false, false]],
  ] as const) {
    test(`is handed to children when ${only} speaks: ${expected.join(', ')}`, async () => {
      const seen: boolean[] = []
      const crew: Crew = {
        width: 1,
        takesSmall: true,
        review: async (posted: PostedSeries) => {
          seen.push(posted.history !== null)
          const head = { subject: '', revision: 1, expected: 1, missing: [], messageIds: [] }
          const more = { titles: [], date: null, patches: 0 }
          return { series: { ...head, ...more }, comments: [], problems: [] }
        },
      }
      await lint(sent(thread), { ...options, only: [only], crew })
      expect(seen).toEqual(expected)
    })
  }
})

function fail(): never {
  throw new Error('no such series')
}

describe('--previous', () => {
  test('is compared with, and never judged', async () => {
    const without = { ...v1, log: 'Light it.\n\nv7: x' }
    const report = await lint(sent([v2]), { ...options, previous: sent([without, tag]) })
    expect([report.messages, report.reviews.length]).toEqual([1, 1])
    expect(await said([v2], [v1, tag])).toEqual([
      'series/missing-version-changelog [PATCH v2] lamp: light it',
      'tags/dropped-review [PATCH v2] lamp: light it',
    ])
    expect(await said([v2])).toEqual(['series/missing-version-changelog [PATCH v2] lamp: light it'])
  })

  test('what is in both is judged once, with the rest as its past', async () => {
    const notes = 'Changes in v2: new base'
    const all = [v1, tag, { ...v2, notes }]
    expect(await said([{ ...v2, notes }], all)).toEqual([
      'tags/dropped-review [PATCH v2] lamp: light it',
    ])
  })

  // A commit keeps the date of its first writing.
  const draft: LampMail = { id: null, day: 1 }

  test('a commit that names no revision is the next one', async () => {
    const { series } = await inboxOf(
      [draft],
      [
        { ...v1, day: 3 },
        { ...tag, day: 4 },
      ],
    )
    expect(series.map(({ group, link }) => [group.revision, link.previous])).toEqual([
      [2, 'v1@example.org'],
    ])
    expect(
      await said(
        [draft],
        [
          { ...v1, day: 3 },
          { ...tag, day: 4 },
        ],
      ),
    ).toEqual(['tags/dropped-review [PATCH] lamp: light it'])
  })

  test('a commit of another patch is what it was', async () => {
    const { series } = await inboxOf(
      [{ ...draft, subject: '[PATCH] door: close it', level: 'DOOR' }],
      [v1],
    )
    expect(series.map(({ group, link }) => [group.revision, link.previous])).toEqual([[1, null]])
  })

  test('a file of git format-patch -v2 is the second, whatever its date', async () => {
    expect(await said([{ ...v2, id: null, day: 1 }], [v1, remark])).toContain(
      'series/unanswered-remark [PATCH v2] lamp: light it',
    )
  })

  describe('on the command line', () => {
    beforeAll(build, 120_000)
    const folder = mkdtempSync(join(tmpdir(), 'lorelint-'))
    const file = (name: string, mails: readonly LampMail[]): string => {
      const path = join(folder, name)
      const separator = 'From mboxrd@z Thu Jan  1 00:00:00 1970\n'
      writeFileSync(path, mails.map((mail) => separator + lampMail(mail)).join('\n'))
      return path
    }
    const now = ['lint', file('v2.mbox', [v2]), '--only', 'tags/dropped-review']

    test('without it nothing is known', () => {
      expect(lorelint(now)).toMatchObject({ code: 0, out: expect.not.stringContaining('Reviewed') })
    })
    test('with it the tag is missed', () => {
      const ran = lorelint([...now, '--previous', file('v1.mbox', [v1, tag])])
      expect(ran.out.replaceAll(/\s+/g, ' ')).toContain('On v1 this patch got Reviewed-by from')
    })
    test('two files', () => {
      const files = [file('a.mbox', [v1]), file('b.mbox', [tag])]
      const ran = lorelint([...now, ...files.flatMap((path) => ['--previous', path])])
      expect(ran.out.replaceAll(/\s+/g, ' ')).toContain('On v1 this patch got Reviewed-by from')
    })
    test('a file that is not there stops the run', () => {
      expect(lorelint([...now, '--previous', join(folder, 'none.mbox')]).code).toBe(2)
    })
  })
})

describe('a remark is answered', () => {
  const open = 'series/unanswered-remark [PATCH v2] lamp: light it'
  const notes = 'Changes in v2: new base'
  const check = (name: string, more: readonly LampMail[], is: boolean) => {
    test(name, async () => {
      const heard = await said([v1, remark, ...more, { ...v2, notes }])
      expect(heard.includes(open)).toBe(!is)
    })
  }
  const answer: LampMail = {
    ...tag,
    id: 're2@example.org',
    day: 3,
    from: 'A Developer <dev@example.org>',
  }
  const talk = 'It cannot.\n'
  check('not by silence', [], false)
  check('by the author', [{ ...answer, answers: 're1@example.org', body: talk }], true)
  check(
    'by somebody else',
    [{ ...answer, from: 'B <b@example.org>', answers: 're1@example.org', body: talk }],
    true,
  )
  check(
    'where it is quoted, in whatever mail',
    [{ ...answer, body: '> Should this not come first?\n\nNo.\n' }],
    true,
  )
  check('not by a mail about something else', [{ ...answer, body: talk }], false)
  check('by a tag of the reviewer', [{ ...tag, id: 're3@example.org', day: 4 }], true)
})
