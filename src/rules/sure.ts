import type { Rule } from '../model.ts'
import type { Need } from '../facts/verb.ts'
import { verbNamed } from '../facts/verbs.ts'

/** Ids of the rules that can tell from the mails of a run, and its tree: when such a rule is silent, there is nothing to say. */
export function sureRules(rules: readonly Rule[], hasTree: boolean): ReadonlySet<string> {
  const ids = rules
    .filter(({ clauses }) => clauses.every(({ verb }) => isAtHand(verbNamed(verb)?.needs, hasTree)))
    .map((rule) => rule.id)
  return new Set(ids)
}

function isAtHand(needs: Need | undefined, hasTree: boolean): boolean {
  return needs === 'mail' || needs === 'series' || (needs === 'tree' && hasTree)
}
