import { firstElement } from './homes.ts'

/** What a path's accepted patches begin with: a row of rules/tables/subject-prefixes.tsv. */
export interface PrefixRow {
  /** A file, or a folder with its slash. */
  readonly path: string
  /** The commonest first element of its accepted subjects. */
  readonly prefix: string
  /** Accepted patches that begin with it, and all that lie wholly below the path. */
  readonly accepted: number
  readonly patches: number
  /** Other first elements that were accepted more than once. */
  readonly others: readonly string[]
  /** The folders directly in it that agree with it, by two accepted patches or more. */
  readonly below: readonly string[]
}

/** Accepted patches below a path, before it says anything, and the share of them that has to agree. */
const FEWEST = 10
const AGREE = 0.9

/** Whether a row's patches agree on how they begin. */
export function agrees({ accepted, patches }: PrefixRow): boolean {
  return patches >= FEWEST && accepted >= AGREE * patches
}

/** The row that a title goes against; null where the most specific row does not agree, or the title does. */
export function usualPrefix(
  { rows, prefixes }: PrefixTable,
  homes: readonly string[],
  title: string,
): PrefixRow | null {
  const at = homes.findIndex((home) => rows.has(home))
  const row = rows.get(homes[at] ?? '')
  if (row === undefined || !agrees(row) || EXEMPT.test(title)) return null
  // What a folder says of its files it need not say of a folder in it that it does not know.
  const inside = homes[at - 1]?.slice(row.path.length) ?? ''
  if (inside.endsWith('/') && !row.below.includes(inside)) return null
  const own = firstElement(title)
  if (own === null) return row
  const plain = (text: string): string => (CASE_COUNTS.test(row.path) ? text : text.toLowerCase())
  if ([row.prefix, ...row.others].some((usual) => plain(usual) === plain(own))) return null
  // Another subsystem's name on code that it shares is a choice; the name of a folder above is none.
  const low = own.toLowerCase()
  const isAbove = (homes[0] ?? '').toLowerCase().split('/').includes(low)
  return prefixes.has(low) && low !== row.prefix.toLowerCase() && !isAbove ? null : row
}

/** Where "ARM: dts" and "arm64: dts" tell two trees apart; elsewhere nobody minds "kvm" for "KVM". */
const CASE_COUNTS = /^arch\/arm(?:64)?\/(?!kvm\/)|\/dts\//

/** The table as it is asked. */
export interface PrefixTable {
  readonly rows: ReadonlyMap<string, PrefixRow>
  /** What the rows that agree begin with, in lower case. */
  readonly prefixes: ReadonlySet<string>
}

export function prefixTable(rows: readonly PrefixRow[]): PrefixTable {
  return {
    rows: new Map(rows.map((row) => [row.path, row])),
    prefixes: new Set(rows.filter(agrees).map(({ prefix }) => prefix.toLowerCase())),
  }
}

/** Reverts, changes of a whole tree, marks of work that is not to be applied, and what has rules of its own. */
const EXEMPT =
  /^\W|^(?:rfc|wip|hack|debug|test|do not|don't|dnm|not for|revert|reapply|treewide|tree-wide|global|fixup!|squash!|amend!|maintainers|mailmap|dt-bindings?|docs?|documentation|spdx|licen[cs]es?)(?!\w)/i
