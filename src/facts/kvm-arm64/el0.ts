import { functionTexts } from '../../c/functions.ts'
import { rowAt, rowStarts } from '../../c/image.ts'
import type { Situation } from '../situation.ts'
import {
  type Answer,
  bindHole,
  defineVerb,
  fact,
  no,
  textOfValue,
  unknown,
  type Value,
  yes,
} from '../verb.ts'
import { entries, type Entry } from './entries.ts'
import { sightOf } from './sight.ts'
import { seriesEntries, tableOf } from './table.ts'
import { addUnder } from '../../series/add-under.ts'

const LIST = 'el0-checks'
const SYS_REGS = 'arch/arm64/kvm/sys_regs.c'

/** A helper that refuses an access from EL0, told by what it does, or shipped where its body is not at hand. */
export function isEl0Check(value: Value, situation: Situation): Answer {
  const name = textOfValue(value)
  if (name === null) return unknown('nothing names the function')
  if (name === 'vcpu_mode_priv') return yes(fact('vcpu_mode_priv() is false at EL0', SYS_REGS))
  const where = situation.perSeries(el0Helpers, () => helpersInSight(situation)).get(name)
  if (where !== undefined) {
    return yes(fact(`${name}() injects an UNDEF unless vcpu_mode_priv()`, where))
  }
  const list = situation.knowledge.lists.get(LIST)
  if (list?.words.includes(name) === true)
    return yes(fact(`${name}() is a known EL0 check`, list.file))
  return no(`${name}() is not known to check for EL0`)
}

/** The helpers that the series and the tree show with their bodies, each with its place. */
function helpersInSight(situation: Situation): ReadonlyMap<string, string> {
  const helpers = new Map<string, string>()
  for (const { text, where } of readable(situation)) {
    for (const name of el0Helpers(text)) if (!helpers.has(name)) helpers.set(name, where)
  }
  return helpers
}

/** The series' own text and, with a tree, the file the helpers live in. */
function* readable(situation: Situation): Generator<{ text: string; where: string }> {
  for (const patch of situation.series.patches) {
    for (const file of patch.files) {
      for (const hunk of file.hunks) {
        const text = hunk.lines.filter((line) => line.sign !== '-').map((line) => line.text)
        yield {
          text: `\n${text.join('\n')}\n`,
          where: `${patch.message.messageId}:${hunk.mailLine}`,
        }
      }
    }
  }
  const text = situation.tree?.read(SYS_REGS) ?? null
  if (text !== null) yield { text, where: SYS_REGS }
}

/**
 * Seed: a function without sys_reg_desc parameter whose body asks vcpu_mode_priv() and injects an
 * UNDEF; then every one-line `return helper(...)` wrapper of one. On 6.1 to 7.3 this gives exactly the
 * five PMU helpers.
 */
function el0Helpers(text: string): ReadonlySet<string> {
  if (!text.includes('vcpu_mode_priv')) return new Set()
  const functions = functionTexts(text).filter((f) => !f.parameters.includes('sys_reg_desc'))
  const helpers = new Set(
    functions
      .filter((f) => f.body.includes('vcpu_mode_priv(') && f.body.includes('kvm_inject_undefined('))
      .map((f) => f.name),
  )
  for (let grown = -1; grown !== helpers.size; ) {
    grown = helpers.size
    for (const { name, body } of functions) {
      const called = /^\s*return\s+(\w+)\([^;]*\);\s*$/.exec(body)?.[1]
      if (called !== undefined && helpers.has(called)) helpers.add(name)
    }
  }
  return helpers
}

/** What is known of the rows that send their traps to a handler. */
interface Handled {
  readonly entry: Entry
  readonly where: string
}

function handled(handler: string, situation: Situation): readonly Handled[] {
  const { rowsOf, defined } = sightOf(situation)
  const own = rowsOf.get(handler) ?? []
  if (situation.tree !== null) return [...own, ...treeRows(handler, situation)]
  if (own.length > 0 && defined.has(handler)) return own
  // An old handler may have rows that no hunk shows, and of a new one a reviewer may have cut them:
  // then only the shipped table can tell.
  const shipped = tableOf(situation)
    .handledBy(handler)
    .map((register) => ({
      entry: { ...EMPTY, register: register.name, handler },
      where: register.where,
    }))
  return shipped.length === 0 ? [] : [...own, ...shipped]
}

const EMPTY: Entry = {
  register: '',
  aarch32: false,
  handler: null,
  setUser: null,
  getUser: null,
  visibility: null,
  macro: '',
  start: 0,
}

function treeRows(handler: string, situation: Situation): readonly Handled[] {
  const rows = situation.perRun(treeRows, () => rowsOfTree(situation)).get(handler) ?? []
  const gone = new Set(
    seriesEntries(situation)
      .filter((row) => row.side === 'old' && row.changed && row.entry.handler === handler)
      .map((row) => row.entry.register),
  )
  return rows.filter(({ entry }) => !gone.has(entry.register))
}

/** Every row of the tree's table, by handler. */
function rowsOfTree(situation: Situation): ReadonlyMap<string, readonly Handled[]> {
  const text = situation.tree?.read(SYS_REGS) ?? ''
  const starts = rowStarts(text)
  const rows = new Map<string, Handled[]>()
  for (const entry of entries(text)) {
    const row = { entry, where: `${SYS_REGS}:${rowAt(starts, entry.start) + 1}` }
    addUnder(rows, entry.handler ?? '', row)
  }
  return rows
}

export const handles = defineVerb({
  name: 'handles',
  doc: 'The function gets the traps of the register: a row of sys_reg_descs[] or cp15_regs[] in the tree, the series or the shipped table says so. Binds the register when it is free, once for each.',
  example: '$HANDLER handles $REG',
  needs: 'series',
  subjects: ['$HOLE'],
  objects: ['$HOLE'],
  from: (subject, object, situation) => {
    const handler = textOfValue(subject)
    if (handler === null) return unknown('nothing names the handler')
    const table = tableOf(situation)
    const rows = handled(handler, situation).filter((row) => !row.entry.aarch32)
    const wanted = textOfValue(object)
    const solutions = rows
      .filter((row) => wanted === null || row.entry.register === wanted)
      .map((row) => ({
        ...fact(`${row.entry.register} -> ${handler}()`, row.where),
        bind: bindHole(object, table.find(row.entry.register)?.name ?? row.entry.register),
      }))
    if (solutions.length > 0) return yes(...solutions)
    return unknown(`no table row for ${handler}() in sight`)
  },
})

export const isUnreachableFrom = defineVerb({
  name: 'is-unreachable-from',
  doc: 'No register that the handler serves can be named at that exception level, so no trap comes from there. Holds only when every AArch64 row of the handler is known; one EL0 register makes it no, one unknown register unknown. AArch32 rows follow their AArch64 twin.',
  example: '$HANDLER is-unreachable-from EL0',
  needs: 'series',
  subjects: ['$HOLE'],
  objects: ['EL0'],
  from: (subject, object, situation) => {
    const handler = textOfValue(subject)
    const level = textOfValue(object)
    if (handler === null || level === null) return unknown('nothing names the handler')
    const table = tableOf(situation)
    const rows = handled(handler, situation).filter((row) => !row.entry.aarch32)
    if (rows.length === 0) return unknown(`no AArch64 table row for ${handler}() in sight`)
    const said: string[] = []
    for (const { entry } of rows) {
      const register = table.find(entry.register)
      if (register === null) return unknown(`${entry.register} is not in the register table`)
      if (register.lowestEl <= level) return no(`${register.name} can be named at ${level}`)
      said.push(`${register.name}: op1 = ${register.op1}`)
    }
    const first = table.find(rows[0]?.entry.register ?? '')
    return yes(fact(said.join(', '), first?.where ?? ''))
  },
})
