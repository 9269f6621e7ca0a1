import type { DiffLine, FileDiff, Patch } from '../../model.ts'
import { pathOf } from '../changes.ts'
import type { Component } from './components.ts'
import { partSubjects } from './subjects.ts'

/** Which changes of a patch go to which patch of a split. */
export interface SplitPlan {
  readonly parts: readonly SplitPart[]
  /** The place in `parts` of each changed line; a whole file where it cannot be divided. */
  readonly partOf: (file: FileDiff, line: DiffLine) => number
  /** The place in `parts` of a file that cannot be divided. */
  readonly wholeIn: (file: FileDiff) => number
}

export interface SplitPart {
  /** A proposal, with the prefix of the patch, or of the folder where the part is far from it: "KVM: arm64: Change __compute_pmceid()". */
  readonly subject: string
  /** What the log says of it, on one line; null where it says nothing that can be told apart. */
  readonly said: string | null
  /** It keeps the log of the patch. */
  readonly main: boolean
  /** Where its changes stand: "arch/arm64/kvm/pmu-emul.c:851". */
  readonly places: readonly string[]
}

/** More parts than this are one change in many places. */
const MOST_PARTS = 4

/**
 * A plan that puts each of the given components into a patch of its own, in the order they stand in, and all
 * that hangs on none of them beside what it stands next to. Null when changes of two lie in one run of
 * lines, which no patch can divide, and when a hunk has no line numbers.
 */
export function splitPlan(patch: Patch, cores: readonly Component[]): SplitPlan | null {
  if (cores.length < 2 || cores.length > MOST_PARTS) return null
  if (
    patch.files.some(({ hunks }) =>
      hunks.some(({ range, complete }) => range === null || !complete),
    )
  )
    return null
  const core = new Map<DiffLine, number>()
  for (const [part, { changes }] of cores.entries())
    for (const { line } of changes) core.set(line, part)
  const placed = new Map<DiffLine, number>()
  const whole = new Map<FileDiff, number>()
  const main = mainPart(patch, cores)
  for (const file of patch.files) {
    const runs = runsOf(file)
    const parts = runs.map((run) => partsIn(run, core))
    if (parts.some((found) => found.length > 1)) return null
    const known = parts.map(([part]) => part ?? null)
    const all = new Set(known.filter((part) => part !== null))
    if (isIndivisible(file) && all.size > 1) return null
    const [first] = all
    const fallback = all.size > 0 && first !== undefined ? first : (byName(file, cores) ?? main)
    whole.set(file, fallback)
    for (const [i, run] of runs.entries()) {
      const part = known[i] ?? nearest(runs, known, i) ?? fallback
      for (const line of run) placed.set(line, part)
    }
  }
  const partOf = (file: FileDiff, line: DiffLine): number =>
    placed.get(line) ?? whole.get(file) ?? main
  const subjects = partSubjects(patch, cores, main)
  const parts = cores.map((_, i) => ({
    subject: subjects[i]?.subject ?? patch.text.title,
    said: subjects[i]?.said ?? null,
    main: i === main,
    places: placesOf(patch, partOf, i, whole),
  }))
  return { parts, partOf, wholeIn: (file) => whole.get(file) ?? main }
}

/** A rename, a new file, another mode: it happens once, as a whole. */
export function isIndivisible(file: FileDiff): boolean {
  return file.status !== 'modified' || file.binary || file.newMode !== file.oldMode
}

/** Changed lines that stand next to each other. */
function runsOf(file: FileDiff): readonly (readonly DiffLine[])[] {
  const found: DiffLine[][] = []
  for (const { lines } of file.hunks) {
    let open: DiffLine[] | null = null
    for (const line of lines) {
      if (line.sign === ' ') open = null
      else if (open === null) found.push((open = [line]))
      else open.push(line)
    }
  }
  return found
}

function partsIn(run: readonly DiffLine[], core: ReadonlyMap<DiffLine, number>): readonly number[] {
  return [...new Set(run.flatMap((line) => core.get(line) ?? []))]
}

/** A comment goes with the code it stands next to, when the mail shows both close together. */
function nearest(
  runs: readonly (readonly DiffLine[])[],
  known: readonly (number | null)[],
  at: number,
): number | null {
  const here = runs[at]?.[0]?.mailLine ?? 0
  let best: { part: number; far: number } | null = null
  for (const i of [at - 1, at + 1]) {
    const part = known[i] ?? null
    const far = Math.abs((runs[i]?.[0]?.mailLine ?? 0) - here)
    if (part !== null && far <= 20 && (best === null || far < best.far)) best = { part, far }
  }
  return best?.part ?? null
}

/** A file that is no code goes with the part whose names it shares. */
function byName(file: FileDiff, cores: readonly Component[]): number | null {
  const words = new Set(
    file.hunks
      .flatMap(({ lines }) => lines)
      .filter(({ sign }) => sign !== ' ')
      .flatMap(({ text }) => text.match(/\w{4,}/g) ?? []),
  )
  const scores = cores.map((core) => [...core.words].filter((word) => words.has(word)).length)
  const most = Math.max(...scores)
  return most === 0 ? null : scores.indexOf(most)
}

/** The part that the title speaks of; the first when that does not tell. */
function mainPart(patch: Patch, cores: readonly Component[]): number {
  const title = new Set(patch.text.title.toLowerCase().match(/[a-z0-9]{4,}/g) ?? [])
  const scores = cores.map(
    ({ words }) =>
      [...words].filter((word) =>
        word
          .toLowerCase()
          .split('_')
          .some((piece) => title.has(piece)),
      ).length,
  )
  return Math.max(scores.indexOf(Math.max(...scores)), 0)
}

/** One place a file: its path, and the first lines of the hunks where only some of them belong to the part. */
function placesOf(
  patch: Patch,
  partOf: SplitPlan['partOf'],
  part: number,
  whole: ReadonlyMap<FileDiff, number>,
): readonly string[] {
  return patch.files.flatMap((file) => {
    const path = pathOf(file) ?? 'a file without a name'
    const runs = runsOf(file)
    if (runs.length === 0) return whole.get(file) === part ? [path] : []
    const mine = runs.filter(([line]) => line !== undefined && partOf(file, line) === part)
    if (mine.length === 0) return []
    if (mine.length === runs.length) return [path]
    const lines = mine.flatMap(placeOf)
    const some = lines.length > 4 ? [...lines.slice(0, 4), '...'] : lines
    return [`${path}:${some.join(',')}`]
  })
}

/** The line of the new file where it adds one, else of the old. */
function placeOf(run: readonly DiffLine[]): readonly number[] {
  const [first] = run
  const line = run.find(({ newLine }) => newLine !== null)?.newLine ?? first?.oldLine ?? null
  return line === null ? [] : [line]
}
