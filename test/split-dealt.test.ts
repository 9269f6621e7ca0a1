import fc from 'fast-check'
import { describe, test, vi } from 'vitest'
import type { SplitPlan } from '../src/facts/split/plan.ts'
import type { DiffLine, Patch } from '../src/model.ts'
import { splitMails } from '../src/report/split-mails.ts'
import { expectWhole, patchOf, read, repository } from './split-repository.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

describe('however the changes are dealt out, the parts give the whole', () => {
  // Runs of changed lines are dealt out as a number says; git am is the judge.
  const dealt = (patch: Patch, deal: readonly number[], of: number): SplitPlan => {
    const part = new Map<DiffLine, number>()
    let run = 0
    for (const { hunks } of patch.files)
      for (const { lines } of hunks)
        for (const [i, line] of lines.entries()) {
          if (line.sign === ' ') continue
          if (i > 0 && lines[i - 1]?.sign === ' ') run++
          part.set(line, (deal[run % deal.length] ?? 0) % of)
        }
    const parts = Array.from({ length: of }, (_, i) => ({
      subject: `part ${i}`,
      said: null,
      main: i === 0,
      places: [],
    }))
    return { parts, partOf: (_, line) => part.get(line) ?? 0, wholeIn: () => 0 }
  }

  test('random edits of a file, random parts', async () => {
    const line = fc.constantFrom('a', 'b', 'c', '', '\tx = 1;', '}', 'same')
    const edit = fc.record({
      at: fc.nat(60),
      drop: fc.nat(3),
      add: fc.array(line, { maxLength: 3 }),
    })
    const cases = fc.record({
      rows: fc.array(line, { minLength: 5, maxLength: 60 }),
      edits: fc.array(edit, { minLength: 1, maxLength: 6 }),
      deal: fc.array(fc.nat(2), { minLength: 1, maxLength: 9 }),
      feed: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, edits, deal, feed }) => {
        const before = rows.map((row, i) => `${row} ${i % 7}`)
        const after = [...before]
        for (const { at, drop, add } of edits) after.splice(at % after.length, drop, ...add)
        const end = feed ? '\n' : ''
        if (after.length === 0 || after.join('\n') === before.join('\n')) return
        const dir = repository({ 'x.txt': `${before.join('\n')}\n` })
        const { mail, tree } = patchOf(dir, { 'x.txt': after.join('\n') + end })
        const patch = await read(mail)
        const used = new Set(deal.map((part) => part % 3))
        const order = [...used].toSorted((a, b) => a - b)
        const plan = dealt(
          patch,
          deal.map((part) => order.indexOf(part % 3)),
          order.length,
        )
        const mails = splitMails(patch, plan, 'lorelint 0').filter(({ text }) =>
          text.includes('\n@@ '),
        )
        await expectWhole(dir, patch, mails, tree)
      }),
      { numRuns: 40, seed: 7 },
    )
  })
})
