import type { DiffLine, FileDiff, Hunk } from '../../model.ts'
import { hunkChanges, pathOf } from '../changes.ts'
import { commentLines } from '../comments.ts'
import { fieldName, LAYOUT } from './fields.ts'

/** Something with a name that a patch adds to a .c file, by the line that declares it. */
export interface Named {
  readonly name: string
  readonly line: DiffLine
  /** What it is, for evidence: "static mtk_ops", "local variable set_clk". */
  readonly what: string
  readonly isMacro?: boolean
}

/** Static objects at file scope: `static const struct foo_ops ops = {`, `static const u8 table[] = {`. */
export function staticObjects(file: FileDiff): readonly Named[] {
  return added(file).flatMap(({ line }) => {
    const text = line.text.length > 300 ? '' : line.text
    // An attribute or a macro may hand the object on.
    if (!/^static\s[^(]*(?:=|;)/.test(text) || /\b__\w|\b[A-Z_]{6,}\(/.test(text)) return []
    const name = /^static\s[\w\s*]*?[\s*](\w+)\s*(?:\[[^\]]{0,60}\]\s*){0,3}(?:=|;)/.exec(text)?.[1]
    return name === undefined ? [] : [{ name, line, what: `static ${name}` }]
  })
}

export interface Local extends Named {
  readonly inFunction: string
}

/** Local variables that are declared one to a line, or in a list: `int ret, len;`. */
export function locals(file: FileDiff): readonly Local[] {
  const fields = fieldLines(file)
  return added(file).flatMap(({ line, inFunction }) => {
    if (inFunction === null || !/[a-z]/.test(inFunction)) return []
    if (line.text.length > 200 || fields.has(line)) return []
    const rest = DECLARATION.exec(line.text)?.[1] ?? WITH_VALUE.exec(line.text)?.[1]
    if (rest === undefined || /\b__/.test(line.text)) return []
    return declarators(rest).map((name) => ({
      name,
      line,
      inFunction,
      what: `local variable ${name}`,
    }))
  })
}

/** Lines of structures, at file scope or in a function. */
function fieldLines(file: FileDiff): ReadonlySet<DiffLine> {
  const found = new Set<DiffLine>()
  for (const { lines, section } of file.hunks) {
    let outer = AGGREGATE.test(section)
    let inner = false
    for (const line of lines) {
      if (/^[A-Za-z_{}]/.test(line.text) && !line.text.startsWith('{'))
        outer = AGGREGATE.test(line.text)
      if (/^\s+(?:static )?(?:const )?(?:struct|union|enum)(?: \w+)? \{/.test(line.text))
        inner = true
      else if (/^\s+\}/.test(line.text)) inner = false
      if (outer || inner) found.add(line)
    }
  }
  return found
}

const AGGREGATE = /^(?:typedef |static |const )*(?:struct|union|enum)\b[^(;=]*$/

/** A type that the language or the kernel knows, then declarators without calls: what may be run is no dead name. */
const DECLARATION =
  /^\t{1,3}(?:const )?(?:struct \w+|enum \w+|u8|u16|u32|u64|s8|s16|s32|s64|unsigned (?:int|long|char|short)|unsigned|int|long|bool|char|size_t|ssize_t)\b((?:[ *]+\w+(?:\[\w+\])?(?: = [\w.>-]+)?,?)+);$/

/** One declarator whose value is a call: `struct foo *foo = foo_of(dev);`. */
const WITH_VALUE =
  /^\t(?:const )?(?:struct \w+|enum \w+|u8|u16|u32|u64|int|unsigned int|long|bool|size_t)([ *]+\w+) = \w[^;{}]{1,120};$/

function declarators(rest: string): readonly string[] {
  return rest.split(',').flatMap((one) => {
    const name = /^[ *]+(\w+)/.exec(one)?.[1]
    return name === undefined || name.length < 2 || WORDS.has(name) ? [] : [name]
  })
}

/** `struct foo const *foo`, `unsigned int long foo`: the type goes on. */
const WORDS: ReadonlySet<string> = new Set(['const', 'long', 'int', 'short', 'char', 'unsigned'])

/** Fields that a patch adds to a structure of a .c file that was there before: a driver's state. */
export function addedFields(file: FileDiff): readonly Named[] {
  return file.hunks.flatMap((hunk) => {
    const remarks = commentLines(hunk)
    const found: Named[] = []
    for (const { struct, lines } of structs(hunk)) {
      if (LAYOUT.test(struct) || !lines.some(({ text }) => IN_MEMORY.test(text))) continue
      if (lines.some(({ text }) => ODD.test(text))) continue
      for (const line of lines) {
        const name = line.sign === '+' && !remarks.has(line.mailLine) ? fieldName(line.text) : null
        if (name !== null) found.push({ name, line, what: `field ${name} of struct ${struct}` })
      }
    }
    return found
  })
}

/** A pointer, a lock or a truth value: no hardware, wire or firmware reads this structure. */
const IN_MEMORY = /^\s+(?:(?:const )?struct \w+ \*|bool\b|struct mutex\b|spinlock_t\b)/
const ODD = /__packed|aligned|__(?:le|be)\d|\{|\bunion\b|#|__iio|DECLARE_|\w:\s*\d|__rcu|__percpu/

/** The structures a hunk shows a part of, opened in the section line or in a kept line. */
function structs(hunk: Hunk): readonly { struct: string; lines: readonly DiffLine[] }[] {
  const found: { struct: string; lines: DiffLine[] }[] = []
  const open = (text: string) => {
    const struct = /^struct (\w+) \{/.exec(text)?.[1]
    if (struct !== undefined) found.push({ struct, lines: [] })
    return struct !== undefined
  }
  let inside = open(hunk.section)
  for (const line of hunk.lines) {
    if (line.sign === '-') continue
    if (/^\S/.test(line.text)) inside = open(line.text)
    else if (inside) found.at(-1)?.lines.push(line)
  }
  return found
}

/**
 * Constants of a driver's own in a new file: a count, a time, a name. Register maps come whole, and their names and
 * values, bits and masks are left out.
 */
export function ownConstants(file: FileDiff): readonly Named[] {
  return added(file).flatMap(({ line }) => {
    if (line.text.length > 200) return []
    const name =
      /^#\s*define\s+(\w+)\s+(?:"[^"]*"|\(?[1-9]\d*(?: ?[*/+] ?\w+)?\)?)\s*(?:\/[*/].*)?$/.exec(
        line.text,
      )?.[1]
    if (name === undefined || !OWN.test(name)) return []
    return [{ name, line, what: `macro ${name}`, isMacro: true }]
  })
}

const OWN =
  /(?:^|_)(?:NUM|COUNT|CHAN_NUM|NUM_CHAN(?:NEL)?S?|NR|NAME|RETRIES|RETRY|TIMEOUT|DELAY|SLEEP|INTERVAL|WAIT|FIRMWARE|VERSION)(?:_(?:MS|US|NS|MSEC|USEC|MSECS|CNT))?$/

function added(file: FileDiff): readonly { line: DiffLine; inFunction: string | null }[] {
  return file.hunks.flatMap((hunk) => {
    const remarks = commentLines(hunk)
    return hunkChanges(file, hunk).filter(
      ({ line }) => line.sign === '+' && !remarks.has(line.mailLine),
    )
  })
}

export function isNewFile(file: FileDiff): boolean {
  return file.status === 'added' && (pathOf(file) ?? '').endsWith('.c')
}
