import { type Token, tokens } from '../../c/lexer.ts'
import type { DiffLine, FileDiff, Hunk, Patch } from '../../model.ts'
import { hunkChanges, pathOf } from '../changes.ts'
import { commentLines } from '../comments.ts'
import type { Situation } from '../situation.ts'
import { addUnder } from '../../series/add-under.ts'

/** Where an added line names something. */
export interface Use {
  readonly file: FileDiff
  readonly hunk: Hunk
  readonly line: DiffLine
  readonly inFunction: string | null
  /** The tokens of the line, and which of them is the name. */
  readonly tokens: readonly Token[]
  readonly at: number
  /** The line stands in the body of a macro, or between an added #if and its #endif. */
  readonly conditional: boolean
}

/** One patch of a series, read for the names in it. Comments and strings name nothing. */
export interface Step {
  readonly patch: Patch
  /** Place in `series.patches`, from 0. */
  readonly position: number
  /** Name -> the added lines that hold it, in order. */
  readonly added: ReadonlyMap<string, readonly Use[]>
  /** Names that an added line glues to something: `foo##n`. */
  readonly glued: ReadonlySet<string>
  /** Names among the arguments of what may be a macro: it stands at file scope, or has capitals. */
  readonly given: ReadonlySet<string>
  /** Names in lines that stood there before the series: context no earlier patch added, and removed lines. */
  readonly known: ReadonlySet<string>
}

/** Every patch of the series with its names; worked out once for the series. */
export function stepsOf(situation: Situation): readonly Step[] {
  return situation.perSeries(stepsOf, () => {
    const ours = new Set<string>()
    return situation.series.patches.map((patch, position) => readStep(patch, position, ours))
  })
}

/** "3" of 3/7, or the place of a patch without a counter. */
export function counterOf(step: Step): string {
  return String(step.patch.message.subject.counter ?? step.position + 1)
}

/** The token before or behind the name; '' at the ends of the line. */
export function beside(use: Use, offset: -1 | 1): string {
  return use.tokens[use.at + offset]?.text ?? ''
}

/** "drivers/iio/" of "drivers/iio/foo.c". */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

/** Whether C reads the file; a trimmed header in a quoted patch may be anything. */
export function isC(path: string | null): boolean {
  return path !== null && /\.[ch]$/.test(path)
}

function readStep(patch: Patch, position: number, ours: Set<string>): Step {
  const added = new Map<string, Use[]>()
  const glued = new Set<string>()
  const given = new Set<string>()
  const known = new Set<string>()
  const fresh: string[] = []
  for (const file of patch.files) {
    const path = pathOf(file)
    if (path === null || !/\.(?:[chS]|dtsi?)$/.test(path)) continue
    for (const hunk of file.hunks) {
      const remarks = commentLines(hunk)
      const conditional = conditionalLines(hunk)
      const names = new Map(hunkChanges(file, hunk).map((one) => [one.line, one.inFunction]))
      for (const line of hunk.lines) {
        const key = `${path}\0${line.text.replace(/\s+/g, '')}`
        if (line.sign === '+') fresh.push(key)
        if (remarks.has(line.mailLine) || (line.sign !== '+' && ours.has(key))) continue
        const all = tokens(line.text)
        let inMacro = false
        for (const [at, { text }] of all.entries()) {
          inMacro ||= at > 1 && all[at - 1]?.text === '(' && isMacro(all, at - 2)
          if (!/^[A-Za-z_]/.test(text)) continue
          if (line.sign !== '+') {
            known.add(text)
            continue
          }
          const use: Use = {
            file,
            hunk,
            line,
            inFunction: names.get(line) ?? null,
            tokens: all,
            at,
            conditional: conditional.has(line),
          }
          addUnder(added, text, use)
          if (beside(use, -1) === '##' || beside(use, 1) === '##') glued.add(text)
          if (inMacro || (at === 2 && all[1]?.text === '(')) given.add(text)
        }
      }
      for (const word of hunk.section.match(/[A-Za-z_]\w*/g) ?? []) known.add(word)
    }
  }
  for (const key of fresh) ours.add(key)
  return { patch, position, added, glued, given, known }
}

function isMacro(all: readonly Token[], at: number): boolean {
  return /^[A-Z0-9_]+$/.test(all[at]?.text ?? '')
}

/** Lines of macro bodies, and those between an #if of the hunk and its #endif. */
function conditionalLines(hunk: Hunk): ReadonlySet<DiffLine> {
  const found = new Set<DiffLine>()
  let depth = 0
  let macro = false
  for (const line of hunk.lines) {
    if (line.sign === '-') continue
    if (/^\s*#\s*if/.test(line.text)) depth++
    if (/^\s*#\s*endif\b/.test(line.text)) depth = Math.max(0, depth - 1)
    macro ||= /^\s*#\s*define\b/.test(line.text)
    if (depth > 0 || macro || /^\s*#/.test(line.text)) found.add(line)
    if (!line.text.endsWith('\\')) macro = false
  }
  return found
}
