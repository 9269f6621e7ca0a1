import { identifiers } from '../../c/lexer.ts'
import type { DiffLine, FileDiff, Patch } from '../../model.ts'
import { changes, type Change, pathOf, whereOf } from '../changes.ts'
import type { Situation } from '../situation.ts'
import { abiEvents } from './abi-events.ts'
import { definesHandler } from './el0.ts'
import { seriesEntries, type ShownEntry, tableOf } from './table.ts'

/** One piece of evidence that a patch changes what a guest sees. */
export interface GuestEvent {
  /** E1 ... E12, as the rule's documentation lists them. */
  readonly code: string
  /** The register, or the call or capability, that guests see changed. */
  readonly register: string
  readonly said: string
  readonly where: string
  readonly file: FileDiff
  readonly line: DiffLine
  /** What guests saw before ("RAZ/WI"); null when the patch does not tell. */
  readonly before: string | null
  /** The host state the new value comes from (`cpu_pmu`); null when it is not read from hardware. */
  readonly source: string | null
}

/** Handlers behind which a guest sees nothing: zero, ignored writes, or an UNDEF. */
const DEAD: Readonly<Record<string, string>> = {
  trap_raz_wi: 'RAZ/WI',
  access_raz_id_reg: 'RAZ',
  access_raz: 'RAZ',
  read_zero: 'RAZ',
  ignore_write: 'WI',
  trap_undef: 'UNDEF',
  undef_access: 'UNDEF',
  bad_trap: 'UNDEF',
  ID_HIDDEN: 'RAZ',
  ID_UNALLOCATED: 'RAZ',
  NULL: 'untrapped',
}

/**
 * The events of one patch, strongest first. A line that only moves (the same tokens are removed
 * elsewhere in the patch) is a refactoring and no event.
 */
export function guestEvents(situation: Situation): readonly GuestEvent[] {
  const memory = situation.perSeries(guestEvents, () => new Map<Patch, readonly GuestEvent[]>())
  const known = memory.get(situation.patch)
  if (known !== undefined) return known
  const values = valueEvents(situation)
  const found = [
    ...values,
    ...tableEvents(situation),
    ...trimmedEvents(situation),
    // The value that is capped is read right above: one event says it.
    ...abiEvents(situation).filter(({ code }) => code !== 'E12' || values.length === 0),
  ]
  memory.set(situation.patch, found)
  return found
}

/** E1 dead row -> live, E1b live -> dead, E2 new live row, E9 ID row that lost its accessors. */
function tableEvents(situation: Situation): readonly GuestEvent[] {
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
    const was = DEAD[old.entry.handler ?? ''] ?? null
    const is = DEAD[now ?? ''] ?? null
    if (!old.changed || was === is || (was !== null) === (is !== null)) continue
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
    })
  }
  return events.toSorted((a, b) => Number(a.code === 'E1b') - Number(b.code === 'E1b'))
}

/** E2: a live row for a register that had none, shown to every guest. */
function newRow(situation: Situation, row: ShownEntry): readonly GuestEvent[] {
  const { entry } = row
  const dead = DEAD[entry.handler ?? ''] !== undefined
  if (dead || entry.handler === null || entry.visibility !== null || entry.aarch32) return []
  if (!/^(?:access|trap)_/.test(entry.handler)) return []
  const register = nameOf(situation, row)
  return [
    {
      code: 'E2',
      register,
      said: `${register} gets a row, ${entry.handler}(), that no visibility callback hides`,
      where: row.where,
      file: row.file,
      line: row.line,
      before: null,
      source: null,
    },
  ]
}

/**
 * E1 for a patch whose table a reviewer cut away: it adds a handler, and the released kernels had the
 * register that the handler is named for behind a dead one.
 */
function trimmedEvents(situation: Situation): readonly GuestEvent[] {
  const events: GuestEvent[] = []
  for (const { file, line } of changes(situation.patch)) {
    const handler =
      line.sign === '+' && guestFile(file)
        ? (/^static bool (access_\w+)\(/.exec(line.text)?.[1] ?? null)
        : null
    if (handler === null || seriesEntries(situation).some(({ entry }) => entry.handler === handler))
      continue
    const was = deadBefore(situation, handler)
    if (was === null) continue
    const gives = changes(situation.patch).find(
      (c) => c.file === file && c.inFunction === handler && STORES.test(c.line.text),
    )
    events.push({
      code: 'E1',
      register: was.register,
      said: `${was.register} was ${was.before} in released kernels, now ${handler}()`,
      where: was.where,
      file,
      line: gives?.line ?? line,
      before: was.before,
      source: null,
    })
  }
  return events
}

/** The register a handler is named for, when released kernels had it dead. */
function deadBefore(
  situation: Situation,
  handler: string,
): { register: string; before: string; where: string } | null {
  const register = tableOf(situation).byFunction(handler)
  const before = DEAD[register?.handlers[0] ?? ''] ?? null
  return register === null || before === null
    ? null
    : { register: register.name, before, where: register.where }
}

function key(row: ShownEntry): string {
  return `${row.entry.aarch32 ? 'aarch32 ' : ''}${row.entry.register}`
}

/** EL2 registers are seen by nested guests only, which have no stable form yet. */
function nestedOnly(row: ShownEntry): boolean {
  return (
    /el2_visibility|^EL2_REG|VNCR/.test(`${row.entry.visibility ?? ''} ${row.entry.macro}`) ||
    /_EL2$|_EL12$/.test(row.entry.register)
  )
}

function nameOf(situation: Situation, row: ShownEntry): string {
  if (!row.entry.aarch32)
    return tableOf(situation).find(row.entry.register)?.name ?? row.entry.register
  // An AArch32 row follows the AArch64 register that the same handler serves.
  const twin = seriesEntries(situation).find(
    (other) =>
      !other.entry.aarch32 && other.side === 'new' && other.entry.handler === row.entry.handler,
  )
  const name = twin?.entry.register ?? row.entry.register
  return tableOf(situation).find(name)?.name ?? name
}

/** E4 and E8 host hardware read into a guest's value, E7 a mask that is gone. */
function valueEvents(situation: Situation): readonly GuestEvent[] {
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
        change,
        source.code,
        `${change.inFunction}() gives the guest ${source.expression} of this host`,
        source.name,
      ),
    )
  }
  for (const change of removed) {
    if (!MASK.test(change.line.text) || !VALUE_FUNCTION.test(change.inFunction ?? '')) continue
    const masked = identifiers(change.line.text).filter((word) => /^[A-Z]\w{5,}$/.test(word))
    if (
      /&=\s*~/.test(newText) ||
      masked.length === 0 ||
      masked.every((word) => newText.includes(word))
    )
      continue
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
  }
}

function addsFunction(situation: Situation, change: Change): boolean {
  return definesHandler(change.inFunction ?? '', situation)
}

/** Only the host's side of arm64 KVM: the pVM tables of hyp/nvhe have no userspace that restores them. */
function guestFile(file: FileDiff): boolean {
  const path = pathOf(file)
  if (path === null) return true
  return (
    /^(?:arch\/arm64\/kvm|virt\/kvm\/arm)\/.*\.[ch]$/.test(path) && !/\/(?:hyp|vgic)\//.test(path)
  )
}

const VALUE_FUNCTION =
  /^(?:access|get|compute|__compute|read|__read|reset|kvm_read|kvm_pmu_get|__kvm_read)_\w+|_pmceid|id_reg/
const MASK = /\b(?:val|regval|mask|limit|features)\s*&=\s*~/
/** `p->regval = ...`, `*val = ...`, `val = ...`, `return ...`: what the guest gets. */
const GIVES = /(?:->regval|\*?\bval|^\s*return)\b\s*\|?=?\s*(?!=)/
/** The store alone, without `return`. */
const STORES = /->regval\s*=(?!=)|\*val\s*=(?!=)/
/** A read of the machine that KVM runs on. */
const HOST =
  /\b(?:read_sysreg(?:_s)?|read_cpuid|read_sanitised_ftr_reg)\s*\([^()]*\)|\b(\w*pmu)->(?:reg_\w+|pmceid\w*)/

function hostSource(
  change: Change,
): { code: string; expression: string; name: string | null } | null {
  const { text } = change.line
  const name = change.inFunction ?? ''
  if (!VALUE_FUNCTION.test(name) || !GIVES.test(text)) return null
  const match = HOST.exec(text)
  if (match === null) return null
  return {
    code: name.startsWith('reset_') ? 'E8' : 'E4',
    expression: match[0],
    name: match[1] ?? null,
  }
}
