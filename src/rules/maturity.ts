import type { Rule } from '../rulebook.ts'
import { archiveName } from './together.ts'

/** Right findings of those judged that make a rule stable: a wrong error costs more than a wrong note. */
const FLOOR = { error: 0.9, warning: 0.9, note: 0.75 } as const

/** Findings that are to be judged, where there are so many. */
const ENOUGH = 30

/** Why a rule that calls itself stable is not, each with what to do; nothing for a nursery rule. */
export function maturityErrors(rule: Rule): readonly string[] {
  if (rule.maturity !== 'stable') return []
  const { measured, id, severity } = rule
  const orNursery = 'or say "maturity: nursery"'
  if (measured === null)
    return [
      `maturity is "stable", but there is no "## Measured" block; run "lorelint measure ARCHIVE --rules DIR --only ${id} --write" and judge what it finds (docs/measure.md), ${orNursery}`,
    ]
  const { judged, right } = measured
  const fires = measured.rows.reduce((sum, row) => sum + row.fires, 0)
  const wanted = Math.min(ENOUGH, fires)
  if (judged === 0)
    return [
      `maturity is "stable", but no finding was judged; judge a sample (lorelint measure --sample 30 --sheet FILE), ${orNursery}`,
    ]
  const errors: string[] = []
  const older = measuredBefore(rule)
  if (older.length > 0)
    errors.push(
      `maturity is "stable", but the figures of ${older.join(', ')} are of another text of its match or of its keys "files" and "scope"; measure again (lorelint measure ARCHIVE... --only ${id} --write), ${orNursery}`,
    )
  if (judged < wanted)
    errors.push(
      `maturity is "stable", but only ${judged} of ${fires} findings were judged; judge ${wanted} of them, ${orNursery}`,
    )
  const floor = FLOOR[severity]
  if (right / judged < floor)
    errors.push(
      `maturity is "stable", but ${right} of ${judged} judged findings are right (${(right / judged).toFixed(2)}); ${severity === 'note' ? 'a note' : `an ${severity}`.replace('an w', 'a w')} needs ${floor}: mend the rule, ${orNursery}`,
    )
  return errors
}

/** The archives whose figures are of another text of this rule: "kvmarm". */
export function measuredBefore({ measured, ruleText }: Rule): readonly string[] {
  return (measured?.rows ?? [])
    .filter(({ more }) => more !== null && more.ruleText !== ruleText)
    .map(({ archive }) => archiveName(archive))
}
