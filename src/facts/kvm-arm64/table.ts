import type { DiffLine, FileDiff, Hunk, Patch, Side } from '../../model.ts'
import { rowAt, rowStarts } from '../../c/image.ts'
import { pathOf, whereOf } from '../changes.ts'
import type { Situation } from '../situation.ts'
import { entries, type Entry } from './entries.ts'
import { registers, type Registers } from './registers.ts'

/** One table row that a patch of the series shows. */
export interface ShownEntry {
  readonly entry: Entry
  readonly side: Side
  readonly patch: Patch
  readonly file: FileDiff
  readonly hunk: Hunk
  /** The first changed line of the row; its first line when none is. */
  readonly line: DiffLine
  /** Some line of the row is added (new side) or removed (old side). */
  readonly changed: boolean
  /** The row is there after this patch. */
  readonly stays: boolean
  /** No later patch of the series shows the register's row again. */
  readonly last: boolean
  readonly where: string
}

/** The register table of this situation; read once a run. */
export function tableOf(situation: Situation): Registers {
  return situation.perRun(registers, () => registers(situation.knowledge, situation.tree))
}

/** Every table row in the hunks of the series, in the order of the patches. */
export function seriesEntries(situation: Situation): readonly ShownEntry[] {
  return situation.perSeries(seriesEntries, () => {
    const rows = situation.series.patches.flatMap((patch) =>
      patch.files
        .filter(mayHoldTable)
        .flatMap((file) => file.hunks.flatMap((hunk) => [...hunkEntries(patch, file, hunk)])),
    )
    const lastPatch = new Map<string, Patch>()
    for (const row of rows) lastPatch.set(row.entry.register, row.patch)
    return rows.map((row) => ({ ...row, last: lastPatch.get(row.entry.register) === row.patch }))
  })
}

function mayHoldTable(file: FileDiff): boolean {
  const path = pathOf(file)
  return path === null || /^(?:arch\/arm64\/kvm|virt\/kvm\/arm)\/.*\.[ch]$/.test(path)
}

function* hunkEntries(
  patch: Patch,
  file: FileDiff,
  hunk: Hunk,
): Generator<Omit<ShownEntry, 'last'>> {
  for (const side of ['old', 'new'] as const) {
    const shown = hunk.lines.filter((line) => line.sign !== (side === 'old' ? '+' : '-'))
    const text = shown.map((line) => line.text).join('\n')
    if (!/\b(?:SYS_DESC|AA32|CRn|(?:(?=\w*SYS_REG)|ID_|EL2_REG)\w+)\s*\(/.test(text)) continue
    const starts = rowStarts(text)
    for (const entry of entries(text)) {
      const from = rowAt(starts, entry.start)
      const to = rowAt(starts, endOfRow(text, entry.start))
      const lines = shown.slice(from, to + 1)
      const mark = side === 'old' ? '-' : '+'
      const changed = lines.find((line) => line.sign === mark)
      const line = changed ?? lines[0]
      if (line === undefined) continue
      yield {
        entry,
        side,
        patch,
        file,
        hunk,
        line,
        changed: changed !== undefined,
        stays: side === 'new',
        where: whereOf(patch, file, line),
      }
    }
  }
}

function endOfRow(text: string, start: number): number {
  let depth = 0
  for (let i = start; i < text.length; i++) {
    const c = text[i]
    if (c === '{' || c === '(') depth++
    if (c === '}' || c === ')') {
      depth--
      if (depth === 0) return i
    }
  }
  return text.length - 1
}
