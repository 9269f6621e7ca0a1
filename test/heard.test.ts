import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build, lorelint } from './built-cli.ts'
import { ARCHIVE, mboxOf } from './measure-mails.ts'

// What a human said in the thread is not said again, whatever rules are asked and whether there was a version before.
const folder = mkdtempSync(join(tmpdir(), 'lorelint-heard-'))
beforeAll(build, 180_000)
afterAll(() => rmSync(folder, { recursive: true }))

const LOG =
  'It was dark.\n\nFixes: 0123456789ab ("lamp: start")\n\nSigned-off-by: alice <alice@example.org>'
const [base] = ARCHIVE
const diff = (base?.body ?? '').slice((base?.body ?? '').indexOf('---\n'))
const patch = {
  id: 'lamp',
  by: 'alice',
  subject: '[PATCH] lamp: light it',
  body: `${LOG}\n${diff}`,
}
const under = (line: string, said: string, by = 'bob') => ({
  id: 'answer',
  by,
  subject: 'Re: [PATCH] lamp: light it',
  body: `${LOG.split('\n')
    .slice(0, LOG.split('\n').indexOf(line) + 1)
    .map((quoted) => `> ${quoted}`.trimEnd())
    .join('\n')}\n\n${said}\n`,
  answers: 'lamp',
})

function ran(...mails: Parameters<typeof mboxOf>[0]): string {
  const file = join(folder, 'thread.mbox')
  writeFileSync(file, mboxOf(mails))
  const { out } = lorelint([file, '--only', 'fixes/format', '--format', 'json'])
  const report: { series: { comments: { muted: string | null }[] }[] } = JSON.parse(out)
  return report.series
    .flatMap(({ comments }) => comments.map(({ muted }) => muted ?? 'said'))
    .join()
}

const FIXES = 'Fixes: 0123456789ab ("lamp: start")'

test.each([
  ['nobody answered', 'said', []],
  [
    'somebody said it under the tag',
    'already said by bob in <answer@example.org>',
    [under(FIXES, 'No line break here.')],
  ],
  ['somebody spoke about the line above', 'said', [under('It was dark.', 'How dark?')]],
  ['the author did', 'said', [under(FIXES, 'I shall move it.', 'alice')]],
] as const)('%s', (_, expected, answers) => {
  expect(ran(patch, ...answers)).toBe(expected)
})
