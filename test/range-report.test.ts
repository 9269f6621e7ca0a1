import { expect, test } from 'vitest'
import type { Report } from '../src/model.ts'
import { githubReport } from '../src/report/github.ts'
import { lint } from '../src/index.ts'
import { saidOnce } from '../src/review/once.ts'
import { textReport } from '../src/report/text.ts'
import { shipped } from './shipped.ts'

const set = shipped()

/** Commits without a log, one by each author, as git format-patch writes them; reviewed and printed. */
async function reviewed(authors: readonly string[], code: string): Promise<Report> {
  async function* mails() {
    for (const [at, author] of authors.entries()) {
      const text = [
        `From ${String(at + 1).padStart(40, '0')} Mon Sep 17 00:00:00 2001`,
        `From: ${author} <${author}@example.org>`,
        `Date: Tue, 1 Jan ${2019 + at} 10:00:00 +0000`,
        `Subject: [PATCH ${at + 1}/${authors.length}] lamp: step ${at + 1}`,
        '',
        `Signed-off-by: ${author} <${author}@example.org>`,
        '---',
        'diff --git a/lamp.c b/lamp.c',
        '--- a/lamp.c',
        '+++ b/lamp.c',
        '@@ -1 +1,2 @@',
        ' int a;',
        `+${code}`,
        '',
      ].join('\n')
      const bytes = Buffer.from(text)
      yield await Promise.resolve({ origin: 'x', bytes, reload: async () => bytes })
    }
  }
  const tool = { name: 'lorelint', version: '' }
  return saidOnce(await lint(mails(), { tool, set, tree: null, only: ['message/empty'] }))
}

async function printed(authors: readonly string[], code: string): Promise<string> {
  return textReport(await reviewed(authors, code), { colour: false, width: 80 })
}

test('what is alike is said once to each author of a range', async () => {
  const text = await printed(['ann', 'bob', 'ann', 'bob', 'ann', 'bob'], 'int b;')
  expect(text).toContain('Same in patches 3 and 5.')
  expect(text).toContain('Same in patches 4 and 6.')
  expect(text).toContain('6 patches: 2 notes (4 muted)')
})

test('a problem of a commit names the commit, not an id that nobody knows', async () => {
  const text = await printed(['ann', 'bob'], 'int b; /* ü */')
  expect(text).toContain('("lamp: step 1" and 1')
  expect(text).not.toContain('no-message-id')
})

test('so does an annotation of its log', async () => {
  const text = githubReport(await reviewed(['ann', 'bob'], 'int b;'))
  expect(text).toContain('log of "[PATCH 2/2] lamp: step 2"')
  expect(text).not.toContain('no-message-id')
})

test('so does a comment on one of many, and of one it need not', async () => {
  expect(await printed(['ann', 'bob'], 'int b;')).toMatch(
    /^log {2}2\/2 {2}note {2}message\/empty\n {4}of "lamp: step 2"\n/m,
  )
  expect(await printed(['ann'], 'int b;')).not.toContain('of "lamp: step')
})
