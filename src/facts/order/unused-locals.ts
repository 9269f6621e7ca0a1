import type { FileDiff } from '../../model.ts'
import { pathOf } from '../changes.ts'
import { beside, type Step, type Use } from './steps.ts'
import { isNewFile, type Local, locals } from './unused-names.ts'

interface UnusedLocal extends Local {
  readonly only: 'added' | 'written'
}

/**
 * Local variables of functions that are wholly visible, in a new file: named by no other line of their function, or
 * by lines that only set them. Later patches of the series count too.
 */
export function unusedLocals(
  file: FileDiff,
  step: Step,
  steps: readonly Step[],
): readonly UnusedLocal[] {
  if (!isNewFile(file)) return []
  return locals(file).flatMap((one): readonly UnusedLocal[] => {
    const uses = usesOf(one, file, step, steps)
    if (uses === null) return []
    if (uses.length === 0) return [{ ...one, only: 'added' }]
    // What reads a register to flush it has to put the value somewhere; an error is to be looked at, not left out.
    const isSet = uses.every(isStore) && !SINK.test(one.name)
    return isSet ? [{ ...one, only: 'written' }] : []
  })
}

/** The other lines that name it in its function, or null where a later patch may read it. */
function usesOf(
  { name, line, inFunction }: Local,
  file: FileDiff,
  step: Step,
  steps: readonly Step[],
): readonly Use[] | null {
  const mine = (step.added.get(name) ?? []).filter(
    (use) => use.file === file && use.inFunction === inFunction,
  )
  const later = steps
    .slice(step.position + 1)
    .some(({ added }) =>
      added
        .get(name)
        ?.some(
          (use) => pathOf(use.file) === pathOf(file) && [inFunction, null].includes(use.inFunction),
        ),
    )
  const own = mine.filter((use) => use.line === line)
  return later || own.length === 0 ? null : mine.filter((use) => use.line !== line)
}

/** `foo = ...;` as a statement that reads no hardware. */
function isStore(use: Use): boolean {
  return (
    use.at === 0 &&
    beside(use, 1) === '=' &&
    !use.conditional &&
    !use.tokens.some(({ text }) => /read|^in[bwl]$|get_unaligned/.test(text))
  )
}

const SINK =
  /dummy|tmp|temp|junk|unused|flush|ignored?|discard|^(?:ret|rc|rv|retval|err|error|res|result|status)$/
