import { letters, unquoteBytes } from './unquote.ts'

/**
 * Reads a name as `diff --git`, `---` and `+++` write it, without taking off any prefix:
 * `"a/\303\274.c"`, `a/with blank.c`, `a/x.c<TAB>2024-01-01 ...`.
 */
export function readName(text: string): string {
  const quoted = unquote(text)
  if (quoted !== null) return quoted.name
  const dated = text.replace(timestamp, '')
  const tab = dated.indexOf('\t')
  // git looks for the date first, as a name before a date may hold a tab (find_name_traditional).
  return tab >= 0 && dated.length === text.length ? text.slice(0, tab) : dated
}

/** Reads a name of a git header: never with a date, and on rename and copy lines up to the line's end. */
export function readGitName(text: string, end: 'tab' | 'line'): string {
  const quoted = unquote(text)
  if (quoted !== null) return quoted.name
  return end === 'tab' ? (text.split('\t', 1)[0] ?? '') : text
}

// "\t2010-08-18 20:13:31.744002255 -0500", also with a blank before it, no fraction, no zone.
const timestamp =
  /(?:\t|(?<! ) ) *\d{2,4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?(?: [+-]\d\d:?\d\d)?$/

/** Undoes git's C quoting: `"a/\303\274.c" ...` gives the name and how long its quoted form is. */
function unquote(text: string): { readonly name: string; readonly length: number } | null {
  if (!text.startsWith('"')) return null
  const bytes = Buffer.from(text, 'utf8').toString('latin1')
  const found = unquoteBytes(bytes)
  if (found === null) return null
  const { length } = utf8(bytes.slice(0, found.length))
  return { name: utf8(found.name), length }
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** Quotes a path as git's headers do with core.quotePath: `a/ü.c` gives `"a/\303\274.c"`. */
export function quote(path: string): string {
  const bytes = new TextEncoder().encode(path)
  if (bytes.every((b) => b >= 0x20 && b < 0x7f && b !== 0x22 && b !== 0x5c)) return path
  const byByte = new Map(Object.entries(letters).map(([letter, byte]) => [byte, letter]))
  const quoted = Array.from(bytes, (b) => {
    const letter = byByte.get(b)
    if (letter !== undefined) return `\\${letter}`
    if (b >= 0x20 && b < 0x7f) return String.fromCodePoint(b)
    return `\\${b.toString(8).padStart(3, '0')}`
  })
  return `"${quoted.join('')}"`
}

/**
 * Takes `a/x.c b/x.c` of a `diff --git` line apart. Names may hold blanks, so the right blank is
 * the one with the same name on both sides behind the first slash (git_header_name); null when
 * there is no such blank.
 */
export function splitNames(text: string): readonly [string, string] | null {
  const first = unquote(text)
  if (first !== null) return [first.name, readName(text.slice(first.length + 1))]
  const second = text.indexOf(' "')
  if (second > 0 && text.endsWith('"')) {
    const name = unquote(text.slice(second + 1))
    if (name !== null) return [text.slice(0, second), name.name]
  }
  // Equal names leave one place for the blank: with prefixes of the same length it is the middle.
  const middle = (text.length - 1) / 2
  if (text[middle] === ' ' && sameName(text.slice(0, middle), text.slice(middle + 1)))
    return [text.slice(0, middle), text.slice(middle + 1)]
  // Trying every blank is quadratic, so not for lines that no real path needs.
  for (let at = text.indexOf(' '); at > 0 && text.length < 1024; at = text.indexOf(' ', at + 1)) {
    if (sameName(text.slice(0, at), text.slice(at + 1)))
      return [text.slice(0, at), text.slice(at + 1)]
  }
  return null
}

function sameName(left: string, right: string): boolean {
  return left === right || stripOne(left) === stripOne(right)
}

/** Takes the first component off: `a/x/y.c` gives `x/y.c`; a name without a slash stays. */
export function stripOne(name: string): string {
  const slash = name.indexOf('/')
  return slash < 0 ? name : name.slice(slash + 1)
}

/** git makes one slash of several in all names but those of a `diff --git` line. */
export function squash(name: string): string {
  return name.replaceAll(/\/{2,}/g, '/')
}
