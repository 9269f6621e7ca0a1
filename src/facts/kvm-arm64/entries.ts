import { tokens, type Token } from '../../c/lexer.ts'

/** One row of sys_reg_descs[] or cp15_regs[], read from its text. */
export interface Entry {
  /** Register names without SYS_: usually one; the text of the first macro argument when it is not a name. */
  readonly register: string
  /** A row of an AArch32 table: op1 says nothing about PL0 there. */
  readonly aarch32: boolean
  /** The function that gets the trap; null when the row does not say (then a macro's default). */
  readonly handler: string | null
  readonly setUser: string | null
  readonly getUser: string | null
  readonly visibility: string | null
  /** The row's macro, e.g. SYS_DESC, PMU_SYS_REG, ID_WRITABLE. */
  readonly macro: string
  /** Offset of the row in the text. */
  readonly start: number
}

/**
 * Finds table rows in any piece of text: a whole file, or what a hunk shows. A row is a brace group
 * that begins with an encoding macro (`{ SYS_DESC(SYS_X), access_x }`), or such a macro alone
 * (`ID_WRITABLE(X, mask),`, `EL2_REG(X, access_rw, ...)`). The kernel's macros are simple enough that
 * their names say which argument is the register; the body of a row macro is itself a row.
 */
export function entries(text: string): readonly Entry[] {
  const list = tokens(text)
  const closings = closingsOf(list)
  const found: Entry[] = []
  for (let i = 0; i < list.length; i++) {
    const token = list[i]?.text ?? ''
    if (token === '{' && startsRow(list, i + 1)) {
      const close = closings.get(i)
      if (close === undefined) continue
      found.push(readRow(list, i + 1, close))
      i = close
      continue
    }
    if (
      ROW_MACRO.test(token) &&
      list[i + 1]?.text === '(' &&
      !/define\s+$/.test(text.slice(Math.max(0, (list[i]?.start ?? 0) - 12), list[i]?.start))
    ) {
      const close = closings.get(i + 1)
      if (close === undefined || !/^[,}]?$/.test(list[close + 1]?.text ?? '')) continue
      found.push(readMacroRow(list, i, close))
      i = close
    }
  }
  return found
}

/** Macros that stand at the head of a brace group and hold its encoding. */
const HEAD_MACRO =
  /^(?:SYS_DESC|(?:CP15_)?PMU_SYS_REG|AA32|Op[012]|CR[nm]|ID_DESC|AMU_\w+|SYS_SVE_\w+)$/
/** Macros that are a whole row: the first argument names the register. */
const ROW_MACRO =
  /^(?:(?:AA32_)?ID_(?:SANITISED|WRITABLE|FILTERED|HIDDEN)|EL2_REG\w*|EL12_REG|PMU_PMEV\w+|GICV3_SYS_REG\w*|SYS_REG_\w+|IMPLEMENTATION_ID)$/

function startsRow(list: readonly Token[], i: number): boolean {
  return HEAD_MACRO.test(list[i]?.text ?? '') && list[i + 1]?.text === '('
}

/** Opening bracket -> the one that closes it, of whatever sort; text may hold any number that nothing closes. */
function closingsOf(list: readonly Token[]): ReadonlyMap<number, number> {
  const closings = new Map<number, number>()
  const open: number[] = []
  for (const [i, { text }] of list.entries()) {
    if (text === '(' || text === '{' || text === '[') open.push(i)
    else if (text === ')' || text === '}' || text === ']') {
      const at = open.pop()
      if (at !== undefined) closings.set(at, i)
    }
  }
  return closings
}

/** Splits tokens i..end at commas outside brackets. */
function fieldsOf(
  list: readonly Token[],
  from: number,
  end: number,
): readonly (readonly Token[])[] {
  const fields: Token[][] = [[]]
  let depth = 0
  for (let i = from; i < end; i++) {
    const token = list[i]
    if (token === undefined) break
    if (/^[([{]$/.test(token.text)) depth++
    else if (/^[)\]}]$/.test(token.text)) depth--
    if (token.text === ',' && depth === 0) fields.push([])
    else fields.at(-1)?.push(token)
  }
  return fields.filter((field) => field.length > 0)
}

/** The order of struct sys_reg_desc behind its encoding (arch/arm64/kvm/sys_regs.h). */
const POSITIONAL = [
  'access',
  'reset',
  'reg',
  'val',
  '__get_user',
  'set_user',
  'visibility',
] as const

function readRow(list: readonly Token[], from: number, end: number): Entry {
  const named = new Map<string, string>()
  const macro = list[from]?.text ?? ''
  const encodings: string[] = []
  let register = ''
  let aarch32 = false
  let next = 0
  for (const field of fieldsOf(list, from, end)) {
    const head = field[0]?.text ?? ''
    if (HEAD_MACRO.test(head) && field[1]?.text === '(') {
      const inside = field.slice(2, -1).map((token) => token.text)
      if (head === 'AA32' || head === 'CP15_PMU_SYS_REG') aarch32 = true
      if (/^(?:Op[012]|CR[nm])$/.test(head)) encodings.push(`${head}=${inside.join('')}`)
      else if (register === '' && head !== 'AA32') register = inside.join('').replace(/^SYS_/, '')
      continue
    }
    if (head === '.') {
      const key = field[1]?.text ?? ''
      named.set(key, valueOf(field.slice(3)))
      next = key === 'access' ? 1 : next
      continue
    }
    const key = POSITIONAL[next]
    if (key !== undefined && !named.has(key)) named.set(key, valueOf(field))
    next++
  }
  if (register === '') {
    register = encodings.join(' ')
    if (!encodings.some((e) => e.startsWith('Op0='))) aarch32 = true
  }
  return {
    register,
    aarch32,
    handler: named.get('access') ?? null,
    setUser: named.get('set_user') ?? null,
    getUser: named.get('get_user') ?? named.get('__get_user') ?? null,
    visibility: named.get('visibility') ?? null,
    macro,
    start: list[from - 1]?.start ?? 0,
  }
}

function readMacroRow(list: readonly Token[], at: number, close: number): Entry {
  const macro = list[at]?.text ?? ''
  const parts = fieldsOf(list, at + 2, close).map(valueOf)
  const handler = /^EL2_REG|^EL12_REG|^SYS_REG_/.test(macro) ? (parts[1] ?? null) : macro
  return {
    register: (parts[0] ?? '').replace(/^SYS_/, ''),
    aarch32: macro.startsWith('AA32_'),
    handler,
    setUser: macro === 'ID_WRITABLE' ? 'set_id_reg' : null,
    getUser: null,
    visibility: /FILTERED|VNCR/.test(macro) ? macro : null,
    macro,
    start: list[at]?.start ?? 0,
  }
}

function valueOf(field: readonly Token[]): string {
  return field.map((token) => token.text).join('')
}
