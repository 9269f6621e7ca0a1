import type { Patch } from '../../model.ts'
import { changesOf, type Situation } from '../situation.ts'
import { deadHandler } from './dead-handlers.ts'
import { deadBehind, type GuestEvent, guestFile } from './guest-event.ts'
import { sightOf } from './sight.ts'
import { seriesEntries, type ShownEntry, tableOf } from './table.ts'

/** The store of what a trapped read gives: `p->regval = ...`. */
const STORES = /->regval\s*=(?!=)|\*val\s*=(?!=)/

/** E1 dead row -> live, E1b live -> dead, E2 new live row, E9 ID row that lost its accessors. */
export function tableEvents(situation: Situation): readonly GuestEvent[] {
  const rows = seriesEntries(situation).filter((row) => row.patch === situation.patch)
  const events: GuestEvent[] = []
  const olds = new Map(rows.filter((row) => row.side === 'old').map((row) => [key(row), row]))
  for (const row of rows) {
    if (row.side !== 'new' || !row.changed || nestedOnly(row)) continue
    const old = olds.get(key(row))
    const now = row.entry.handler
    if (old === undefined) {
      events.push(...newRow(situation, row))
      continue
    }
    if (losesAccessors(old, row)) events.push(lostRow(situation, row))
    const was = deadBehind(old.entry.handler)
    const is = deadHandler(situation, now)
    if (!old.changed || was === is || (was !== null) === (is !== null)) continue
    // A handler whose definition goes too was another name for the dead one: a refactoring.
    if (is !== null && removesFunction(situation, old.entry.handler ?? '')) continue
    const register = nameOf(situation, row)
    events.push({
      code: was !== null ? 'E1' : 'E1b',
      register,
      said: `${register} was ${was ?? old.entry.handler ?? '?'}, now ${is ?? now ?? '?'}`,
      where: row.where,
      file: row.file,
      line: row.line,
      before: was,
      source: null,
      hides: was === null,
    })
  }
  return events.toSorted((a, b) => Number(a.code === 'E1b') - Number(b.code === 'E1b'))
}

function removesFunction(situation: Situation, name: string): boolean {
  const gone = situation.perSeries(removesFunction, () => new Map<Patch, ReadonlySet<string>>())
  const names = gone.get(situation.patch) ?? removedNames(situation)
  gone.set(situation.patch, names)
  return names.has(name)
}

function removedNames(situation: Situation): ReadonlySet<string> {
  return new Set(
    changesOf(situation).flatMap(({ line }) =>
      line.sign === '-' ? (/^[A-Za-z][^=;]{0,200}?\b(\w+)\(/.exec(line.text)?.[1] ?? []) : [],
    ),
  )
}

/** E9: an ID register leaves the macro that let userspace write it, for a handler without set_user. */
function losesAccessors(old: ShownEntry, row: ShownEntry): boolean {
  const had = macroOfId(old.entry.macro)
  return had && !row.entry.macro.startsWith('ID_') && row.entry.setUser === null
}

/** A macro of sys_reg_descs[] that shows guests an ID register and lets userspace read and write it. */
export function macroOfId(macro: string): boolean {
  return /^ID_(?:SANITISED|WRITABLE|FILTERED|DESC)$/.test(macro)
}

function lostRow(situation: Situation, row: ShownEntry): GuestEvent {
  const register = nameOf(situation, row)
  const said = `${register} loses the accessors that let userspace save and restore it`
  return eventAt(row, 'E9', register, said)
}

/** An event that rests on one row of the table alone. */
function eventAt(
  { where, file, line }: ShownEntry,
  code: GuestEvent['code'],
  register: string,
  said: string,
): GuestEvent {
  return { code, register, said, where, file, line, before: null, source: null, hides: false }
}

/** E2: a live row for a register that had none, shown to every guest. */
function newRow(situation: Situation, row: ShownEntry): readonly GuestEvent[] {
  const { entry } = row
  const dead = deadHandler(situation, entry.handler) !== null
  if (dead || entry.handler === null || entry.visibility !== null || entry.aarch32) return []
  if (!/^(?:access|trap)_/.test(entry.handler)) return []
  const register = nameOf(situation, row)
  const said = `${register} gets a row, ${entry.handler}(), that no visibility callback hides`
  return [eventAt(row, 'E2', register, said)]
}

/**
 * E1 for a patch whose table a reviewer cut away: it adds a handler, and the released kernels had the
 * register that the handler is named for behind a dead one.
 */
export function trimmedEvents(situation: Situation): readonly GuestEvent[] {
  const events: GuestEvent[] = []
  const { newRowOf } = sightOf(situation)
  const open = new Map<string, number>()
  for (const { file, line, inFunction } of changesOf(situation)) {
    if (line.sign !== '+' || !guestFile(file)) continue
    const store = STORES.test(line.text) ? open.get(inFunction ?? '') : undefined
    const known = store === undefined ? undefined : events[store]
    if (store !== undefined && known !== undefined) {
      // The store of the value is the better place.
      events[store] = { ...known, line }
      open.delete(inFunction ?? '')
    }
    const handler = /^static bool (access_\w+)\(/.exec(line.text)?.[1]
    if (handler === undefined || newRowOf.has(handler)) continue
    const was = deadBefore(situation, handler)
    if (was === null) continue
    open.set(handler, events.length)
    events.push({
      code: 'E1',
      register: was.register,
      said: `${was.register} was ${was.before} in released kernels, now ${handler}()`,
      where: was.where,
      file,
      line,
      before: was.before,
      source: null,
      hides: false,
    })
  }
  return events
}

/** The register a handler is named for, when released kernels had it dead. */
export function deadBefore(
  situation: Situation,
  handler: string,
): { register: string; before: string; where: string } | null {
  const register = tableOf(situation).byFunction(handler)
  const before = deadBehind(register?.handlers[0])
  return register === null || before === null
    ? null
    : { register: register.name, before, where: register.where }
}

function key(row: ShownEntry): string {
  return `${row.entry.aarch32 ? 'aarch32 ' : ''}${row.entry.register}`
}

/** EL2 registers, and those of EL1 by their names for EL2, are seen by nested guests only, which have no stable form yet. */
function nestedOnly(row: ShownEntry): boolean {
  return (
    /el2_visibility|^EL1?2_REG|VNCR/.test(`${row.entry.visibility ?? ''} ${row.entry.macro}`) ||
    /_EL(?:2|12|02)$/.test(row.entry.register)
  )
}

function nameOf(situation: Situation, row: ShownEntry): string {
  if (!row.entry.aarch32)
    return tableOf(situation).find(row.entry.register)?.name ?? row.entry.register
  // An AArch32 row follows the AArch64 register that the same handler serves.
  const twin = sightOf(situation).newRowOf.get(row.entry.handler ?? '')
  const name = twin?.entry.register ?? row.entry.register
  return tableOf(situation).find(name)?.name ?? name
}
