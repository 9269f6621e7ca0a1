import { expect } from 'vitest'
import { type Case, indexed } from './corpus.ts'
import { agreesWithGit, type Checks, type Listed, readOdd } from './oddity.ts'
import { diffChecks } from './oddities-diff.ts'
import { doubleChecks } from './oddities-double.ts'
import { flowChecks } from './oddities-flow.ts'
import { headChecks } from './oddities-head.ts'
import { kindChecks } from './oddities-kind.ts'
import { seriesChecks } from './oddities-series.ts'
import { tagChecks } from './oddities-tags.ts'
import { textChecks } from './oddities-text.ts'

/** What the `right` of each class asks for, in checks. */
const CHECKS: Checks = {
  ...textChecks,
  ...flowChecks,
  ...kindChecks,
  ...diffChecks,
  ...headChecks,
  ...seriesChecks,
  ...tagChecks,
  ...doubleChecks,
}

/** One real mail of each odd class; a class that nothing checks fails. */
export function oddityCases(): readonly Case[] {
  const classes: readonly Listed[] = indexed('oddities')
  return classes.map((listed) => ({
    suite: 'oddities',
    id: listed.class,
    check: async () => {
      const checks = CHECKS[listed.class] ?? []
      expect(checks.length, `nothing checks this class: ${listed.right}`).toBeGreaterThan(0)
      const odd = await readOdd(listed)
      for (const check of [agreesWithGit, ...checks]) await check(odd)
    },
  }))
}
