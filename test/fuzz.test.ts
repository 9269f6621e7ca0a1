import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { brokenClaims } from './mutants/claims.ts'
import { cpuMs, openLinter } from './mutants/linter.ts'
import { mutant } from './mutants/mutate.ts'
import { seedMails } from './mutants/seeds.ts'

// Mutated mails through the whole of lint and parse. Any text gives a report, soon, and never a false pass.
// A failure names its mutant; node bench/fuzz.js 1 SEED INDEX writes it to a file and judges it alone.

const SEED = 20_261_122
const COUNT = 20_000

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const seeds = seedMails(path('../mbox-fixtures'))

test(`${COUNT} mutants`, async () => {
  const lint = await openLinter(path('../rules'))
  const started = cpuMs()
  const failures: string[] = []
  const codes = new Set<number>()
  for (let index = 0; index < COUNT; index++) {
    for (const failure of await failuresOf(index)) failures.push(`seed ${SEED} ${failure}`)
  }
  async function failuresOf(index: number): Promise<readonly string[]> {
    const named = (what: string): string => `index ${index}: ${what}`
    try {
      const bytes = mutant(seeds, SEED, index)
      const outcome = await lint(bytes, index % 4 < 2 ? 'auto' : 'always')
      codes.add(outcome.code)
      const slow = outcome.ms > 1000 ? [`it took ${Math.round(outcome.ms)} ms`] : []
      return [...brokenClaims(outcome), ...slow].map(named)
    } catch (error) {
      return [named(error instanceof Error ? (error.stack ?? error.message) : String(error))]
    }
  }
  expect(failures.slice(0, 10)).toEqual([])
  // Mutants that all end alike were not worth making.
  expect([...codes].toSorted((a, b) => a - b)).toEqual([0, 1, 2])
  // Some 4 ms each with the sixty rules that speak; twice that would be news. A slow one is named above.
  expect(cpuMs() - started).toBeLessThan(160_000)
}, 600_000) // The processor's time is what counts; the machine may be busy with other things.

test('the same seed and index give the same mutant', () => {
  const some = [0, 1, 99].map((index) => Buffer.from(mutant(seeds, 7, index)).toString('base64'))
  const again = [0, 1, 99].map((index) => Buffer.from(mutant(seeds, 7, index)).toString('base64'))
  expect(again).toEqual(some)
  expect(new Set(some).size).toBe(3)
})
