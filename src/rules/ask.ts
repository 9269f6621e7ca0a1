import type { Clause, Knowledge, Term } from '../rulebook.ts'
import type { Bindings } from '../c/bindings.ts'
import type { Situation } from '../facts/situation.ts'
import { type Answer, fact, unknown, type Value, type Verb, yes } from '../facts/verb.ts'
import { verbNamed } from '../facts/verbs.ts'
import { compileRegex } from './regex.ts'

/** A clause whose lists, tables and regexes are looked up already. */
export interface CompiledClause {
  readonly clause: Clause
  readonly verb: Verb | null
  readonly subject: Valuer
  readonly object: Valuer
}

type Valuer = (bindings: Bindings) => Value

export function compileClause(clause: Clause, knowledge: Knowledge): CompiledClause {
  return {
    clause,
    verb: verbNamed(clause.verb),
    subject: valuer(clause.subject, knowledge),
    object: valuer(clause.object, knowledge),
  }
}

/** Asks one clause with the holes bound so far. `not` turns yes into no and no into yes; unknown stays unknown. */
export function ask(
  { clause, verb, subject, object }: CompiledClause,
  bindings: Bindings,
  situation: Situation,
): Answer {
  if (verb === null) return unknown(`no verb ${clause.verb}`)
  const answer = verb.from(subject(bindings), object(bindings), situation)
  if (!clause.negated || answer.kind === 'unknown') return answer
  if (answer.kind === 'no') return yes(fact(answer.said, situation.patch.message.messageId))
  return { kind: 'no', said: answer.solutions[0]?.said ?? '' }
}

function valuer(term: Term, { lists, tables }: Knowledge): Valuer {
  const nothing: Value = { kind: 'text', text: '' }
  switch (term.kind) {
    case 'hole':
      return (bindings) => {
        const text = bindings[term.name]
        return text === undefined ? { kind: 'free', hole: term.name } : { kind: 'text', text }
      }
    case 'list': {
      const list = lists.get(term.name)
      const value: Value = list === undefined ? nothing : { kind: 'list', list }
      return () => value
    }
    case 'table': {
      const table = tables.get(term.name)
      const value: Value =
        table === undefined ? nothing : { kind: 'table', table, column: term.column }
      return () => value
    }
    case 'regex': {
      const regex = compileRegex(term.source, term.flags)
      const find = (text: string): boolean => regex.matcher(text).find()
      const value: Value = { kind: 'regex', source: term.source, find }
      return () => value
    }
    default: {
      // One value for one clause: verbs remember by it.
      const value: Value = { kind: 'text', text: term.text }
      return () => value
    }
  }
}
