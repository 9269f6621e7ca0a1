import { expect, test } from 'vitest'
import { lint } from '../src/index.ts'
import { shipped } from './shipped.ts'

const set = shipped()

/** What is said of a hunk that sets lines further in, beside one that changes another function. */
async function said(count: number, behind: string): Promise<readonly string[]> {
  const moved = Array.from(
    { length: count },
    (_, i) => `-\tlamp_dim(${i});\n+\t\tlamp_dim(${i});\n`,
  )
  const diff = [
    'diff --git a/drivers/lamp.c b/drivers/lamp.c\n--- a/drivers/lamp.c\n+++ b/drivers/lamp.c\n',
    `@@ -10,${count + 2} +10,${count + 2} @@ static void lamp_loop(struct lamp *lamp)\n`,
    ` \tlamp_on(lamp);\n${moved.join('')} ${behind}\n`,
    `@@ -${count + 90},3 +${count + 90},3 @@ static void lamp_stop(struct lamp *lamp)\n`,
    ' \tint ret;\n-\tlamp_off(lamp);\n+\tlamp_kill(lamp);\n }\n',
  ]
  const bytes = Buffer.from(
    `From: A <a@example.org>\nSubject: [PATCH] lamp: kill\n\nIt is on.\n---\n${diff.join('')}`,
  )
  async function* mails() {
    yield await Promise.resolve({ origin: 'test', bytes, reload: async () => bytes })
  }
  const tool = { name: 'lorelint', version: '' }
  const only = ['process/drive-by-whitespace']
  const { reviews } = await lint(mails(), { tool, set, tree: null, only })
  return reviews.flatMap(({ comments, problems }) => [
    ...comments.map(({ rule }) => rule.id),
    ...problems.map(({ code }) => code),
  ])
}

test('the function of each of 20,000 lines is found in time', async () => {
  expect(await said(10_000, '}')).toEqual(['process/drive-by-whitespace'])
})

test('a comment that opens behind them changes nothing', async () => {
  expect(await said(3, '/*')).toEqual(['process/drive-by-whitespace'])
})
