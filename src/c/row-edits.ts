import type { Image } from '../model.ts'
import { rowAt } from './image.ts'

/** Text between two offsets of an image that gives way to lines; nothing between them puts whole lines in. */
export interface Spliced {
  readonly from: number
  readonly to: number
  readonly lines: readonly string[]
}

/** Whole rows of an image, from `row` on, that give way to others. */
export interface RowEdit {
  readonly row: number
  readonly old: readonly string[]
  readonly fresh: readonly string[]
}

/** Makes edits of whole rows: what is left and right of the spliced text on its rows stays. */
export function rowEdits(image: Image, spliced: readonly Spliced[]): readonly RowEdit[] | string {
  const edits: RowEdit[] = []
  for (const group of sharingRows(image, spliced)) {
    const edit = ofGroup(image, group)
    if (typeof edit === 'string') return edit
    edits.push(...minimal(edit))
  }
  return edits.length === 0 ? 'the fix changes nothing here' : edits
}

/** Splices on the same row are made together. */
function sharingRows(
  { rows }: Image,
  spliced: readonly Spliced[],
): readonly (readonly Spliced[])[] {
  const groups: Spliced[][] = []
  let end = -1
  for (const splice of spliced.toSorted((a, b) => a.from - b.from)) {
    const row = rowAt(rows, splice.from)
    if (isInsertion(splice) || row > end) groups.push([splice])
    else groups.at(-1)?.push(splice)
    end = isInsertion(splice) ? row - 1 : rowAt(rows, splice.to)
  }
  return groups
}

function isInsertion({ from, to }: Spliced): boolean {
  return from === to
}

function ofGroup(image: Image, group: readonly Spliced[]): RowEdit | string {
  const { syntax, rows } = image
  const [first] = group
  const last = group.at(-1)
  if (first === undefined || last === undefined) return 'the fix changes nothing here'
  if (isInsertion(first)) {
    const row = first.from >= syntax.source.length ? rows.length : rowAt(rows, first.from)
    return { row, old: [], fresh: likeThere(image, row - 1, first.lines) }
  }
  const row = rowAt(rows, first.from)
  const endRow = rowAt(rows, last.to)
  const start = rows[row] ?? 0
  const end = (rows[endRow + 1] ?? syntax.source.length + 1) - 1
  let text = ''
  let at = start
  for (const { from, to, lines } of group) {
    if (from < at) return 'two parts of the fix meet here'
    const left = text + syntax.source.slice(at, from)
    const right = syntax.source.slice(to, end)
    const isFirst = left.slice(left.lastIndexOf('\n') + 1).trim() === ''
    if (lines.length > 0)
      text = isFirst ? dropIndent(left) + lines.join('\n') : left + inline(lines)
    else text = /^\s*(?:[;,)\]]|$)/.test(right.slice(0, 200)) ? left.trimEnd() : left
    if (lines.length === 0 && !isFirst && /^\s*\/[/*]/.test(right.slice(0, 200)))
      return 'a comment stands behind what the fix takes away'
    at = to
  }
  const behind = syntax.source.slice(at, end)
  const rest = text.trim() === '' ? behind.trimStart() : behind
  if (text.trim() === '' && /^\s*\/[/*]/.test(rest.slice(0, 200)))
    return 'a comment stands behind what the fix takes away'
  const whole = text + rest
  const old = syntax.source.slice(start, end).split('\n')
  if (whole.trim() === '') return widened(image, { row, old, fresh: [] })
  return { row, old, fresh: likeThere(image, row, whole.split('\n')) }
}

function dropIndent(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1)
}

function inline(lines: readonly string[]): string {
  return [lines[0]?.trimStart() ?? '', ...lines.slice(1)].join('\n')
}

/** Lines end as those of the file do, and without blanks. */
function likeThere(image: Image, row: number, lines: readonly string[]): readonly string[] {
  const cr = textOfRow(image, row).endsWith('\r') ? '\r' : ''
  return lines.map((line) => line.trimEnd() + cr)
}

function textOfRow({ syntax, rows }: Image, row: number): string {
  if (row < 0) return ''
  const end = rows[row + 1] ?? syntax.source.length + 1
  return syntax.source.slice(rows[row], end - 1)
}

/** A blank row that stands behind a brace, before one, or beside another blank row goes with the rows between. */
function widened(image: Image, edit: RowEdit): RowEdit {
  const before = textOfRow(image, edit.row - 1)
  const next = edit.row + edit.old.length
  const after = textOfRow(image, next)
  const isShown = (row: number) => (image.lines[row] ?? null) !== null
  const isBlank = (text: string) => text.trim() === ''
  if (isShown(next) && isBlank(after) && (isBlank(before) || before.trimEnd().endsWith('{')))
    return { ...edit, old: [...edit.old, after] }
  if (isShown(edit.row - 1) && isBlank(before) && after.trimStart().startsWith('}'))
    return { ...edit, row: edit.row - 1, old: [before, ...edit.old] }
  return edit
}

/** The same without the rows that stay as they are. */
function minimal({ row, old, fresh }: RowEdit): readonly RowEdit[] {
  const stays = commonRows(old, fresh)
  const edits: RowEdit[] = []
  let o = 0
  let f = 0
  for (const [at, other] of [...stays, [old.length, fresh.length] as const]) {
    const edit = { row: row + o, old: old.slice(o, at), fresh: fresh.slice(f, other) }
    if (edit.old.length + edit.fresh.length > 0) edits.push(edit)
    o = at + 1
    f = other + 1
  }
  return edits
}

/** More pairs of rows than this are not compared: no fix is so long, but the code it found may be. */
const MOST_PAIRS = 10_000

/** The longest common subsequence, as pairs of places. */
function commonRows(
  old: readonly string[],
  fresh: readonly string[],
): readonly (readonly [number, number])[] {
  if (old.length * fresh.length > MOST_PAIRS) return []
  const width = fresh.length + 1
  const longest = new Uint32Array((old.length + 1) * width)
  for (let o = old.length - 1; o >= 0; o--) {
    for (let f = fresh.length - 1; f >= 0; f--) {
      const at = o * width + f
      longest[at] =
        old[o] === fresh[f]
          ? (longest[at + width + 1] ?? 0) + 1
          : Math.max(longest[at + width] ?? 0, longest[at + 1] ?? 0)
    }
  }
  const pairs: (readonly [number, number])[] = []
  for (let o = 0, f = 0; o < old.length && f < fresh.length; ) {
    const at = o * width + f
    if (old[o] === fresh[f]) pairs.push([o++, f++])
    else if ((longest[at + width] ?? 0) >= (longest[at + 1] ?? 0)) o++
    else f++
  }
  return pairs
}
