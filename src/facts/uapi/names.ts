import type { DiffLine } from '../../model.ts'

/** What a line of a uapi header declares. */
export interface Declared {
  readonly kind: 'define' | 'enumerator' | 'field'
  readonly name: string
  /** A define's replacement or an enumerator's number, without blanks and comments; '' without one. */
  readonly value: string
}

/** Reads one line; null where it declares nothing that userspace holds on to. */
export function declaredBy({ text }: DiffLine): Declared | null {
  const code =
    text
      .slice(0, MOST_LINE)
      .split(/\/[*/]/)[0]
      ?.trimEnd() ?? ''
  const define = /^\s*#\s*define\s+(\w+)(?:\s+(\S.*))?$/.exec(code)
  if (define !== null) return named('define', define[1], define[2])
  const enumerator = /^\s+([A-Z][A-Z0-9_]{3,})(?:\s*=\s*([^,]{1,60}))?,?$/.exec(code)
  if (enumerator !== null) return named('enumerator', enumerator[1], enumerator[2])
  const field =
    /^\s+(?:(?:struct|union|enum|unsigned|const) )?\w+[ \t*]+([A-Za-z_]\w*)(?:\[[^\]]{0,60}\])?;$/.exec(
      code,
    )
  return field === null ? null : named('field', field[1], '')
}

/** The longest line that is looked at. */
const MOST_LINE = 300

function named(kind: Declared['kind'], name: string | undefined, value = ''): Declared | null {
  return name === undefined || INTERNAL.test(name)
    ? null
    : { kind, name, value: value.replaceAll(/\s/g, '') }
}

/** Guards, room for more, and the ends of lists, which grow. */
const INTERNAL =
  /^_*(?:UAPI|LINUX|ASM)_?\w*_H_*$|_H_?_?$|pad|resv|reserved|unused|dummy|^__|(?:MAX|NUM|NR|COUNT|LAST|END|SIZE|LEN|VERSION|MASK|ALL)(?:_|\d|$)|^(?:NUM|NR|MAX)_|_(?:max|num|nr)$/i

/** A number as it is written, or an ioctl with its letter and number; null for what would have to be worked out. */
export function numberOf(value: string): string | null {
  const plain = /^\(?(0[xX][0-9a-fA-F]+|\d+)[uUlL]*\)?$/.exec(value)?.[1]
  if (plain !== undefined) return plain.length > 18 ? plain.toLowerCase() : String(Number(plain))
  const ioctl = /^_IO[RW]{0,2}\((\w+|'.'),(0[xX][0-9a-fA-F]+|\d+)[,)]/.exec(value)
  return ioctl === null ? null : `${ioctl[1] ?? ''} ${Number(ioctl[2])}`
}
