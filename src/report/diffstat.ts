import { plural } from './summary.ts'

export interface StatLine {
  readonly path: string
  readonly added: number
  readonly removed: number
}

/** A diffstat as git format-patch writes it: a line for each file, then ` 2 files changed, ...`. */
export function diffstat(files: readonly StatLine[]): readonly string[] {
  const width = Math.max(...files.map(({ path }) => path.length))
  const most = Math.max(...files.map(({ added, removed }) => added + removed))
  const digits = String(most).length
  // git gives a mail 72 columns.
  const room = Math.max(72 - width - digits - 5, 10)
  const scale = most > room ? room / most : 1
  const bar = (count: number, sign: string): string =>
    count === 0 ? '' : sign.repeat(Math.max(1, Math.round(count * scale)))
  const lines = files.map(({ path, added, removed }) =>
    ` ${path.padEnd(width)} | ${String(added + removed).padStart(digits)} ${bar(added, '+')}${bar(removed, '-')}`.trimEnd(),
  )
  return [...lines, summary(files)]
}

/** A file's line from its changed lines, each with its sign first; other lines may stand between. */
export function statOf(path: string, lines: readonly string[]): StatLine {
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length
  return { path, added: count('+'), removed: count('-') }
}

function summary(files: readonly StatLine[]): string {
  const sum = (of: (file: StatLine) => number) => files.reduce((all, file) => all + of(file), 0)
  const added = sum((file) => file.added)
  const removed = sum((file) => file.removed)
  const parts = [
    `${plural(files.length, 'file')} changed`,
    ...(added > 0 || removed === 0 ? [`${plural(added, 'insertion')}(+)`] : []),
    ...(removed > 0 || added === 0 ? [`${plural(removed, 'deletion')}(-)`] : []),
  ]
  return ` ${parts.join(', ')}`
}
