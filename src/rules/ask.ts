import type { Clause, Term } from '../model.ts'
import type { Bindings } from '../c/match.ts'
import type { Situation } from '../facts/situation.ts'
import { type Answer, fact, unknown, type Value, yes } from '../facts/verb.ts'
import { verbNamed } from '../facts/verbs.ts'

/** Asks one clause with the holes bound so far. `not` turns yes into no and no into yes; unknown stays unknown. */
export function ask(clause: Clause, bindings: Bindings, situation: Situation): Answer {
  const verb = verbNamed(clause.verb)
  if (verb === null) return unknown(`no verb ${clause.verb}`)
  const answer = verb.from(
    value(clause.subject, bindings, situation),
    value(clause.object, bindings, situation),
    situation,
  )
  if (!clause.negated || answer.kind === 'unknown') return answer
  if (answer.kind === 'no') return yes(fact(answer.said, situation.patch.message.messageId))
  return { kind: 'no', said: answer.solutions[0]?.said ?? '' }
}

function value(term: Term, bindings: Bindings, situation: Situation): Value {
  if (term.kind === 'word') return { kind: 'text', text: term.text }
  if (term.kind === 'hole') {
    const text = bindings[term.name]
    return text === undefined ? { kind: 'free', hole: term.name } : { kind: 'text', text }
  }
  const list = situation.knowledge.lists.get(term.name)
  return list === undefined ? { kind: 'text', text: '' } : { kind: 'list', list }
}
