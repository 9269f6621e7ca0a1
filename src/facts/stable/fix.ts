import type { Situation } from '../situation.ts'
import { type Answer, defineVerb, fact, no, textOfValue, unknown, type Verb, yes } from '../verb.ts'
import { type Reading, verdictOf } from './verdict.ts'

/**
 * Does the patch repair something that was broken? `no` when its own text and diff speak against it (a weighted
 * sum, fitted so that at most 0.25 % of accepted Cc: stable patches are called so) or when a KVM patch opens a new
 * view to guests and says no crash, hang or leak.
 */
export function isAFix(situation: Situation): Answer {
  const { reading, said } = verdictOf(situation)
  if (reading === 'no-fix') return no(said)
  if (reading === 'fix') return yes(fact(said, where(situation)))
  return unknown(said)
}

const READINGS: readonly Reading[] = ['no-fix', 'documentation', 'prerequisite', 'untold']

/** `patch reads-as no-fix`: the one verdict about a patch that is meant for stable, with what it rests on. */
export const readsAs: Verb = defineVerb({
  name: 'reads-as',
  doc: 'How a patch for stable reads by subject, log, diff and the rest of its series: `no-fix`, `documentation`, `prerequisite` of a later patch, or `untold`, when the log names no symptom. Only one of them holds.',
  example: 'patch reads-as prerequisite',
  binds: ['WHY', 'FIX'],
  needs: 'mail',
  subjects: ['patch'],
  objects: READINGS,
  from: (_, object, situation) => {
    const asked = textOfValue(object)
    const { reading, said, why, fix } = verdictOf(situation)
    if (reading === 'open') return unknown(said)
    if (reading !== asked) return no(`it reads as ${reading}: ${said}`)
    const bind = fix === null ? { WHY: why } : { WHY: why, FIX: fix }
    return yes({ bind, said, where: where(situation), places: [] })
  },
})

function where({ patch }: Situation): string {
  return `${patch.message.messageId}: subject, log and diff`
}
