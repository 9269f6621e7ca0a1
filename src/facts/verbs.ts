import { isEl0Check, handles, isUnreachableFrom } from './kvm-arm64/el0.ts'
import {
  changesForGuests,
  gates,
  givesGuestsCall,
  hidesFromGuests,
  letsUserspaceSet,
  makesLive,
} from './kvm-arm64/guest-verbs.ts'
import { mixesIn } from './split/mixes.ts'
import { isAFix } from './stable/fix.ts'
import { carries, hides } from './text/hides.ts'
import { fact, no, textOfValue, unknown, type Verb, yes } from './verb.ts'

const isA: Verb = {
  name: 'is-a',
  aliases: ['is-an'],
  doc: 'The thing is of that kind. `patch is-a fix`: it repairs something that was broken; no when subject, log and diff speak against it, unknown in between and for device ids, quirks and errata. `$F is-an el0-check`: the function refuses an access from EL0 (it injects an UNDEF unless vcpu_mode_priv()), told from its body or the shipped list.',
  example: 'not patch is-a fix',
  binds: [],
  needs: 'series',
  subjects: ['patch', '$HOLE'],
  objects: ['fix', 'el0-check'],
  from: (subject, object, situation) => {
    const kind = textOfValue(object)
    if (kind === 'el0-check') return isEl0Check(subject, situation)
    return isAFix(situation)
  },
}

const isIn: Verb = {
  name: 'is-in',
  aliases: [],
  doc: 'The text that a hole bound is one of the words of a list.',
  example: '$NAME is-in {el0-checks}',
  binds: [],
  needs: 'mail',
  subjects: ['$HOLE'],
  objects: ['{list}'],
  from: (subject, object) => {
    const text = textOfValue(subject)
    if (text === null || object.kind !== 'list') return unknown('nothing bound')
    return object.list.words.includes(text)
      ? yes(fact(`${text} is in the list`, object.list.file))
      : no(`${text} is not in ${object.list.file}`)
  },
}

/** Every verb, by its name in the rule language. A new one is one line here. */
export const VERBS: readonly Verb[] = [
  isA,
  isIn,
  handles,
  isUnreachableFrom,
  changesForGuests,
  hidesFromGuests,
  givesGuestsCall,
  makesLive,
  gates,
  letsUserspaceSet,
  mixesIn,
  hides,
  carries,
]

export function verbNamed(name: string): Verb | null {
  return VERBS.find((verb) => verb.name === name || verb.aliases.includes(name)) ?? null
}
