import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build } from '../built-cli.ts'
import { amCases } from './am.ts'
import { commandCases } from './command.ts'
import { type Case, corpus, present } from './corpus.ts'
import { crosspostCases } from './crossposts.ts'
import { groupingCases } from './grouping.ts'
import { mailinfoCases } from './mailinfo.ts'
import { numstatCases } from './numstat.ts'
import { oddityCases } from './oddities.ts'
import { patchworkMailCases } from './patchwork-mail.ts'
import { patchworkSeriesCases } from './patchwork-series.ts'
import { seedCases } from './seed.ts'
import { subjectCases } from './subjects.ts'

/** Read only where the corpus is: vitest refuses a suite without a test, so without it there is none. */
const cases: readonly Case[] = present
  ? [
      ...mailinfoCases(),
      ...numstatCases('git-apply'),
      ...numstatCases('gogitdiff-apply'),
      ...numstatCases('unidiff-apply'),
      ...amCases(),
      ...patchworkMailCases(),
      ...patchworkSeriesCases(),
      ...subjectCases(),
      ...groupingCases(),
      ...oddityCases(),
      ...crosspostCases(),
      ...seedCases(),
      ...commandCases(),
    ]
  : []
const suites = [...new Set(cases.map((c) => c.suite))]
const passed = new Set<Case>()

beforeAll(async () => {
  if (present) await build()
})

test('the corpus is there, or this is no CI', () => {
  const here = present || process.env['CI'] === undefined
  expect(here, `CI must have the corpus at ${corpus}: these oracles did not run`).toBe(true)
})

for (const suite of suites) {
  describe(suite, () => {
    for (const c of cases.filter((one) => one.suite === suite)) {
      test(c.id, async () => {
        await c.check()
        passed.add(c)
      })
    }
  })
}

afterAll(() => {
  if (present) console.log(table())
})

/** `suite | passed | failed`, and a line for all of them. */
function table(): string {
  const rows = [...suites, 'all'].map((suite) => {
    const own = suite === 'all' ? cases : cases.filter((c) => c.suite === suite)
    const good = own.filter((c) => passed.has(c)).length
    return [suite, String(good), String(own.length - good)]
  })
  return [['suite', 'passed', 'failed'], ...rows]
    .map(([suite = '', good = '', bad = '']) =>
      [suite.padEnd(26), good.padStart(6), bad.padStart(6)].join(' | '),
    )
    .join('\n')
}
