import type { Anchor, DiffLine, FileDiff, Image, Patch } from '../model.ts'
import type { Finding, Mending } from '../rulebook.ts'
import { applyFix } from '../c/apply-fix.ts'
import { grow, openBudget } from '../c/budget.ts'
import type { Fix } from '../c/fix.ts'
import type { RowEdit } from '../c/row-edits.ts'
import { type Edit, endOf, shownBy, unifiedDiff } from '../diff/edits.ts'
import { foldEdits } from '../diff/fold-edits.ts'
import type { Situation } from '../facts/situation.ts'
import type { CompiledRule } from './compile.ts'
import { judge, type Verdict } from './judge.ts'

/** A suggestion costs a judgement; nobody takes more of one kind from one patch. */
const MOST_SUGGESTIONS = 25

/** The findings of a rule with what its fix makes of each place: a suggestion that was tried, or why there is none. */
export function mend(
  compiled: CompiledRule,
  verdict: Verdict,
  situation: Situation,
): readonly Finding[] {
  const { fix } = compiled
  if (fix === null) return verdict.findings
  return verdict.findings.map((finding, at) => {
    const mending =
      at < MOST_SUGGESTIONS
        ? mendingOf({ compiled, fix, verdict, situation }, finding)
        : none(`a rule suggests at most ${MOST_SUGGESTIONS} changes to a patch`)
    return { ...finding, mending }
  })
}

interface Mended {
  readonly compiled: CompiledRule
  readonly fix: Fix
  readonly verdict: Verdict
  readonly situation: Situation
}

function mendingOf(mended: Mended, finding: Finding): Mending {
  const { fix, situation } = mended
  if (situation.late()) return none(LATE)
  const place = placeOf(finding.anchor, situation)
  if (typeof place === 'string') return none(place)
  const { file, image, row } = place
  const budget = openBudget(situation.late)
  grow(budget, image.syntax.size)
  const applied = applyFix(fix, image, row, finding.bindings, budget)
  if (!applied.ok) return none(situation.late() ? LATE : applied.why)
  const edits: Edit[] = []
  for (const rows of applied.edits) {
    const edit = editOf(image, rows)
    if (typeof edit === 'string') return none(edit)
    edits.push(edit)
  }
  const against = objection(mended, finding, file, edits)
  if (against !== null) return none(against)
  return {
    kind: 'suggestion',
    diff: unifiedDiff(file.newPath ?? '', shownBy(file), edits),
  }
}

const LATE = 'the time for the rule ran out'

function none(why: string): Mending {
  return { kind: 'none', why }
}

interface FixPlace {
  readonly file: FileDiff
  readonly image: Image
  readonly row: number
}

/** Where the comment stands in a new image. */
function placeOf(anchor: Anchor, { patch, images }: Situation): FixPlace | string {
  if (anchor.kind !== 'line') return 'the comment is about no line of the diff'
  for (const file of patch.files) {
    const hunk = file.hunks.find(({ lines }) =>
      lines.some(({ mailLine }) => mailLine === anchor.mailLine),
    )
    if (hunk === undefined) continue
    if (file.newPath === null) return 'the name of the file is not known'
    // What git would quote in the diff's header.
    if (!isPlain(file.newPath)) return 'the name of the file is unusual'
    if (file.hunks.some(({ range }) => range === null))
      return 'the @@ line is lost: the lines have no numbers'
    // Of a removed line: the one that stands in its place.
    const at = hunk.lines.findIndex(({ mailLine }) => mailLine === anchor.mailLine)
    const target = hunk.lines.slice(at).find(({ sign }) => sign !== '-')
    for (const pair of images(file).pairs) {
      if (pair.hunk !== null && pair.hunk !== hunk) continue
      const image = pair.image('new')
      const row = image?.lines.findIndex((line) => line !== null && line === target) ?? -1
      if (image !== null && row !== -1) return { file, image, row }
    }
    return 'the new code there could not be read'
  }
  return 'the comment is about no line of the diff'
}

function isPlain(path: string): boolean {
  const parts = path.split('/')
  return /^[\w./+,@=~-]+$/.test(path) && !parts.some((part) => /^(?:\.{0,2}|\.git)$/i.test(part))
}

/** Rows of an image as lines of the file; a sentence where the patch does not show them. */
function editOf({ lines }: Image, { row, old, fresh }: RowEdit): Edit | string {
  const rows = old.map((_, i) => lines[row + i] ?? null)
  const shown = rows.filter((line): line is DiffLine => line !== null)
  if (shown.length < old.length || shown.some(({ text }, i) => text !== old[i]))
    return 'the patch does not show all lines that would change'
  const before = lines[row - 1]?.newLine ?? null
  const first = shown[0]?.newLine ?? (before === null ? lines[row]?.newLine : before + 1)
  if (first === undefined || first === null)
    return 'the patch does not show all lines that would change'
  const isEnd = shown.at(-1)?.noEol === true || (old.length === 0 && lines[row - 1]?.noEol === true)
  if (isEnd) return 'the last line of the file would change, and it has no line end'
  return {
    at: first,
    old: shown.map(({ text }) => ({ text, noEol: false })),
    fresh: fresh.map((text) => ({ text, noEol: false })),
  }
}

/** What speaks against a suggestion once it is made: null when it parses, and the rule is silent there. */
function objection(
  { compiled, verdict, situation }: Mended,
  finding: Finding,
  file: FileDiff,
  edits: readonly Edit[],
): string | null {
  const fixed = foldEdits(file, edits)
  const { patch } = situation
  const files = patch.files.map((other) => (other === file ? fixed : other))
  const other: Patch = { ...patch, files }
  const then = situation.instead(other)
  const before = faults(situation, file)
  const after = faults(then, fixed)
  if (before === null || after === null || after > before)
    return 'the code does not parse with the fix'
  const again = judge(compiled, then)
  if (situation.late() || (again.gaveUp && !verdict.gaveUp)) return LATE
  const old = new Set(verdict.findings.map(keyOf))
  old.delete(keyOf(finding))
  // One that another hid (a match with dots is found once) stands on a line of its own, and stood there before.
  const touched = touchedLines(file, edits).add(mailLineOf(finding))
  // What else stood on a line that changed stands on the new one.
  const moved = verdict.findings.filter(
    (one) => keyOf(one) !== keyOf(finding) && touched.has(mailLineOf(one)),
  )
  const holes = new Set(moved.map(({ bindings }) => JSON.stringify(bindings)))
  const speaks = again.findings.some((one) => {
    const line = mailLineOf(one)
    if (old.has(keyOf(one)) || holes.has(JSON.stringify(one.bindings))) return false
    return !Number.isInteger(line) || touched.has(line)
  })
  return speaks ? 'the rule still speaks with the fix' : null
}

function touchedLines(file: FileDiff, edits: readonly Edit[]): Set<number> {
  const touched = new Set<number>()
  for (const [number, { mailLine }] of shownBy(file)) {
    if (edits.some((edit) => edit.at <= number && number < endOf(edit))) touched.add(mailLine)
  }
  return touched
}

/** NaN for what is about no line. */
function mailLineOf({ anchor }: Finding): number {
  return anchor.kind === 'line' ? anchor.mailLine : Number.NaN
}

/** How many places of the new code the parser stumbles over; null when it gave up. */
function faults({ images }: Situation, file: FileDiff): number | null {
  let sum = 0
  for (const pair of images(file).pairs) {
    const image = pair.image('new')
    if (image === null && pair.gaveUp('new')) return null
    sum += image?.syntax.errors.length ?? 0
  }
  return sum
}

function keyOf({ anchor, bindings }: Finding): string {
  return JSON.stringify([anchor.kind === 'line' ? anchor.mailLine : anchor, bindings])
}
