import { identifiers } from '../../c/lexer.ts'
import { type Change, whereOf } from '../changes.ts'
import { changesOf, type Situation } from '../situation.ts'
import { deadBehind, type GuestEvent, guestFile } from './guest-event.ts'
import { sightOf } from './sight.ts'
import { deadBefore, macroOfId } from './table-events.ts'
import { tableOf } from './table.ts'

/** E4 and E8 host hardware read into a guest's value, E7 a mask that is gone. */
export function valueEvents(situation: Situation): readonly GuestEvent[] {
  const all = changesOf(situation).filter((change) => guestFile(change.file))
  const removed = all.filter((change) => change.line.sign === '-')
  const added = all.filter((change) => change.line.sign === '+')
  const gone = new Set(removed.flatMap(({ line }) => HOST.exec(line.text)?.[0] ?? []))
  const masks = added.some(({ line }) => /&=\s*~/.test(line.text))
  const words = new Set(added.flatMap(({ line }) => identifiers(line.text)))
  const stores = storesOf(added)
  const events: GuestEvent[] = []
  for (const change of added) {
    const source = hostSource(change)
    if (source === null || gone.has(source.expression)) continue
    if (gaveTheSame(situation, change, source.expression)) continue
    events.push(
      valueEvent(
        situation,
        GIVES.test(change.line.text) ? change : (stores.get(change.inFunction ?? '') ?? change),
        source.code,
        `${change.inFunction}() gives the guest ${source.expression} of this host`,
        source.name,
      ),
    )
  }
  for (const change of removed) {
    if (!MASK.test(change.line.text) || !VALUE_FUNCTION.test(change.inFunction ?? '')) continue
    const masked = identifiers(change.line.text).filter((word) => /^[A-Z]\w{5,}$/.test(word))
    if (masks || masked.every((word) => words.has(word))) continue
    events.push(
      valueEvent(
        situation,
        change,
        'E7',
        `${change.inFunction}() no longer hides ${masked.slice(-1)[0] ?? ''}`,
        null,
      ),
    )
  }
  return events
}

/** A handler of an ID register takes the sanitised value, as the macro did that its row had before. */
function gaveTheSame(situation: Situation, change: Change, expression: string): boolean {
  if (!expression.startsWith('read_sanitised_ftr_reg')) return false
  const { newRowOf, oldRowOf } = sightOf(situation)
  const register = newRowOf.get(change.inFunction ?? '')?.entry.register ?? ''
  return macroOfId(oldRowOf.get(register)?.entry.macro ?? '') && expression.includes(register)
}

function valueEvent(
  situation: Situation,
  change: Change,
  code: string,
  said: string,
  source: string | null,
): GuestEvent {
  const table = tableOf(situation)
  const { newRowOf, oldRowOf, defined } = sightOf(situation)
  const row = newRowOf.get(change.inFunction ?? '')
  const named =
    row === undefined ? table.byFunction(change.inFunction ?? '') : table.find(row.entry.register)
  const register = named?.name ?? row?.entry.register ?? `what ${change.inFunction}() returns`
  const was = row === undefined ? undefined : oldRowOf.get(row.entry.register)
  return {
    code,
    register,
    said,
    where: whereOf(situation.patch, change.file, change.line),
    file: change.file,
    line: change.line,
    before:
      deadBehind(was?.entry.handler) ??
      (row === undefined && defined.has(change.inFunction ?? '')
        ? (deadBefore(situation, change.inFunction ?? '')?.before ?? null)
        : null),
    source,
    hides: false,
  }
}

const VALUE_FUNCTION =
  /^(?:access|get|compute|__compute|read|__read|reset|kvm_read|kvm_pmu_get|__kvm_read)_\w+|_pmceid|id_reg/
const MASK = /\b(?:val|regval|mask|limit|features)\s*&=\s*~/
/** `p->regval = ...`, `*val = ...`, `val |= ...`, `return ...`: what the guest gets. */
const GIVES = /(?:->regval|\*?\bval)\s*\|?=(?!=)|^\s*return\b/
/** The store alone, without `return`. */
const STORES = /->regval\s*=(?!=)|\*val\s*=(?!=)/
/** A read of the machine that KVM runs on. */
const HOST =
  /\b(?:read_sysreg(?:_s)?|read_cpuid|read_sanitised_ftr_reg)\s*\([^()]*\)|\b(\w*pmu)->(?:reg_\w+|pmceid\w*)/

interface HostSource {
  readonly code: string
  readonly expression: string
  readonly name: string | null
}

/** In a function that makes a value; in a handler also where the read and the store are two statements. */
function hostSource(change: Change): HostSource | null {
  const { text } = change.line
  const name = change.inFunction ?? ''
  if (!VALUE_FUNCTION.test(name) || (!GIVES.test(text) && !name.startsWith('access_'))) return null
  const match = HOST.exec(text)
  if (match === null) return null
  return {
    code: name.startsWith('reset_') ? 'E8' : 'E4',
    expression: match[0],
    name: match[1] ?? null,
  }
}

/** Where each function gives the guest its value: the store behind a read that is a statement of its own. */
function storesOf(added: readonly Change[]): ReadonlyMap<string, Change> {
  const stores = new Map<string, Change>()
  for (const change of added) {
    const name = change.inFunction ?? ''
    if (!stores.has(name) && STORES.test(change.line.text)) stores.set(name, change)
  }
  return stores
}
