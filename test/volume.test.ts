import { describe, expect, test } from 'vitest'
import { githubReport } from '../src/report/github.ts'
import { mailReport } from '../src/report/mail.ts'
import { withoutAlreadySaid } from '../src/review/already-said.ts'
import { withinBudget } from '../src/review/budget.ts'
import { checkpatchMail, withCheckpatch } from '../src/review/checkpatch.ts'
import { onceForSeries } from '../src/review/once.ts'
import type { Anchor, Comment, Followup, Message, Remark, Severity } from '../src/model.ts'
import { readPatch } from '../src/diff/patch.ts'
import { parseMessage } from '../src/mail/message.ts'
import { patchText } from '../src/mail/patch-text.ts'
import { comment as lampComment, report, rule as lampRule } from './lamp-report.ts'

const text = `From: A Developer <dev@example.org>
Message-ID: <one@example.org>
Subject: [PATCH 1/4] hwmon: (foo) Read it

Fixes: 0123456789ab ("hwmon: foo")
Signed-off-by: A Developer <dev@example.org>
---
diff --git a/drivers/hwmon/foo.c b/drivers/hwmon/foo.c
--- a/drivers/hwmon/foo.c
+++ b/drivers/hwmon/foo.c
@@ -10,1 +10,2 @@ static int foo_read(struct foo *foo)
 	get(foo);
+	msleep(0);
`

async function mail(id = 'one@example.org'): Promise<Message> {
  const bytes = Buffer.from(text.replace('one@example.org', id))
  return parseMessage({ origin: 'x', bytes, reload: async () => bytes })
}
const message = await mail()

const line: Anchor = {
  kind: 'line',
  path: 'drivers/hwmon/foo.c',
  side: 'new',
  line: 11,
  mailLine: 9,
  quote: '\tmsleep(0);',
}

/** "error c/a 2": severity, rule, patch. */
function comment(words: string, more: Partial<Comment> = {}): Comment {
  const [severity = 'note', id = 'c/a', patch = '1'] = words.split(' ')
  const level: Severity = severity === 'error' || severity === 'warning' ? severity : 'note'
  return lampComment({
    rule: lampRule({ id, title: 'A title', why: '', severity: level }),
    message,
    patch: Number(patch),
    anchor: line,
    text: 'Please do not.',
    ...more,
  })
}

describe('a budget of comments', () => {
  const check = (given: readonly string[], budget: number, said: string, left: string): void => {
    const found = withinBudget(
      given.map((words) => comment(words)),
      budget,
    )
    const ids = (all: readonly Comment[]): string => all.map(({ rule }) => rule.id).join(' ')
    expect([ids(found.said), ids(found.left)]).toEqual([said, left])
  }

  test('the gravest are said, in the order of the mail', () => {
    check(['note c/a', 'warning c/b', 'note c/c', 'warning c/d'], 2, 'c/b c/d', 'c/a c/c')
  })
  test('errors are never left out', () => {
    check(['note c/a', 'error c/b', 'error c/c', 'error c/d'], 1, 'c/b c/c c/d', 'c/a')
    check(['note c/a', 'error c/b'], 0, 'c/b', 'c/a')
  })
  test('of equals the rule that is measured is said', () => {
    const nursery = { ...comment('note c/a').rule, maturity: 'nursery' as const }
    const [a, b] = [comment('note c/a', { rule: nursery }), comment('note c/b')]
    expect(withinBudget([a, b], 1)).toEqual({ said: [b], left: [a] })
  })
  test('without a number it is five, or six of six', () => {
    const six = ['c/a', 'c/b', 'c/c', 'c/d', 'c/e', 'c/f'].map((id) => comment(`note ${id}`))
    expect(withinBudget(six, null).left).toEqual([])
    expect(withinBudget([...six, comment('note c/g')], null).left).toHaveLength(2)
    expect(withinBudget(six, 5).left).toHaveLength(1)
  })
  test('mail: the rest is named in one line below the last comment', () => {
    const all = ['error c/a', 'warning c/b', 'note c/c', 'note c/c', 'note c/d'].map((words, i) =>
      comment(words, { text: `Remark ${i}.` }),
    )
    const draft = mailReport(report(all), { from: null, budget: 2 })
    expect(draft).toContain('Remark 0.\n\nRemark 1.\n\n3 more remarks: c/c (2), c/d.\n\n-- \n')
    expect(draft).not.toContain('Remark 2')
    expect(mailReport(report(all), { from: null })).not.toContain('more remark')
  })
  test('github: one more annotation', () => {
    const all = ['note c/a', 'note c/b'].map((words) => comment(words))
    const lines = githubReport(report(all), 1).split('\n')
    expect(lines.filter((row) => row.startsWith('::'))).toEqual([
      expect.stringContaining('title=c/a'),
      '::notice title=more::1 more remark: c/b (on "[PATCH 1/4] hwmon: (foo) Read it")',
    ])
  })
})

describe('the same remark on many patches is one on the series', () => {
  const check = (given: readonly string[], expected: readonly string[]): void => {
    const found = onceForSeries(given.map((words) => comment(words)))
    const shown = found.map(({ patch, text: said, muted }) => `${patch} ${muted ?? said}`)
    expect(shown).toEqual(expected)
  }
  test('on three patches: said on the first', () => {
    check(
      ['note c/a 1', 'note c/a 2', 'note c/a 4'],
      [
        '1 Please do not. Same in patches 2 and 4.',
        '2 the same is said once, on patch 1',
        '4 the same is said once, on patch 1',
      ],
    )
  })
  test('on two patches, and of two rules: said each time', () => {
    check(['note c/a 1', 'note c/a 2'], ['1 Please do not.', '2 Please do not.'])
    check(
      ['note c/a 1', 'note c/b 2', 'note c/a 3'],
      ['1 Please do not.', '2 Please do not.', '3 Please do not.'],
    )
  })
  test('twice on one patch counts once', () => {
    check(
      ['note c/a 1', 'note c/a 1', 'note c/a 2'],
      ['1 Please do not.', '1 Please do not.', '2 Please do not.'],
    )
  })
})

describe('what checkpatch.pl finds', () => {
  const merged = async (printed: string, ours: readonly Comment[] = []) => {
    const cut = patchText(message)
    if (cut === null) throw new Error('no patch')
    const patch = readPatch(message, cut)
    const { above } = checkpatchMail(patch)
    const numbered = printed.replace(/@(\d+)/g, (_, row: string) => String(Number(row) + above))
    const [review] = report(ours).reviews.map((one) => withCheckpatch(one, patch, numbered, above))
    return (review?.comments ?? []).map(
      ({ rule, anchor, text: said, muted }) =>
        `${rule.severity} ${rule.id} ${anchor.kind} ${muted ?? said}`,
    )
  }
  test('becomes comments at its lines, each once', async () => {
    const printed = [
      '-:@9: WARNING:MSLEEP: msleep < 20ms can sleep for up to 20ms; see timers-howto',
      '-:@9: WARNING:MSLEEP: again',
      '-:@2: ERROR:GIT_COMMIT_ID: Please use git commit description style',
      '-:@1: CHECK:X: y',
      '-:@1: WARNING:UNKNOWN_COMMIT_ID: Unknown commit id',
      'total: 1 errors, 2 warnings',
    ].join('\n')
    expect(await merged(printed)).toEqual([
      expect.stringMatching(/^note checkpatch\/X trailer checkpatch: y\.$/),
      'error checkpatch/GIT_COMMIT_ID trailer checkpatch: Please use git commit description style.',
      'warning checkpatch/MSLEEP line checkpatch: msleep < 20ms can sleep for up to 20ms; see timers-howto.',
    ])
  })
  test('where one of ours stands on the line, checkpatch is muted', async () => {
    expect(await merged('-:@9: WARNING:MSLEEP: x', [comment('note c/a')])).toEqual([
      'note c/a line Please do not.',
      'warning checkpatch/MSLEEP line c/a speaks of that line',
    ])
  })
  test('where we hold the opposite, it says so', async () => {
    const asked = "-:@2: WARNING:MISSING_FIXES_TAG: perhaps it also needs a 'Fixes:' tag?"
    const [, said] = await merged(asked, [
      comment('warning stable/not-a-bugfix', { anchor: { kind: 'log', mailLine: null } }),
    ])
    expect(said).toContain('note checkpatch/MISSING_FIXES_TAG')
    expect(said).toContain('tag? We do not think so: the patch reads as no bug fix.')
    expect(await merged(asked)).toEqual([expect.not.stringContaining('We do not think so')])
  })
})

describe('what a human said already is not repeated', () => {
  const remark: Remark = {
    text: 'Is the sleep of 0 needed?',
    mailLine: 12,
    quote: 'get(foo);',
    path: 'drivers/hwmon/foo.c',
    side: 'new',
    line: 10,
    quotedBy: [],
  }
  const followup: Followup = {
    messageId: 'reply@example.org',
    answers: 'one@example.org',
    inReplyTo: 'one@example.org',
    proposes: false,
    from: { name: 'R Viewer', address: 'r@example.org' },
    date: null,
    bot: false,
    trailers: [],
    remarks: [remark],
  }
  const sleepy = comment('note c/no-sleep-of-zero')
  const mutedBy = (said: Partial<Followup>, one: Comment = sleepy): string | null => {
    const reviews = report([one]).reviews.map((review) =>
      withoutAlreadySaid(review, [{ ...followup, ...said }]),
    )
    return reviews[0]?.comments[0]?.muted ?? null
  }
  const by = 'already said by R Viewer in <reply@example.org>'

  test('a remark on the same thing within three lines', () => {
    expect(mutedBy({})).toBe(by)
    expect(mutedBy({ remarks: [{ ...remark, line: 14 }] })).toBe(by)
    expect(mutedBy({ remarks: [{ ...remark, line: 15 }] })).toBeNull()
  })
  test('about something else, elsewhere, or below another patch', () => {
    expect(mutedBy({ remarks: [{ ...remark, text: 'Please check the return value.' }] })).toBeNull()
    expect(mutedBy({ remarks: [{ ...remark, path: 'drivers/hwmon/bar.c' }] })).toBeNull()
    expect(mutedBy({ answers: 'two@example.org' })).toBeNull()
  })
  test('a program, and the author, do not count', () => {
    expect(mutedBy({ bot: true })).toBeNull()
    expect(mutedBy({ from: { name: 'A Developer', address: 'dev@example.org' } })).toBeNull()
  })
  test('anything under the same trailer', () => {
    const value = '0123456789ab ("hwmon: foo")'
    const fixes = comment('note fixes/format', {
      anchor: { kind: 'trailer', key: 'Fixes', value, mailLine: 1 },
    })
    const quote = `Fixes: ${value}`
    const under = { ...remark, text: 'Not a bug.', quote, path: null, side: null, line: null }
    expect(mutedBy({ remarks: [under] }, fixes)).toBe(by)
    expect(mutedBy({ remarks: [{ ...under, quote: 'Signed-off-by: x' }] }, fixes)).toBeNull()
  })
  test('a reviewer without a name is called by the address', () => {
    expect(mutedBy({ from: { name: '', address: 'r@example.org' } })).toBe(
      'already said by r@example.org in <reply@example.org>',
    )
  })
})
