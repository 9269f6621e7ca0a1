import { describe, expect, test } from 'vitest'
import { lint } from '../src/index.ts'
import { shipped } from './shipped.ts'

const set = shipped()

/** What is said of a new file with `others` calls that no list holds in front of `listed` ones that one does. */
async function said(others: number, listed: number): Promise<readonly [number, readonly string[]]> {
  const calls = [
    ...Array.from({ length: others }, () => '+\tlamp_off(lamp);'),
    ...Array.from({ length: listed }, () => '+\tBUG_ON(lamp->off);'),
  ]
  const diff = [
    'diff --git a/drivers/lamp.c b/drivers/lamp.c',
    '--- a/drivers/lamp.c',
    '+++ b/drivers/lamp.c',
    `@@ -10,3 +10,${calls.length + 3} @@ static void lamp_loop(struct lamp *lamp)`,
    ' {',
    ' \tlamp_on(lamp);',
    ...calls,
    ' }',
  ]
  const bytes = Buffer.from(
    `From: A <a@example.org>\nSubject: [PATCH] lamp: on\n\nIt is off.\n---\n${diff.join('\n')}\n`,
  )
  async function* mails() {
    yield await Promise.resolve({ origin: 'test', bytes, reload: async () => bytes })
  }
  const tool = { name: 'lorelint', version: '' }
  const report = await lint(mails(), { tool, set, tree: null, only: ['code/no-new-bug-on'] })
  return [
    report.reviews.flatMap(({ comments }) => comments).length,
    report.reviews.flatMap(({ problems }) => problems.map(({ code }) => code)),
  ]
}

describe('a large patch has more places than are followed up', () => {
  test('what a list leaves out is not among them', async () => {
    expect(await said(800, 2)).toEqual([2, []])
  })
  test('what it leaves is cut, and told', async () => {
    expect(await said(800, 120)).toEqual([100, ['too-many-places']])
  })
  test('a patch of nothing else is cut, and told', async () => {
    expect(await said(12_000, 2)).toEqual([0, ['too-many-places']])
  })
})
