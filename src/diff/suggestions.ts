import { type Edit, type Row, type Shown, overlap, unifiedDiff } from './edits.ts'

/** A suggestion read back: the unified diff that `unifiedDiff` wrote. */
export interface Suggestion {
  readonly path: string
  readonly shown: Shown
  readonly edits: readonly Edit[]
}

/** Takes a suggestion's diff apart; it is our own, so nothing of it is in doubt. */
export function readSuggestion(diff: string): Suggestion {
  const shown = new Map<number, Row>()
  const edits: { at: number; old: Row[]; fresh: Row[] }[] = []
  const lines = diff.split('\n').slice(0, -1)
  const path = (lines[1] ?? '').slice('+++ b/'.length)
  let at = 1
  let edit: (typeof edits)[number] | null = null
  for (const [i, line] of lines.entries()) {
    if (i < 2 || line.startsWith('\\')) continue
    if (line.startsWith('@@')) {
      const [, start = '1', count = '1'] = /^@@ -(\d+)(?:,(\d+))?/.exec(line) ?? []
      at = Number(start) + (count === '0' ? 1 : 0)
      edit = null
      continue
    }
    const row = { text: line.slice(1), noEol: lines[i + 1]?.startsWith('\\') === true }
    if (line.startsWith(' ')) edit = null
    else if (edit === null) edits.push((edit = { at, old: [], fresh: [] }))
    if (line.startsWith('+')) edit?.fresh.push(row)
    else {
      if (line.startsWith('-')) edit?.old.push(row)
      shown.set(at, row)
      at++
    }
  }
  return { path, shown, edits }
}

export interface MergedSuggestions {
  /** One unified diff per file, in the order the files come first. */
  readonly diffs: readonly string[]
  /** Which of the suggestions (by place) could not be made with those before them. */
  readonly left: readonly number[]
}

/** Puts suggestions against the same files together: those that meet an earlier one are left. */
export function mergeSuggestions(diffs: readonly string[]): MergedSuggestions {
  const byPath = new Map<string, { shown: Map<number, Row>; edits: Edit[] }>()
  const left: number[] = []
  for (const [i, diff] of diffs.entries()) {
    const { path, shown, edits } = readSuggestion(diff)
    const file = byPath.get(path) ?? { shown: new Map<number, Row>(), edits: [] }
    const fresh = edits.filter((edit) => !file.edits.some((other) => same(edit, other)))
    if (fresh.some((edit) => file.edits.some((other) => overlap(edit, other)))) {
      left.push(i)
      continue
    }
    for (const [line, row] of shown) file.shown.set(line, row)
    file.edits.push(...fresh)
    byPath.set(path, file)
  }
  const merged = [...byPath].map(([path, { shown, edits }]) => unifiedDiff(path, shown, edits))
  return { diffs: merged, left }
}

function same(a: Edit, b: Edit): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
