import type { Situation } from '../situation.ts'
import {
  type Answer,
  bindHole,
  defineVerb,
  no,
  textOfValue,
  unknown,
  type Value,
  type Verb,
  yes,
} from '../verb.ts'
import { gateOf, userControlOf } from './gates.ts'
import type { GuestEvent } from './guest-event.ts'
import { guestEvents } from './guest.ts'

export const changesForGuests = eventVerb({
  name: 'changes-for-guests',
  doc: 'The patch shows guests more, or another value, than they read before: a dead table row comes to life (E1), a new row (E2), ID field arithmetic (E3), a value read from host hardware (E4, E8), a trap bit dropped (E5), a mask that hid bits is gone (E7), a uapi name is gone (E10). Lines that only move are no events. One solution per register, on its strongest event.',
  example: 'patch changes-for-guests $REG',
  binds: ['WAS', 'SOURCE'],
  wanted: ({ code, hides }) => !hides && code !== 'E6' && code !== 'E9',
})

export const makesLive = eventVerb({
  name: 'makes-live',
  doc: "The patch gives a register that guests saw as RAZ/WI, RAZ or UNDEF a live handler (evidence E1), on the register's table row.",
  example: 'patch makes-live $REG',
  binds: ['WAS'],
  wanted: ({ code }) => code === 'E1',
})

export const losesAccessors = eventVerb({
  name: 'loses-accessors',
  doc: "The row of an ID register leaves the macro that gave it get_user and set_user (ID_SANITISED and its kin), for a handler without them (evidence E9), on the register's table row.",
  example: 'patch loses-accessors $REG',
  binds: [],
  wanted: ({ code }) => code === 'E9',
})

export const hidesFromGuests = eventVerb({
  name: 'hides-from-guests',
  doc: 'The patch takes away what guests could read: a live table row dies (E1b), ID bits are masked, capped or set to one value (E3), a trap bit is added (E5b), a CPU feature is capped (E12).',
  example: 'patch hides-from-guests $REG',
  binds: [],
  wanted: ({ hides }) => hides,
})

export const givesGuestsCall = eventVerb({
  name: 'gives-guests-call',
  doc: 'The patch adds a hypercall that every guest can make (evidence E6). A service has several calls: the first stands for all.',
  example: 'patch gives-guests-call $CALL',
  binds: [],
  wanted: ({ code }) => code === 'E6',
})

/** A verb that holds for the guest-visible events of one kind, one solution per register. */
function eventVerb(kind: {
  readonly name: string
  readonly doc: string
  readonly example: string
  readonly binds: readonly string[]
  readonly wanted: (event: GuestEvent) => boolean
}): Verb {
  const { wanted, ...named } = kind
  return defineVerb({
    ...named,
    needs: 'series',
    subjects: ['patch'],
    objects: ['$HOLE'],
    from: (_subject, object, situation) =>
      fromEvents(object, guestEvents(situation).filter(wanted)),
  })
}

function fromEvents(object: Value, events: readonly GuestEvent[]): Answer {
  const wanted = textOfValue(object)
  const first = new Map<string, GuestEvent>()
  const said = new Map<string, string[]>()
  const before = new Map<string, string>()
  for (const event of events) {
    const { register } = event
    if (wanted !== null && register !== wanted) continue
    if (!first.has(register)) first.set(register, event)
    if (event.before !== null && !before.has(register)) before.set(register, event.before)
    const line = `${event.code}: ${event.said}`
    const lines = said.get(register)
    if (lines === undefined) said.set(register, [line])
    else if (lines.length < 5 && !lines.includes(line)) lines.push(line)
  }
  if (first.size === 0) return no('nothing a guest reads changes')
  return yes(
    ...[...first.values()].map((event) => ({
      bind: {
        ...bindHole(object, event.register),
        ...(before.has(event.register)
          ? { WAS: event.before ?? before.get(event.register) ?? '' }
          : {}),
        ...(event.source === null ? {} : { SOURCE: event.source }),
      },
      said: (said.get(event.register) ?? []).join('; '),
      where: event.where,
      places: [{ kind: 'line' as const, file: event.file, line: event.line }],
    })),
  )
}

export const gates = defineVerb({
  name: 'gates',
  doc: 'The series puts what it changes behind something userspace asked for (a vCPU feature, a capability, a VM flag). A gate that only the host decides (kvm_has_feat(), a visibility callback) is unknown, and so is a call that is refused while something was not set up.',
  example: 'series gates $REG',
  needs: 'series',
  subjects: ['series'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const gate = gateOf(situation, textOfValue(object) ?? '')
    if (gate === null) return no('no vCPU feature, capability or VM flag in the series')
    if (gate.strength === 'weak') return unknown(`${gate.said} is for the host to decide`)
    return yes({ bind: {}, said: gate.said, where: gate.where, places: [] })
  },
})

export const letsUserspaceSet = defineVerb({
  name: 'lets-userspace-set',
  doc: 'The series gives userspace a way to write the register back: set_user on its row (ID_WRITABLE has it), a set_<register>() function, a firmware register or a control attribute.',
  example: 'series lets-userspace-set $REG',
  needs: 'series',
  subjects: ['series'],
  objects: ['$HOLE'],
  from: (_subject, object, situation: Situation) => {
    const register = textOfValue(object)
    if (register === null) return unknown('nothing names the register')
    const control = userControlOf(situation, register)
    if (control === null) return no(`nothing in the series lets userspace write ${register}`)
    return yes({ bind: {}, said: control.said, where: control.where, places: [] })
  },
})
