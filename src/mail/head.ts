/** The header block of a mail or of one of its parts, undecoded: one character is one byte. */
export interface Head {
  /** Lower-case name -> the unfolded values, in the order given. */
  readonly fields: ReadonlyMap<string, readonly string[]>
  /** Offset of the first byte of the body. */
  readonly bodyStart: number
  /** True when a blank line (or the end) closes the block, false when text runs into it. */
  readonly closed: boolean
  /** True when the text ended before the block did. */
  readonly isOpen: boolean
}

/**
 * Reads the header block at the start of `text` as git mailinfo does: it ends at a blank line or
 * at the first line that is no header. mbox separators (`From x`, `>From x`), and the first line
 * of a git format-patch file, are skipped.
 */
export function readHead(text: string): Head {
  const fields = new Map<string, string[]>()
  let values: string[] | null = null
  let at = 0
  while (at < text.length) {
    const newline = text.indexOf('\n', at)
    const next = newline < 0 ? text.length : newline + 1
    const line = stripEnd(text.slice(at, newline < 0 ? text.length : newline))
    const beforeFirst = fields.size === 0
    // Blank lines in front of the first header are skipped (mailinfo.c: "while (isspace(peek))").
    if (line === '' && !beforeFirst) return { fields, bodyStart: next, closed: true, isOpen: false }
    if (line !== '' && !fromLine.test(line)) {
      const first = line.charCodeAt(0)
      const colon = fieldEnd(line)
      if ((first === 0x20 || first === 0x09) && values !== null) {
        values.push(`${values.pop() ?? ''} ${line.trimStart()}`)
      } else if (colon > 0) {
        const name = line.slice(0, colon).toLowerCase()
        values = fields.get(name) ?? []
        values.push(line.slice(colon + 1).trimStart())
        fields.set(name, values)
      } else {
        return { fields, bodyStart: at, closed: false, isOpen: false }
      }
    }
    at = next
  }
  return { fields, bodyStart: text.length, closed: true, isOpen: true }
}

/** The first value: where a header stands twice, the first one counts. */
export function fieldOf(head: Head, name: string): string | null {
  return head.fields.get(name)?.[0] ?? null
}

/** `text/plain; charset="utf-8"` -> its type in lower case and its parameters. */
export function parameterised(value: string): {
  readonly value: string
  readonly parameters: ReadonlyMap<string, string>
} {
  const parameters = new Map<string, string>()
  const first = value.indexOf(';')
  const type = (first < 0 ? value : value.slice(0, first)).trim().toLowerCase()
  const rest = first < 0 ? '' : value.slice(first)
  for (const m of rest.matchAll(/;\s*([\w.*-]+)\s*=\s*(?:"([^"]*)"|([^\s";]+))/g)) {
    const name = (m[1] ?? '').toLowerCase()
    if (!parameters.has(name)) parameters.set(name, m[2] ?? m[3] ?? '')
  }
  return { value: type, parameters }
}

const fromLine = /^>?From /

function stripEnd(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

/** Offset of the colon of `Name: value`, or -1: RFC 5322 3.6.8, printable ASCII without blank. */
function fieldEnd(line: string): number {
  for (let i = 0; i < line.length; i++) {
    const c = line.charCodeAt(i)
    if (c === 0x3a) return i
    if (c < 33 || c > 126) return -1
  }
  return -1
}
