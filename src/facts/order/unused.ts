import type { FileDiff } from '../../model.ts'
import { pathOf, whereOf } from '../changes.ts'
import { listed } from '../listed.ts'
import type { Situation } from '../situation.ts'
import { bindHole, defineVerb, no, type Solution, unknown, type Value, yes } from '../verb.ts'
import { privateFields } from './fields.ts'
import { unusedLocals } from './unused-locals.ts'
import { addedFields, isNewFile, locals, ownConstants, staticObjects } from './unused-names.ts'
import { definitionsOf } from './definitions.ts'
import { beside, type Step, stepsOf, type Use } from './steps.ts'
import { addUnder } from '../../series/add-under.ts'

export const addsUnused = defineVerb({
  name: 'adds-unused',
  doc: 'The patch adds something that nothing in the whole series uses, where that can be known: a static function, or a field of a structure that is private to a new .c file and is named nowhere else or only ever written. Every patch of the series must be at hand.',
  example: 'patch adds-unused $NAME',
  binds: ['USES', 'CALLED', 'USER'],
  needs: 'series',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const found = seen(situation, (step, steps) => [
      ...unusedStatics(step, steps),
      ...unusedNames(step, steps),
      ...unusedFields(step, steps),
      ...writtenFields(step, steps),
    ])
    if (typeof found === 'string') return unknown(found)
    if (found.length === 0) return no('all that it adds is used, or may be')
    return yes(solution(object, found, situation))
  },
})

/** What a look at the patch finds; in words, why nothing can be known. */
function seen(
  { series, patch, position, ...rest }: Situation,
  look: (step: Step, steps: readonly Step[]) => readonly Unused[],
): readonly Unused[] | string {
  if (series.missing.length > 0) return 'a patch of the series is not in the input'
  if (patch.text.quoteDepth > 0) return 'a quoted patch may be cut'
  const steps = stepsOf({ series, patch, position, ...rest })
  const step = steps[position]
  return step === undefined ? 'not in its series' : look(step, steps)
}

interface Unused {
  readonly name: string
  /** What the series does with it. */
  readonly only: 'added' | 'written'
  readonly file: FileDiff
  readonly use: Pick<Use, 'line'>
  readonly said: string
  /** What the series calls and nobody defines, a letter or two away: a typo. */
  readonly called?: string | null
}

/** One for the patch: a driver with three such fields gets one remark. */
function solution(object: Value, found: readonly Unused[], { patch }: Situation): Solution {
  const names = found.map(({ name }) => name)
  const some = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
  const [first] = found
  const called = found.find((one) => one.called != null)?.called ?? null
  return {
    bind: {
      ...(called === null ? { USER: 'its user' } : { CALLED: `${called}()` }),
      USES: found.every(({ only }) => only === 'written') ? 'reads' : 'uses',
      ...bindHole(object, listed(some)),
    },
    said: found
      .slice(0, 4)
      .map(({ said }) => said)
      .join('; '),
    where: first === undefined ? '' : whereOf(patch, first.file, first.use.line),
    places: first === undefined ? [] : [{ kind: 'line', file: first.file, line: first.use.line }],
  }
}

/** gcc says so itself: defined but not used. A new name is used by new lines alone. */
function unusedStatics(step: Step, steps: readonly Step[]): readonly Unused[] {
  const spellings = spellingsIn(steps)
  return definitionsOf(step)
    .filter(({ kind, inline, file }) => kind === 'static' && !inline && isKernelC(file))
    .filter(({ name }) => occurrences(name, steps) === 1 && !isPasted(name, steps))
    .map(({ name, file, line }) => ({
      name: `${name}()`,
      only: 'added',
      file,
      use: { line },
      said: `static ${name}() is defined, and no line of the series names it`,
      called: misspelt(name, spellings, steps),
    }))
}

/** A name that added lines call, that differs in its underscores or a doubled letter alone, and that nothing shows. */
function misspelt(name: string, spellings: Spellings, steps: readonly Step[]): string | null {
  const found = spellings
    .get(barename(name))
    ?.find(
      ({ word, uses }) =>
        word !== name &&
        uses.every((use) => beside(use, 1) === '(') &&
        !steps.some(({ known }) => known.has(word)),
    )
  return found?.word ?? null
}

/** The names that added lines hold, by what they are without underscores and doubled letters. */
type Spellings = ReadonlyMap<string, readonly { word: string; uses: readonly Use[] }[]>

function spellingsIn(steps: readonly Step[]): Spellings {
  const found = new Map<string, { word: string; uses: readonly Use[] }[]>()
  for (const { added } of steps)
    for (const [word, uses] of added) {
      const bare = barename(word)
      addUnder(found, bare, { word, uses })
    }
  return found
}

function barename(name: string): string {
  return name.toLowerCase().replace(/_/g, '').replace(/(.)\1/g, '$1')
}

/** Objects, locals and fields whose one mention in the whole series is the line that declares them. */
function unusedNames(step: Step, steps: readonly Step[]): readonly Unused[] {
  return step.patch.files.filter(isKernelC).flatMap((file) => {
    const own = isNewFile(file) ? ownConstants(file) : addedFields(file)
    const once = [...staticObjects(file), ...locals(file), ...own].filter(
      ({ name, isMacro }) =>
        occurrences(name, steps) === 1 &&
        !(isMacro === true ? isGluedIn(name, steps) : isPasted(name, steps)),
    )
    const seenOnce = new Set(once.map(({ line, name }) => `${line.mailLine} ${name}`))
    const more = unusedLocals(file, step, steps).filter(
      ({ line, name }) => !seenOnce.has(`${line.mailLine} ${name}`),
    )
    const dead = once.map((one) => ({ ...one, only: 'added' as const }))
    const inFunctions = more.map((one) => ({ ...one, name: `${one.name} in ${one.inFunction}()` }))
    return [...dead, ...inFunctions].map(({ name, line, what, only }) => ({
      name,
      only,
      file,
      use: { line },
      said: `${what} is declared, and ${only === 'added' ? 'no other line names it' : 'only ever written'}`,
    }))
  })
}

function unusedFields(step: Step, steps: readonly Step[]): readonly Unused[] {
  return step.patch.files.filter(isNewDriver).flatMap((file) =>
    privateFields(file)
      .filter(({ name }) => occurrences(name, steps) === 1 && !isPasted(name, steps))
      .map(({ name, struct, line }) => ({
        name,
        only: 'added',
        file,
        use: { line },
        said: `struct ${struct} is private to a new file, which names its field ${name} nowhere else`,
      })),
  )
}

/** Written, and read by nothing: a copy that nobody asks for. */
function writtenFields(step: Step, steps: readonly Step[]): readonly Unused[] {
  return step.patch.files.filter(isNewDriver).flatMap((file) =>
    privateFields(file)
      .filter(({ name }) => !steps.some(({ known }) => known.has(name)))
      .filter(({ name, line }) => {
        const uses = steps
          .flatMap(({ added }) => added.get(name) ?? [])
          .filter((use) => use.line !== line)
        return uses.length > 0 && uses.every(isStore)
      })
      .map(({ name, struct, line }) => ({
        name,
        only: 'written',
        file,
        use: { line },
        said: `struct ${struct} is private to a new file, which only ever writes its field ${name}`,
      })),
  )
}

/** `st->foo = ...;` alone on its side. */
function isStore(use: Use): boolean {
  return beside(use, -1) === '->' && beside(use, 1) === '=' && use.at === 2
}

/** How often the series names it; a name that was there before is named often enough. */
function occurrences(name: string, steps: readonly Step[]): number {
  if (steps.some(({ known }) => known.has(name))) return Number.POSITIVE_INFINITY
  return steps.reduce((sum, { added }) => sum + (added.get(name)?.length ?? 0), 0)
}

function isNewDriver(file: FileDiff): boolean {
  return file.status === 'added' && isKernelC(file)
}

/** Tests lay out what assembly and guests read. */
function isKernelC(file: FileDiff): boolean {
  const path = pathOf(file) ?? ''
  return path.endsWith('.c') && !/^(?:tools|samples)\/|test/.test(path)
}

/** DEVICE_ATTR_RO(foo) names foo_show(): a run of the name's words among the arguments of a call may be a use. */
function isPasted(name: string, steps: readonly Step[]): boolean {
  if (isGluedIn(name, steps)) return true
  const parts = name.split('_')
  for (let from = 0; from < parts.length; from++) {
    for (let to = from + 1; to <= parts.length; to++) {
      if (to - from === parts.length) continue
      const run = parts.slice(from, to).join('_')
      if (run !== '' && steps.some(({ given }) => given.has(run))) return true
    }
  }
  return false
}

/** A macro glues a part of the name to what it is given: `foo##n##_ops`. */
function isGluedIn(name: string, steps: readonly Step[]): boolean {
  return steps.some(({ glued }) =>
    [...glued].some((word) => word.length > 2 && word !== name && name.includes(word)),
  )
}
