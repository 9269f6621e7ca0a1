import { unquoteBytes } from '../unquote.ts'

/** Where a name ends on its line: at a tab, or (rename and copy lines) at the line's end. */
type End = 'tab' | 'line'

/** Takes `strip` components off; null where there are not so many, and for an absolute path. */
function stripPrefix(name: string, strip: number): string | null {
  if (strip === 0) return name.startsWith('/') ? null : name
  const slash = name.indexOf('/')
  return slash <= 0 ? null : name.slice(slash + 1)
}

/** Reads a name behind `--- `, `rename from ` and the like; null when there is none. */
export function readName(text: string, strip: number, end: End): string | null {
  return quotedName(text, strip) ?? plainName(text, null, strip, end)
}

/** Reads a name of a diff that git did not write: a date may follow it. */
export function readDatedName(text: string, shorter: string | null, strip: number): string | null {
  const quoted = quotedName(text, strip)
  if (quoted !== null) return quoted
  const date = dateLength(text)
  if (date === 0) return plainName(text, shorter, strip, 'tab')
  return pick(text.slice(0, text.length - date), shorter, strip)
}

/**
 * The name of a `diff --git` line, which it has only when both sides are the same behind their first
 * component; null otherwise, as the names of a rename stand elsewhere.
 */
export function headerName(text: string, strip: number): string | null {
  const first = unquoteBytes(text)
  if (text.startsWith('"')) {
    const name = first === null ? null : stripPrefix(first.name, strip)
    if (first === null || name === null) return null
    const rest = text.slice(first.length).replace(/^[ \t\r]+/, '')
    const second = rest.startsWith('"') ? unquoteBytes(rest)?.name : rest
    return second !== undefined && stripPrefix(second, strip) === name ? name : null
  }
  const name = stripPrefix(text, strip)
  if (name === null) return null
  const mark = name.indexOf('"')
  if (mark < 0) return twin(name, strip)
  const second = unquoteBytes(name.slice(mark))
  const other = second === null ? null : stripPrefix(second.name, strip)
  if (other === null || other.length >= mark || !name.startsWith(other)) return null
  return isBlank(name.charAt(other.length)) ? other : null
}

/** `x.c b/x.c` (the first prefix is off): the blank with the same name on both sides of it. */
function twin(name: string, strip: number): string | null {
  let slash = -1
  for (let at = 0; at < name.length; at++) {
    const c = name.charAt(at)
    if (c !== ' ' && c !== '\t') continue
    // One search per slash keeps this linear.
    if (strip > 0 && slash <= at) slash = name.indexOf('/', at + 1)
    if (strip > 0 && slash < 0) return null
    const start = strip > 0 ? slash + 1 : at + 1
    if (slash === at + 1 || name.length - start !== at) continue
    const second = name.slice(start)
    if (name.startsWith(second) && (strip > 0 || !second.startsWith('/'))) return second
  }
  return null
}

function quotedName(text: string, strip: number): string | null {
  const quoted = unquoteBytes(text)
  if (quoted === null) return null
  // A name ends at a NUL, as every string in C.
  const name = quoted.name.split('\0', 1)[0] ?? ''
  if (strip === 0) return squash(name)
  const slash = name.indexOf('/')
  return slash < 0 ? null : squash(name.slice(slash + 1))
}

function plainName(text: string, shorter: string | null, strip: number, end: End): string | null {
  const stop = text.search(end === 'tab' ? /[\t\r]/ : /\r/)
  return pick(stop < 0 ? text : text.slice(0, stop), shorter, strip)
}

/** `x.c.orig` is a variation of `x.c`: the shorter name counts. */
function pick(text: string, shorter: string | null, strip: number): string | null {
  const slash = text.indexOf('/')
  const name = strip === 0 ? text : slash < 0 ? '' : text.slice(slash + 1)
  if (name === '' || (shorter !== null && shorter.length < name.length && name.startsWith(shorter)))
    return shorter === null ? null : squash(shorter)
  return squash(name)
}

function squash(name: string): string {
  return name.replaceAll(/\/{2,}/g, '/')
}

function isBlank(c: string): boolean {
  return c === ' ' || c === '\t' || c === '\r'
}

const date =
  /(?:\d\d)?\d\d-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d{0,40})?)?(?: [+-]\d{4}| [+-]\d\d:\d\d)?$/

/** How much of the end of a line is a date with the blanks in front of it. */
function dateLength(text: string): number {
  const tail = text.slice(-100)
  const found = date.exec(tail)
  if (found === null) return 0
  let start = text.length - tail.length + found.index
  if (text.charAt(start - 1) === '\t') return text.length - start + 1
  if (text.charAt(start - 1) !== ' ') return 0
  while (text.charAt(start - 1) === ' ') start--
  return text.length - start
}
