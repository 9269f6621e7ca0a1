import { describe, expect, test } from 'vitest'
import type { RawMail } from '../src/model.ts'
import { lint } from '../src/lint.ts'
import { mailReport } from '../src/report/mail.ts'
import { saidOnce } from '../src/review/once.ts'
import { onceForPatch } from '../src/review/once-in-patch.ts'
import { shipped } from './shipped.ts'

const set = shipped()

const ADDED = '\tdev_dbg(lamp->dev, "%s: on\\n", __func__);'

/** A patch of one hunk in each file, at line 10, whose added lines are those given. */
function patch(subject: string, id: string, files: Readonly<Record<string, readonly string[]>>) {
  const diff = Object.entries(files).flatMap(([path, lines]) => [
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -10,1 +10,${lines.length + 1} @@ static int lamp_start(struct lamp *lamp)`,
    ' {',
    ...lines.map((line) => `+${line}`),
  ])
  const head = ['From: A Developer <dev@example.org>', `Message-ID: <${id}@example.org>`]
  const parent = id === 'm1' ? [] : ['In-Reply-To: <m1@example.org>']
  const log = ['', 'It is dark.', '', 'Signed-off-by: A Developer <dev@example.org>', '---']
  return [...head, ...parent, `Subject: ${subject}`, ...log, ...diff, ''].join('\n')
}

async function* mails(texts: readonly string[]): AsyncGenerator<RawMail, void, void> {
  for (const text of texts) {
    const bytes = Buffer.from(text)
    yield await Promise.resolve({ origin: 'test', bytes, reload: async () => bytes })
  }
}

async function wholeOf(texts: readonly string[]) {
  return lint(mails(texts), {
    tool: { name: 'lorelint', version: '' },
    set,
    only: ['code/func-in-debug-message'],
  })
}

async function reportOf(texts: readonly string[]) {
  return saidOnce(await wholeOf(texts))
}

describe('the same remark on many lines of a patch is one remark', () => {
  const SAYS =
    'Please drop __func__: dynamic debug puts the name of the function before dev_dbg() when it is asked to.'
  const check = (
    name: string,
    files: Readonly<Record<string, readonly string[]>>,
    expected: readonly string[],
  ): void =>
    test(name, async () => {
      const { reviews } = await reportOf([patch('[PATCH] lamp: Tell', 'm1', files)])
      const shown = reviews.flatMap(({ comments }) =>
        comments.map(({ text, muted }) => muted ?? text.replace(SAYS, 'Drop.')),
      )
      expect(shown).toEqual(expected)
    })

  check('two are said', { 'drivers/lamp/a.c': [ADDED, '\tgo();', ADDED] }, ['Drop.', 'Drop.'])
  check('three', { 'drivers/lamp/a.c': [ADDED, '\tgo();', ADDED, ADDED] }, [
    'Drop. Same in lines 13 and 14.',
    'the same is said once, on drivers/lamp/a.c:11',
    'the same is said once, on drivers/lamp/a.c:11',
  ])
  check(
    'other words',
    { 'drivers/lamp/a.c': [ADDED, ADDED, '\tpr_debug("%s: on\\n", __func__);'] },
    [
      'Drop.',
      'Drop.',
      'Please drop __func__: dynamic debug puts the name of the function before pr_debug() when it is asked to.',
    ],
  )
  check(
    'in two files',
    { 'drivers/lamp/a.c': [ADDED, ADDED], 'drivers/lamp/b.c': ['\tgo();', ADDED] },
    [
      'Drop. Same in line 12 and drivers/lamp/b.c:12.',
      'the same is said once, on drivers/lamp/a.c:11',
      'the same is said once, on drivers/lamp/a.c:11',
    ],
  )
  test('errors are said each time', async () => {
    const texts = [patch('[PATCH] lamp: x', 'm1', { 'drivers/a.c': [ADDED, ADDED, ADDED] })]
    const { reviews, ...whole } = await wholeOf(texts)
    const comments = (reviews[0]?.comments ?? []).map((comment) => ({
      ...comment,
      rule: { ...comment.rule, severity: 'error' as const },
    }))
    const report = { ...whole, reviews: reviews.map((review) => ({ ...review, comments })) }
    expect(saidOnce(report)).toEqual(report)
    expect(comments).toHaveLength(3)
  })
  test('where a reviewer cut the path away, the line alone is named', async () => {
    const texts = [patch('[PATCH] lamp: x', 'm1', { 'drivers/a.c': [ADDED, ADDED, ADDED] })]
    const { reviews } = await wholeOf(texts)
    const comments = (reviews[0]?.comments ?? []).map(({ anchor, ...comment }) => ({
      ...comment,
      anchor: anchor.kind === 'line' ? { ...anchor, path: null } : anchor,
    }))
    const once = 'the same is said once, on line 11'
    expect(onceForPatch(comments).map(({ muted }) => muted)).toEqual([null, once, once])
  })
  test('of very many, eight are named', async () => {
    const many = Array.from({ length: 14 }, () => ADDED)
    const { reviews } = await reportOf([patch('[PATCH] lamp: x', 'm1', { 'drivers/a.c': many })])
    expect(reviews[0]?.comments[0]?.text.slice(SAYS.length)).toBe(
      ' Same in lines 12, 13, 14, 15, 16, 17, 18, 19 and 5 more.',
    )
  })
  test('in a mail it stands once', async () => {
    const report = await reportOf([
      patch('[PATCH] lamp: Tell', 'm1', { 'drivers/lamp/a.c': [ADDED, ADDED, ADDED] }),
    ])
    const text = mailReport(report, { from: null }).replaceAll(/\s+/g, ' ')
    expect(text.split('Please drop')).toHaveLength(2)
    expect(text).toContain('Same in lines 12 and 13.')
  })
  test('lines first, then patches', async () => {
    const texts = ['m1', 'm2', 'm3'].map((id, i) =>
      patch(`[PATCH ${i + 1}/3] lamp: Tell ${id}`, id, {
        [`drivers/${id}.c`]: [ADDED, ADDED, ADDED],
      }),
    )
    const { reviews } = await reportOf(texts)
    const said = reviews.flatMap(({ comments }) => comments.filter(({ muted }) => muted === null))
    expect(said.map(({ text }) => text.slice(SAYS.length))).toEqual([
      ' Same in lines 12 and 13. Same in patches 2 and 3.',
    ])
  })
})
