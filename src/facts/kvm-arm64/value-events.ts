import { identifiers } from '../../c/lexer.ts'
import { changes, type Change, whereOf } from '../changes.ts'
import type { Situation } from '../situation.ts'
import { definesHandler } from './el0.ts'
import { DEAD, type GuestEvent, guestFile } from './guest-event.ts'
import { deadBefore } from './table-events.ts'
import { seriesEntries, tableOf } from './table.ts'

/** E4 and E8 host hardware read into a guest's value, E7 a mask that is gone. */
export function valueEvents(situation: Situation): readonly GuestEvent[] {
  const all = changes(situation.patch).filter((change) => guestFile(change.file))
  const removed = all.filter((change) => change.line.sign === '-')
  const added = all.filter((change) => change.line.sign === '+')
  const goneText = removed.map((change) => change.line.text).join('\n')
  const newText = added.map((change) => change.line.text).join('\n')
  const events: GuestEvent[] = []
  for (const change of added) {
    const source = hostSource(change)
    if (source === null || goneText.includes(source.expression)) continue
    events.push(
      valueEvent(
        situation,
        storeOf(change, added),
        source.code,
        `${change.inFunction}() gives the guest ${source.expression} of this host`,
        source.name,
      ),
    )
  }
  for (const change of removed) {
    if (!MASK.test(change.line.text) || !VALUE_FUNCTION.test(change.inFunction ?? '')) continue
    const masked = identifiers(change.line.text).filter((word) => /^[A-Z]\w{5,}$/.test(word))
    if (/&=\s*~/.test(newText) || masked.every((word) => newText.includes(word))) continue
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

function valueEvent(
  situation: Situation,
  change: Change,
  code: string,
  said: string,
  source: string | null,
): GuestEvent {
  const table = tableOf(situation)
  const row = seriesEntries(situation).find(
    ({ entry, side }) => side === 'new' && !entry.aarch32 && entry.handler === change.inFunction,
  )
  const named =
    row === undefined ? table.byFunction(change.inFunction ?? '') : table.find(row.entry.register)
  const register = named?.name ?? row?.entry.register ?? `what ${change.inFunction}() returns`
  const was = seriesEntries(situation).find(
    ({ entry, side }) => side === 'old' && entry.register === row?.entry.register,
  )
  return {
    code,
    register,
    said,
    where: whereOf(situation.patch, change.file, change.line),
    file: change.file,
    line: change.line,
    before:
      DEAD[was?.entry.handler ?? ''] ??
      (row === undefined && addsFunction(situation, change)
        ? (deadBefore(situation, change.inFunction ?? '')?.before ?? null)
        : null),
    source,
    hides: false,
  }
}

function addsFunction(situation: Situation, change: Change): boolean {
  return definesHandler(change.inFunction ?? '', situation)
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

/** Where the guest is given the value: the store behind a read that is a statement of its own. */
function storeOf(change: Change, added: readonly Change[]): Change {
  if (GIVES.test(change.line.text)) return change
  const store = added.find(
    (other) => other.inFunction === change.inFunction && STORES.test(other.line.text),
  )
  return store ?? change
}
