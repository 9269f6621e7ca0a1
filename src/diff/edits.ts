import type { DiffLine, FileDiff } from '../model.ts'
import { sideLines } from './side.ts'

/** Lines of a file put in the place of others. */
export interface Edit {
  /** The line, from 1, that the first of `old` is; where there is none, the line before which `fresh` comes. */
  readonly at: number
  readonly old: readonly Row[]
  readonly fresh: readonly Row[]
}

export interface Row {
  readonly text: string
  readonly noEol: boolean
}

/** What a patch shows of the file as it leaves it, by line number. */
export type Shown = ReadonlyMap<number, Row>

/** The lines of the new file whose numbers are known. */
export function shownBy(file: FileDiff): ReadonlyMap<number, DiffLine> {
  const shown = new Map<number, DiffLine>()
  for (const hunk of file.hunks) {
    for (const line of sideLines(hunk, 'new'))
      if (line.newLine !== null) shown.set(line.newLine, line)
  }
  return shown
}

/** The line behind the last one an edit takes away. */
export function endOf({ at, old }: Edit): number {
  return at + old.length
}

/** Whether two edits cannot both be made: they take the same line, or put lines in at the same place. */
export function overlap(a: Edit, b: Edit): boolean {
  if (a.at === b.at) return true
  const [first, second] = a.at < b.at ? [a, b] : [b, a]
  return endOf(first) > second.at
}

const CONTEXT = 3

/** A unified diff against the file that is shown, with up to three lines of context where they are known. */
export function unifiedDiff(path: string, shown: Shown, edits: readonly Edit[]): string {
  const lines = [`--- a/${path}`, `+++ b/${path}`]
  let delta = 0
  for (const group of grouped(shown, edits)) {
    const [first] = group
    const last = group.at(-1)
    if (first === undefined || last === undefined) continue
    const from = above(shown, first.at)
    const body: string[] = []
    let at = from
    let olds = 0
    let news = 0
    const keep = (to: number): void => {
      for (; at < to; at++) {
        body.push(...signed(' ', shown.get(at)))
        olds++
        news++
      }
    }
    for (const edit of group) {
      keep(edit.at)
      for (const row of edit.old) body.push(...signed('-', row))
      for (const row of edit.fresh) body.push(...signed('+', row))
      olds += edit.old.length
      news += edit.fresh.length
      at = endOf(edit)
    }
    keep(below(shown, endOf(last)))
    // A range of no lines names the line before it.
    const oldStart = olds === 0 ? from - 1 : from
    const newStart = news === 0 ? from + delta - 1 : from + delta
    lines.push(`@@ -${range(oldStart, olds)} +${range(newStart, news)} @@`, ...body)
    delta += news - olds
  }
  return `${lines.join('\n')}\n`
}

function range(start: number, count: number): string {
  return count === 1 ? String(start) : `${start},${count}`
}

function signed(sign: string, row: Row | undefined): readonly string[] {
  if (row === undefined) return []
  const end = row.noEol ? ['\\ No newline at end of file'] : []
  return [sign + row.text, ...end]
}

function above(shown: Shown, at: number): number {
  let from = at
  while (from > at - CONTEXT && shown.has(from - 1)) from--
  return from
}

function below(shown: Shown, at: number): number {
  let to = at
  while (to < at + CONTEXT && shown.has(to)) to++
  return to
}

/** Edits whose context meets share a hunk. */
function grouped(shown: Shown, edits: readonly Edit[]): readonly (readonly Edit[])[] {
  const groups: Edit[][] = []
  let end = -1
  for (const edit of edits.toSorted((a, b) => a.at - b.at)) {
    const group = groups.at(-1)
    if (group !== undefined && above(shown, edit.at) <= end) group.push(edit)
    else groups.push([edit])
    end = below(shown, endOf(edit))
  }
  return groups
}
