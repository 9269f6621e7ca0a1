import type { Tree } from '../../model.ts'
import type { Knowledge } from '../../rulebook.ts'
import { addUnder } from '../../series/add-under.ts'

/** One AArch64 system register. */
interface Register {
  /** As the architecture writes it: PMMIR_EL1. */
  readonly name: string
  readonly op1: number
  /** Lowest exception level that can name it, from op1; accesses from below are UNDEFINED. */
  readonly lowestEl: string
  readonly where: string
  /** Handlers KVM has used for it, from the shipped table, oldest first. */
  readonly handlers: readonly string[]
}

export interface Registers {
  /** By name, alias, or SYS_ name; null when it is not known. */
  readonly find: (name: string) => Register | null
  /** By the end of a function's name: compute_pmceid1 -> PMCEID1_EL0. */
  readonly byFunction: (name: string) => Register | null
  readonly handledBy: (handler: string) => readonly Register[]
  readonly byEncoding: (encoding: string) => Register | null
}

/**
 * op1 says who may name a register (Arm ARM, "System register encoding"): 0, 1, 2 EL1; 3 EL0; 4, 5 EL2;
 * 6 EL3; 7 Secure EL1. The name's suffix is only a hint (SP_EL0, DAIF, TRC*).
 */
const LOWEST_EL = ['EL1', 'EL1', 'EL1', 'EL0', 'EL2', 'EL2', 'EL3', 'EL1'] as const

const TABLE = 'arm64-sysregs'

/** The shipped table, and over it what the tree's own sysreg.h and tools/sysreg say. */
export function registers(knowledge: Knowledge, tree: Tree | null): Registers {
  const byName = new Map<string, Register>()
  const byHandler = new Map<string, Register[]>()
  const byCode = new Map<string, Register>()
  const table = knowledge.tables.get(TABLE)
  for (const { cells, line } of table?.rows ?? []) {
    const handlers = [cells['kvm61_access'] ?? '', cells['kvm734_access'] ?? ''].filter(
      (h) => h !== '' && h !== 'NULL',
    )
    const register = {
      name: cells['name'] ?? '',
      op1: Number(cells['op1']),
      lowestEl: cells['min_el_by_op1'] ?? '',
      where: `rules/tables/${TABLE}.tsv:${line}`,
      handlers: [...new Set(handlers)],
    }
    // SP_EL0, SP_EL1 and SP_EL2 are one level higher than their op1 says.
    const lowest = higher(register.lowestEl, cells['min_el_read'] ?? '')
    const known = { ...register, lowestEl: lowest }
    for (const name of [
      register.name,
      base(register.name),
      ...(cells['aliases'] ?? '').split(/[ ;|]+/),
    ]) {
      if (name !== '' && !byName.has(name)) byName.set(name, known)
    }
    byCode.set(['op0', 'op1', 'CRn', 'CRm', 'op2'].map((key) => cells[key]).join(','), known)
    for (const handler of register.handlers) {
      addUnder(byHandler, handler, known)
    }
  }
  for (const found of treeRegisters(tree)) {
    const shipped = byName.get(found.name)
    byName.set(found.name, { ...found, handlers: shipped?.handlers ?? [] })
  }
  return {
    find: (name) =>
      byName.get(name.replace(/^SYS_/, '')) ?? byName.get(base(name.replace(/^SYS_/, ''))) ?? null,
    byFunction: (name) => {
      const tail = name.split('_').at(-1)?.toUpperCase() ?? ''
      if (tail.length < 4) return null
      for (const suffix of ['', '_EL0', '_EL1', '_EL2']) {
        const found = byName.get(tail + suffix)
        if (found !== undefined) return found
      }
      return null
    },
    handledBy: (handler) => byHandler.get(handler) ?? [],
    byEncoding: (encoding) => byCode.get(encoding) ?? null,
  }
}

function higher(a: string, b: string): string {
  return /^EL[0-3]$/.test(b) && b > a ? b : a
}

/** DBGBVRn_EL1(0) -> DBGBVRn_EL1. */
function base(name: string): string {
  return name.replace(/\(.*$/s, '')
}

function* treeRegisters(tree: Tree | null): Generator<Register> {
  if (tree === null) return
  for (const [path, pattern] of SOURCES) {
    const text = tree.read(path)
    if (text === null) continue
    let line = 1
    for (const row of text.split('\n')) {
      const match = pattern.exec(row)
      const op1 = Number(match?.[2])
      const lowestEl = LOWEST_EL[op1]
      if (match?.[1] !== undefined && lowestEl !== undefined) {
        yield { name: match[1], op1, lowestEl, where: `${path}:${line}`, handlers: [] }
      }
      line++
    }
  }
}

/** `#define SYS_PMMIR_EL1 sys_reg(3, 0, 9, 14, 6)`; `Sysreg PMMIR_EL1 3 0 9 14 6`. */
const SOURCES = [
  ['arch/arm64/include/asm/sysreg.h', /^#define\s+SYS_(\w+)\s+sys_reg\(\s*\d+\s*,\s*(\d)\s*,/],
  ['arch/arm64/tools/sysreg', /^Sysreg\s+(\w+)\s+\d+\s+(\d)\s+/],
] as const
