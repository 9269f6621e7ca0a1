import type { Clause, Rule } from '../rulebook.ts'
import type { Need } from '../facts/verb.ts'
import { KINDS, verbNamed } from '../facts/verbs.ts'

/** What the clauses of a rule ask with and for. */
export interface RuleNeeds {
  /** Verbs in the order of the clauses, `is-a` with its kind: "is-a el0-check". */
  readonly verbs: readonly string[]
  /** What must be at hand for all of them to answer, from the mail alone to the history of a tree. */
  readonly needs: readonly Need[]
}

/** Everything a verb may need, least first. */
const NEEDS: readonly Need[] = ['mail', 'series', 'previous', 'tree', 'history']

/** What a rule needs: what its clauses' verbs need, and for `is-a` its kind. Heads and patterns need the mail. */
export function needsOf(rule: Pick<Rule, 'clauses'>): RuleNeeds {
  const asked = new Set<Need>(['mail', ...rule.clauses.map(needOf)])
  return {
    verbs: [...new Set(rule.clauses.map(verbOf))],
    needs: NEEDS.filter((need) => asked.has(need)),
  }
}

function kindOf({ verb, object }: Clause) {
  if (verb !== 'is-a' || object.kind !== 'word') return undefined
  return KINDS.find((kind) => kind.name === object.text)
}

/** What the verb of a clause needs; for `is-a` what its kind does. */
export function needOf(clause: Clause): Need {
  return kindOf(clause)?.needs ?? verbNamed(clause.verb)?.needs ?? 'mail'
}

function verbOf(clause: Clause): string {
  const kind = kindOf(clause)
  return kind === undefined ? clause.verb : `${clause.verb} ${kind.name}`
}

/** What a run had at hand. */
interface AtHand {
  readonly tree: boolean
  /** Some series of the input has its previous revision in the input. */
  readonly previous: boolean
}

/**
 * One sentence per thing that was not at hand, with the rules that had to stay silent for want of it:
 * "silent without --tree: kvm-arm64/x (is-a undocumented)".
 */
export function silentFor(rules: readonly Rule[], had: AtHand): readonly string[] {
  const wanting: readonly (readonly [string, readonly Need[]])[] = [
    ['silent without --tree', had.tree ? [] : ['tree', 'history']],
    [
      'silent because no series of the input has a previous version in it',
      had.previous ? [] : ['previous'],
    ],
  ]
  return wanting.flatMap(([what, missing]) => {
    const silent = rules.flatMap((rule) => {
      const verbs = rule.clauses.filter((clause) => missing.includes(needOf(clause))).map(verbOf)
      return verbs.length === 0 ? [] : [`${rule.id} (${[...new Set(verbs)].join(', ')})`]
    })
    return silent.length === 0 ? [] : [`${what}: ${silent.join(', ')}`]
  })
}
