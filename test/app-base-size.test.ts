import { expect, test } from 'vitest'
import { tooLarge, weightOf } from '../src/app/base-size.ts'
import { configOn } from './fake-github/config.ts'
import { pullRequestOnGitHub } from './fake-github/pull-request.ts'

const hub = pullRequestOnGitHub()
const { opened } = configOn(hub)

const MIB = 1024 * 1024
const rule = (bytes: number) => ({ path: 'ours/lamp/x.md', text: 'x'.repeat(bytes) })
const table = (bytes: number) => ({ path: 'ours/tables/x.tsv', text: 'x'.repeat(bytes) })

test('rule folders of one config, together', () => {
  expect(tooLarge([[rule(2 * MIB)], [rule(2 * MIB)]])).toBe(null)
  expect(tooLarge([[rule(2 * MIB)], [rule(2 * MIB), rule(1)]])).toContain('larger than 4 MiB')
  expect(tooLarge([[table(MIB / 4)], [table(MIB / 4)]])).toBe(null)
  expect(tooLarge([[table(MIB / 4)], [table(MIB / 4 + 1)]])).toContain('larger than 512 KiB')
})

test('tables weigh most, and the largest config can still be kept', () => {
  expect(weightOf([[table(1000)]], '') - weightOf([[]], '')).toBe(50_000)
  const largest = [[table(MIB / 2), rule(3.5 * MIB)]]
  expect(weightOf(largest, 'x'.repeat(4 * MIB))).toBeLessThan(64 * MIB)
})

test('a check run says it', async () => {
  const { run } = await opened({
    '.lorelint.yml': 'rule-folders: [ours]\n',
    'ours/tables/t.tsv': 'a\tb\n'.repeat(150_000),
  })
  expect(run?.conclusion).toBe('action_required')
  expect(run?.summary).toContain('together their tables are larger than 512 KiB')
})
