import { expect, test } from 'vitest'
import { lint } from '../src/lint.ts'
import { shipped } from './shipped.ts'
import { type LampMail, sent } from './version-mails.ts'

const RULE = 'tags/stale-review'
const reviewer = 'A Reviewer <reviewer@example.org>'
const options = { tool: { name: 'lorelint', version: '' }, only: [RULE], set: shipped() }

/** A patch of so many lines of that name. */
function patch(name: string, lines: number, tags: string, notes: string): string {
  return [
    'Light the lamp when it is found.',
    '',
    tags,
    'Signed-off-by: A Developer <dev@example.org>',
    '---',
    notes,
    'diff --git a/drivers/lamp/core.c b/drivers/lamp/core.c',
    '--- a/drivers/lamp/core.c',
    '+++ b/drivers/lamp/core.c',
    `@@ -10,2 +10,${lines + 2} @@ int lamp_probe(struct lamp *lamp)`,
    ' \tlamp_start(lamp);',
    ...Array.from({ length: lines }, (_, i) => `+\tlamp_set(lamp, LAMP_${name}${i});`),
    ' \treturn 0;',
    '',
  ].join('\n')
}

async function said(lines: number, notes: string): Promise<number> {
  const subject = 'lamp: light it when found'
  const mails: readonly LampMail[] = [
    { id: 'v1@example.org', subject: `[PATCH] ${subject}`, body: patch('OLD', lines, '', '') },
    {
      id: 're1@example.org',
      from: reviewer,
      day: 2,
      answers: 'v1@example.org',
      subject: `Re: [PATCH] ${subject}`,
      body: `Looks right to me.\n\nReviewed-by: ${reviewer}\n`,
    },
    {
      id: 'v2@example.org',
      day: 8,
      subject: `[PATCH v2] ${subject}`,
      body: patch('NEW', lines, `Reviewed-by: ${reviewer}`, notes),
    },
  ]
  const { reviews } = await lint(sent(mails), options)
  return reviews.flatMap(({ comments }) => comments).length
}

test.each([
  ['a screen of others, and nothing is told', 16, '', 1],
  ['a screen of others, and it is told what changed', 16, 'v2: other levels\n', 0],
  ['a hundred others, and it is told what changed', 60, 'v2: other levels\n', 1],
  [
    'a hundred others, and it is told that the tag holds',
    60,
    'v2: other levels, kept the r-b\n',
    0,
  ],
  ['few others', 4, '', 0],
])('%s', async (_name, lines, notes, comments) => {
  expect(await said(lines, notes)).toBe(comments)
})
