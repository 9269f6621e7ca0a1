import type { Clause, Rule } from '../model.ts'
import type { Need } from '../facts/verb.ts'
import { KINDS, verbNamed } from '../facts/verbs.ts'

/** What a rule must have besides the mail before it can speak: what the verbs of its clauses need. */
export function needsOf({ clauses }: Pick<Rule, 'clauses'>): ReadonlySet<Need> {
  return new Set(clauses.map(needOf))
}

function needOf({ verb, object }: Clause): Need {
  const known = verbNamed(verb)
  const name = object.kind === 'word' ? object.text : ''
  const kind = known?.name === 'is-a' ? KINDS.find((one) => one.name === name) : undefined
  return kind?.needs ?? known?.needs ?? 'mail'
}
