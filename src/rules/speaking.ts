import { createHash } from 'node:crypto'
import type { Rule } from '../rulebook.ts'

/** Whether a rule speaks when nobody asks for nursery rules. */
export function speaksByDefault({ maturity, always }: Pick<Rule, 'maturity' | 'always'>): boolean {
  return maturity === 'stable' || always
}

/** A short hash of the rules that speak by default and of their texts: what they say together holds for these. */
export function speakingText(rules: readonly Rule[]): string {
  const texts = rules.filter(speaksByDefault).map(({ id, ruleText }) => `${id} ${ruleText}`)
  return createHash('sha256').update(texts.toSorted().join('\n')).digest('hex').slice(0, 8)
}
