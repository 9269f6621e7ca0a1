import type { Patch } from '../../model.ts'
import { pathOf } from '../changes.ts'
import type { Step } from './steps.ts'

/**
 * Whether a file is compiled before patch `until`: it was there before the series, or a patch up to there
 * names its object in a Makefile, and the option it hangs on is no newer.
 */
export function builtBefore(
  path: string,
  from: Step,
  until: Step,
  steps: readonly Step[],
): boolean {
  const birth = steps.find(({ patch }) =>
    patch.files.some((file) => file.status === 'added' && pathOf(file) === path),
  )
  const last = until.position
  if (birth === undefined || birth.position > from.position) return true
  const object = `${path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')}.o`
  const before = steps.slice(0, last)
  const made = new Set(before.flatMap(({ patch }) => newFiles(patch)))
  const rules = before.flatMap(({ patch }) => makefileLines(patch, made))
  const rule = rules.find(({ line }) => line.split(WORDS).includes(object))
  if (rule === undefined || !isReached(rule, rules)) return false
  const option = /\$\(CONFIG_(\w+)\)/.exec(rule.line)?.[1]
  if (option === undefined) return true
  const later = steps.slice(last).flatMap(({ patch }) => addedLines(patch, KCONFIG))
  const names = new Set(
    later.map((line) => /^\s*(?:menu)?(?:config|select)\s+(\w+)/.exec(line)?.[1] ?? ''),
  )
  return !needsOf(option, steps).some((name) => names.has(name))
}

interface MakefileLine {
  readonly line: string
  /** The folder of its Makefile, with a slash at its end. */
  readonly folder: string
  /** The series makes the Makefile, there or in an earlier patch: somebody has to descend into its folder. */
  readonly fresh: boolean
}

const WORDS = /[\s+=:]+/

function newFiles(patch: Patch): readonly string[] {
  return patch.files.flatMap((file) => (file.status === 'added' ? (pathOf(file) ?? []) : []))
}

function makefileLines(patch: Patch, made: ReadonlySet<string>): readonly MakefileLine[] {
  return patch.files.flatMap((file) => {
    const path = pathOf(file) ?? ''
    if (!/(?:^|\/)(?:Makefile|Kbuild)[^/]*$/.test(path)) return []
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    const fresh = made.has(path)
    return file.hunks.flatMap(({ lines }) =>
      lines.filter(({ sign }) => sign === '+').map(({ text }) => ({ line: text, folder, fresh })),
    )
  })
}

/** From a folder that was there before, line by line, down to that of the rule. */
function isReached(rule: MakefileLine, rules: readonly MakefileLine[]): boolean {
  let at: MakefileLine | undefined = rule
  for (let depth = 0; at !== undefined && depth < 8; depth++) {
    if (!at.fresh) return true
    const { folder }: MakefileLine = at
    at = rules.find(
      (one) =>
        folder.startsWith(one.folder) &&
        folder !== one.folder &&
        one.line.split(WORDS).includes(folder.slice(one.folder.length)),
    )
  }
  return false
}

const KCONFIG = /(?:^|\/)Kconfig[^/]*$/

/** The option itself and what it depends on, as far as the series shows its entry. */
function needsOf(option: string, steps: readonly Step[]): readonly string[] {
  const found = [option]
  for (const { patch } of steps) {
    let open = false
    for (const line of addedLines(patch, KCONFIG)) {
      const name = /^\s*(?:menu)?config\s+(\w+)/.exec(line)?.[1]
      if (name !== undefined) open = name === option
      else if (open && /^\s*depends on\s/.test(line)) found.push(...(line.match(/[A-Z]\w+/g) ?? []))
    }
  }
  return found
}

function addedLines(patch: Patch, files: RegExp): readonly string[] {
  return patch.files
    .filter((file) => files.test(pathOf(file) ?? ''))
    .flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines))
    .filter((line) => line.sign === '+')
    .map((line) => line.text)
}
