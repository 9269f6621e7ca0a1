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
  /** Names that are documented for every user, or say no more than another. */
  readonly known: RegExp | null
  readonly documents: RegExp
  /** Forms under which the documentation may have the name. */
  readonly forms: (name: string) => readonly string[]
}

/** New interfaces of a patch, each once; not those on a removed or kept line, which only move or get a row. */
export function addedInterfaces(patch: Patch, sort: Sort): readonly Interface[] {
  const found = new Map<string, Interface>()
  const old = new Set<string>()
  for (const file of patch.files) {
    const path = pathOf(file)
    if (path === null || !sort.files.test(path)) continue
    for (const line of file.hunks.flatMap((hunk) => hunk.lines)) {
      const name = sort.line.exec(line.text.slice(0, 500))?.[1]
      if (name === undefined || sort.known?.test(name) === true) continue
      if (line.sign !== '+') old.add(name)
      else if (!found.has(name)) found.set(name, { name, file, line })
    }
  }
  return [...found.values()].filter(({ name }) => !old.has(name))
}

/** Whether an added line of the patch's documentation has the name. */
export function documents(patch: Patch, sort: Sort, name: string): boolean {
  const forms = sort.forms(name)
  return patch.files.some(
    (file) =>
      sort.documents.test(pathOf(file) ?? '') &&
      file.hunks.some((hunk) =>
        hunk.lines.some(
          ({ sign, text }) => sign === '+' && forms.some((form) => text.includes(form)),
        ),
      ),
  )
}
