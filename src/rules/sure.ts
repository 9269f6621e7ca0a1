import type { Rule } from '../rulebook.ts'
import type { Need } from '../facts/verb.ts'
import { needOf } from './needs.ts'

/** Ids of the rules that can tell from the mails of a run, and its tree: when such a rule is silent, there is nothing to say. */
export function sureRules(rules: readonly Rule[], hasTree: boolean): ReadonlySet<string> {
  const ids = rules
    .filter(({ clauses }) => clauses.every((clause) => isAtHand(needOf(clause), hasTree)))
    .map((rule) => rule.id)
  return new Set(ids)
}

function isAtHand(needs: Need, hasTree: boolean): boolean {
  return needs === 'mail' || needs === 'series' || (needs === 'tree' && hasTree)
}
