import type { DiffLine, FileDiff, Patch } from '../../model.ts'
import { pathOf } from '../changes.ts'

/** A name that userspace will know, on the added line that brings it. */
export interface Interface {
  readonly name: string
  readonly file: FileDiff
  readonly line: DiffLine
}

/** A sort of interface: the files that bring it, the lines that do, and where it is documented. */
export interface Sort {
  readonly files: RegExp
  /** Group 1 is the name. */
  readonly line: RegExp
  /** Likewise, for lines that mean it only with a certain line close by. */
  readonly beside: { readonly line: RegExp; readonly near: RegExp } | null
  /** Names that are documented for every user, or say no more than another. */
  readonly known: RegExp | null
  readonly documents: RegExp
  /** Forms under which the documentation may have the name; names with the same first form are one interface. */
  readonly forms: (name: string) => readonly string[]
}

/** New interfaces of a patch, each once; not those on a removed or kept line, which only move or get a row. */
export function addedInterfaces(patch: Patch, sort: Sort): readonly Interface[] {
  const found = new Map<string, Interface>()
  const old = new Set<string>()
  for (const file of patch.files) {
    const path = pathOf(file)
    if (path === null || !sort.files.test(path)) continue
    for (const { lines } of file.hunks)
      for (const [i, line] of lines.entries()) {
        const name = nameIn(lines, i, sort)
        if (name === undefined || sort.known?.test(name) === true) continue
        // raw0, raw1 and raw2 are one remark.
        const key = sort.forms(name)[0] ?? name
        if (line.sign !== '+') old.add(name)
        else if (!found.has(key)) found.set(key, { name, file, line })
      }
  }
  return [...found.values()].filter(({ name }) => !old.has(name))
}

/** Lines before and after in which the neighbour is looked for: the fields of a small initializer. */
const NEAR = 3

function nameIn(lines: readonly DiffLine[], i: number, sort: Sort): string | undefined {
  const text = lines[i]?.text.slice(0, 500) ?? ''
  const name = sort.line.exec(text)?.[1]
  if (name !== undefined || sort.beside === null) return name
  const { line, near } = sort.beside
  const beside = line.exec(text)?.[1]
  if (beside === undefined) return undefined
  const close = lines.slice(Math.max(0, i - NEAR), i + NEAR + 1)
  return close.some((other) => near.test(other.text.slice(0, 500))) ? beside : undefined
}

/** The text that the patch adds to the documentation of that sort, line by line. */
export function addedDocs(patch: Patch, sort: Sort): readonly string[] {
  return patch.files
    .filter((file) => sort.documents.test(pathOf(file) ?? ''))
    .flatMap((file) => file.hunks.flatMap((hunk) => hunk.lines))
    .flatMap(({ sign, text }) => (sign === '+' ? [text] : []))
}
