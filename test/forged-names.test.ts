import { expect, test } from 'vitest'
import { firstPass } from '../src/first-pass.ts'
import { lint } from '../src/index.ts'
import { LIMITS } from '../src/limits.ts'
import { shipped } from './shipped.ts'

const set = shipped()

function mail(id: string, title: string, log: string): Buffer {
  return Buffer.from(
    `From: A Developer <dev@example.org>\nMessage-ID: <${id}>\nSubject: [PATCH] ${title}\n\n${log}\n---\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1 +1,2 @@\n int a;\n+int ${title.at(-1)};\n`,
  )
}

async function* mailsOf(all: readonly Buffer[]) {
  for (const bytes of all)
    yield await Promise.resolve({ origin: 'x', bytes, reload: async () => bytes })
}

async function titles(all: readonly Buffer[]): Promise<readonly string[]> {
  const tool = { name: 'lorelint', version: '' }
  const { reviews } = await lint(mailsOf(all), { tool, set, tree: null })
  return reviews.map(({ series }) => series.subject)
}

test('a patch cannot be named like one that is judged before', async () => {
  const [a, c] = [mail('x@y', 'lamp: a', 'On.'), mail('x@y', 'lamp: c', 'Off.')]
  const { ids } = await firstPass(mailsOf([a, c]), {
    limits: LIMITS,
    onMail: () => undefined,
    breathe: async () => Promise.resolve(),
  })
  const [made = ''] = ids.keys()
  expect(made).toMatch(/^x@y#/)
  for (const all of [
    [a, mail(made, 'lamp: b', 'Dim.'), c],
    [a, c, mail(made, 'lamp: b', 'Dim.')],
  ])
    expect((await titles(all)).toSorted()).toEqual(['lamp: a', 'lamp: b', 'lamp: c'])
})
