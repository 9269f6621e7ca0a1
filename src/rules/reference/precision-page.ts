import type { Rule } from '../../model.ts'
import { wilson } from '../wilson.ts'
import { GENERATED, table } from './verbs-page.ts'

/** docs/precision.md: how far to trust the rules, from the Measured block of each. */
export function precisionPage(rules: readonly Rule[]): string {
  const speaking = rules.filter((rule) => rule.maturity === 'stable' || rule.always)
  const others = rules.filter((rule) => !speaking.includes(rule) && rule.measured !== null)
  const silent = rules.length - speaking.length - others.length
  const parts = [
    '# How far to trust lorelint',
    GENERATED,
    `${rules.length} rules; ${speaking.length} speak by default. The figures come from replaying real archives with ` +
      '`lorelint measure`: on how many patches a rule spoke, and how many of its findings were right when ' +
      'somebody read them with the mail. *Arguable* findings count against a rule. The interval is Wilson’s at ' +
      '95 %: with few findings it is wide, and that is meant.',
    'A rule is stable with 0.9 (errors, warnings) or 0.75 (notes) of at least thirty judged findings, or of all ' +
      'there are. The readers were developers of this project, not the maintainers of these lists; rules were ' +
      'narrowed on findings of the same archives, so that on lists nobody has read the figures will be lower. ' +
      'What humans say about a patch (labels) is a floor for what is worth saying: maintainers mend much without ' +
      'a word. [measure.md](measure.md) defines every figure; judge for yourself with `--sample`.',
    '## Rules that speak by default',
    figures(speaking),
    '## Nursery rules with figures',
    figures(others),
    `${silent} more nursery rules have no figures yet.`,
  ]
  return `${parts.join('\n\n')}\n`
}

function figures(rules: readonly Rule[]): string {
  return table(
    ['rule', 'severity', 'patches', 'fires per 1,000', 'judged', 'right', 'precision (95 %)'],
    rules.map((rule) => [`[${rule.id}](rules/${rule.id}.md)`, rule.severity, ...cellsOf(rule)]),
  )
}

function cellsOf({ measured }: Rule): readonly string[] {
  if (measured === null) return ['-', '-', '-', '-', 'not measured']
  const patches = measured.rows.reduce((sum, row) => sum + row.patches, 0)
  const fires = measured.rows.reduce((sum, row) => sum + row.fires, 0)
  const { judged, right } = measured
  const { low, high } = wilson(right, judged)
  const rate = patches === 0 ? '-' : ((1000 * fires) / patches).toFixed(2)
  const precision =
    low === null || high === null
      ? 'none judged'
      : `${(right / judged).toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`
  return [String(patches), rate, String(judged), String(right), precision]
}
