import { describe, expect, test } from 'vitest'
import { readPatch } from '../src/diff/patch.ts'
import { parseMessage } from '../src/mail/message.ts'
import { patchText } from '../src/mail/patch-text.ts'
import type { Patch } from '../src/model.ts'
import { rangeDiff } from '../src/series/range-diff.ts'

/** "id title: line line" adds the lines to a file; each stands for a line of code. */
async function patchesOf(lines: readonly string[]): Promise<readonly Patch[]> {
  return Promise.all(
    lines.map(async (line) => {
      const [, id = '', title = '', words = ''] = /^(\S+) (.*?): (.*)$/.exec(line) ?? []
      const added = words.split(' ').map((w) => `+\tcall_${w}(dev);\n`)
      const diff = `diff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n@@ -1,1 +1,${added.length + 1} @@\n a\n`
      const mail = `Message-ID: <${id}>\nSubject: [PATCH] ${title}\n\nlog\n---\n${diff}${added.join('')}`
      const bytes = Buffer.from(mail)
      const message = await parseMessage({ origin: id, bytes, reload: async () => bytes })
      const text = patchText(message)
      if (text === null) throw new Error(`no patch: ${line}`)
      return readPatch(message, text)
    }),
  )
}

/** A patch is "id how old old" with "!" when it moved; what is dropped stands last. */
function check(
  name: string,
  before: readonly string[],
  now: readonly string[],
  expected: readonly string[],
) {
  test(name, async () => {
    const diff = rangeDiff(await patchesOf(now), await patchesOf(before), 'old', 'title')
    const shown = diff.patches.map((p) =>
      [p.messageId, p.how, ...p.from].join(' ').concat(p.moved ? '!' : ''),
    )
    expect([...shown, ...diff.dropped.map((id) => `dropped ${id}`)]).toEqual(expected)
  })
}

describe('patches of two revisions', () => {
  check(
    'unchanged, changed, new and dropped',
    ['a A: a1 a2', 'b B: b1 b2', 'c C: c1 c2'],
    ['p A: a1 a2', 'q B: b1 b3', 'r D: d1 d2'],
    ['p same a', 'q changed b', 'r new', 'dropped c'],
  )
  check('renamed without a change', ['a A: a1 a2'], ['p Z: a1 a2'], ['p same a'])
  check(
    'renamed and changed',
    ['a A: a1 a2 a3 a4', 'b B: b1 b2 b3'],
    ['p Z: a1 a2 a3 a9'],
    ['p changed a', 'dropped b'],
  )
  check(
    'the patch-id counts before the title',
    ['a A: a1', 'b B: b1'],
    ['p A: b1', 'q B: a1'],
    ['p same b!', 'q same a'],
  )
  check(
    'split in two',
    ['a A: a1 a2 a3 a4 a5 a6 a7'],
    ['p A: a1 a2 a3 a4', 'q Second half: a5 a6 a7'],
    ['p split a', 'q split a'],
  )
  check(
    'new code next to a changed patch is no split',
    ['a A: a1 a2 a3 a4'],
    ['p A: a1 a2 a3', 'q Z: z1 z2 z3'],
    ['p changed a', 'q new'],
  )
  check('merged', ['a A: a1 a2 a3', 'b B: b1 b2 b3'], ['p A: a1 a2 a3 b1 b2 b3'], ['p merged a b'])
  check(
    'only what moved is marked',
    ['a A: a1', 'b B: b1', 'c C: c1', 'd D: d1'],
    ['s D: d1', 'p A: a1', 'q B: b1', 'r C: c1'],
    ['s same d!', 'p same a', 'q same b', 'r same c'],
  )
  check(
    'titles that come twice',
    ['a A: a1', 'b A: b1'],
    ['p A: a1', 'q A: b1'],
    ['p same a', 'q same b'],
  )
})

test('a series of a thousand patches that share their lines takes a moment', async () => {
  const lines = Array.from({ length: 1000 }, (_, i) => `m${i} T${i}: same other third own${i}`)
  const before = await patchesOf(lines)
  const now = await patchesOf(lines.map((l) => l.replace(/ T/, ' U').concat(' more')))
  const started = performance.now()
  expect(rangeDiff(now, before, 'old', 'title').patches).toHaveLength(1000)
  expect(performance.now() - started).toBeLessThan(3000)
})
