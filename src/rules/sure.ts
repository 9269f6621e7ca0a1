import type { Clause, Rule } from '../model.ts'
import type { Need } from '../facts/verb.ts'
import { KINDS, verbNamed } from '../facts/verbs.ts'

/** Ids of the rules that can tell from the mails of a run, and its tree: when such a rule is silent, there is nothing to say. */
export function sureRules(rules: readonly Rule[], hasTree: boolean): ReadonlySet<string> {
  const ids = rules
    .filter(({ clauses }) => clauses.every((clause) => isAtHand(needOf(clause), hasTree)))
    .map((rule) => rule.id)
  return new Set(ids)
}

function needOf({ verb, object }: Clause): Need | undefined {
  const known = verbNamed(verb)
  if (known?.name !== 'is-a' || object.kind !== 'word') return known?.needs
  return KINDS.find(({ name }) => name === object.text)?.needs
}

function isAtHand(needs: Need | undefined, hasTree: boolean): boolean {
  return needs === 'mail' || needs === 'series' || (needs === 'tree' && hasTree)
}
