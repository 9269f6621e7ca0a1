import { tokens } from '../../c/lexer.ts'
import type { Tree } from '../../model.ts'
import { pathOf, whereOf } from '../changes.ts'
import { listed } from '../listed.ts'
import type { Situation } from '../situation.ts'
import { bindHole, defineVerb, no, type Solution, unknown, type Value, yes } from '../verb.ts'
import { type Definition, definitionsOf } from './definitions.ts'
import { builtBefore } from './makefiles.ts'
import { beside, counterOf, folderOf, isC, type Step, stepsOf, type Use } from './steps.ts'

export const usesBeforeDefined = defineVerb({
  name: 'uses-before-defined',
  doc: 'An added line uses a function, macro, enumerator or field that a later patch of the same series defines, and nothing shows that it was there before. Every earlier patch must be at hand; what an #if or a Makefile keeps out of the build counts for nothing.',
  example: 'patch uses-before-defined $NAME',
  binds: ['LATER', 'COMES'],
  needs: 'series',
  aboutStep: true,
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const { series, position } = situation
    if (series.patches.length < 2) return no('a series of one')
    const counter = situation.patch.message.subject.counter ?? position + 1
    if (series.missing.some((one) => one < counter))
      return unknown('an earlier patch is not in the input')
    const steps = stepsOf(situation)
    const found = early(situation).filter(({ use }) => use.step.position === position)
    if (found.length === 0) return no('it uses nothing that a later patch defines')
    return yes(solution(object, found, situation, steps.length))
  },
})

interface Early {
  readonly name: string
  readonly use: { readonly step: Step; readonly at: Use }
  readonly definition: Definition
}

/** One for the patch, at the first such use: the remedy is the same for all. */
function solution(
  object: Value,
  found: readonly Early[],
  situation: Situation,
  of: number,
): Solution {
  const sorted = found.toSorted((a, b) => a.use.at.line.mailLine - b.use.at.line.mailLine)
  const total = situation.series.expected > 1 ? situation.series.expected : of
  const later = [...new Set(found.map((one) => counterOf(one.definition.step)))]
  const names = sorted.map(shownName)
  const more = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
  const [first] = sorted
  return {
    bind: {
      COMES: names.length === 1 ? 'comes' : 'come',
      LATER: `patch${later.length === 1 ? '' : 'es'} ${listed(later.map((counter) => `${counter}/${total}`))}`,
      ...bindHole(object, listed(more)),
    },
    said: sorted
      .slice(0, 4)
      .map(
        ({ name, definition }) =>
          `${name} is first defined at ${whereOf(definition.step.patch, definition.file, definition.line)} in patch ${counterOf(definition.step)}`,
      )
      .join('; '),
    where:
      first === undefined ? '' : whereOf(situation.patch, first.use.at.file, first.use.at.line),
    places:
      first === undefined
        ? []
        : [{ kind: 'line', file: first.use.at.file, line: first.use.at.line }],
  }
}

function shownName({ name, definition: { kind } }: Early): string {
  return kind === 'function' || kind === 'static' ? `${name}()` : name
}

/** Each name that is used before it is there, at its first use; worked out once for the series. */
function early(situation: Situation): readonly Early[] {
  return situation.perSeries(early, () => {
    const steps = stepsOf(situation)
    const all = steps.map(definitionsOf)
    const first = new Map<string, Definition>()
    const seen = new Set<string>()
    const doubtful = new Set<string>()
    for (const definition of all.flat()) {
      const { name } = definition
      const known = first.get(name)
      // Two kinds or two places of birth: a stub, an architecture's own, a redefinition.
      if (known === undefined) first.set(name, definition)
      else if (known.step !== definition.step && known.kind !== 'prototype') doubtful.add(name)
      seen.add(name)
    }
    const found: Early[] = []
    for (const [name, definition] of first) {
      if (doubtful.has(name) || name.length < 5) continue
      const one = firstUse(name, definition, steps, situation)
      if (one !== null) found.push(one)
    }
    return found
  })
}

function firstUse(
  name: string,
  definition: Definition,
  steps: readonly Step[],
  situation: Situation,
): Early | null {
  if (definition.kind === 'prototype') return null
  const until = definition.step.position
  if (steps.slice(0, until + 1).some(({ known }) => known.has(name))) return null
  for (const step of steps.slice(0, until)) {
    const uses = step.added.get(name)
    if (uses === undefined) continue
    const at = uses.find((use) => needs(use, definition, step, steps))
    if (at === undefined || uses.some(declares)) return null
    if (isInTree(name, at, definition, situation.tree)) return null
    return { name, use: { step, at }, definition }
  }
  return null
}

/** A line in column 0 declares rather than uses. */
function declares(use: Use): boolean {
  return !/^\s/.test(use.line.text) || use.line.text.trimStart().startsWith('extern ')
}

function needs(use: Use, definition: Definition, step: Step, steps: readonly Step[]): boolean {
  const path = pathOf(use.file)
  const home = pathOf(definition.file)
  if (path === null || home === null || use.conditional || declares(use)) return false
  if (!isC(path) || path.endsWith('.h')) return false
  const before = beside(use, -1)
  const after = beside(use, 1)
  if (definition.kind === 'field') {
    const near = path === home || (home.endsWith('.h') && folderOf(home) === folderOf(path))
    const isField = before === '->' && after !== '(' && definition.name.length > 7
    if (!isField || !near || !isSameBase(use, definition)) return false
    return builtBefore(path, step, definition.step, steps)
  }
  if (/^(?:\.|->|struct|union|enum|goto|#|##|[A-Za-z_]\w*|\*)$/.test(before) && before !== 'return')
    return false
  if (definition.kind === 'static' || definition.kind === 'function') {
    if (after !== '(' && !(before === '=' && /^[,;}]?$/.test(after))) return false
  } else if (!/^[A-Z0-9_]+$/.test(use.tokens[use.at]?.text ?? '')) return false
  return (
    sees(path, home, definition, step, steps) && builtBefore(path, step, definition.step, steps)
  )
}

/** `foo->name` here and there: another structure may have a field of that name. */
function isSameBase(use: Use, { name, step }: Definition): boolean {
  const base = use.tokens[use.at - 2]?.text
  const there = (step.added.get(name) ?? []).filter((other) => beside(other, -1) === '->')
  return there.length > 0 && there.every((other) => other.tokens[other.at - 2]?.text === base)
}

/** Whether the file can only have the name from that definition. */
function sees(
  path: string,
  home: string,
  definition: Definition,
  step: Step,
  steps: readonly Step[],
): boolean {
  if (path === home) return true
  if (topOf(path) !== topOf(home)) return false
  if (definition.kind === 'static' && !home.endsWith('.h')) return false
  if (definition.kind !== 'function') {
    if (!home.endsWith('.h')) return false
    return folderOf(home) === folderOf(path) || /(?:^|\/)include\//.test(home)
  }
  // A function of another file: new only if its prototype is new as well.
  return steps
    .slice(step.position + 1)
    .some((later) => later.added.get(definition.name)?.some(isPrototypeIn) === true)
}

function isPrototypeIn(use: Use): boolean {
  return (pathOf(use.file) ?? '').endsWith('.h') && declares(use)
}

/** tools/, samples/ and the kernel have headers of their own. */
function topOf(path: string): string {
  const top = path.split('/')[0] ?? ''
  return /^(?:tools|samples|scripts|Documentation)$/.test(top) ? top : ''
}

/** With a tree: the files themselves say whether the name was there. */
function isInTree(name: string, use: Use, definition: Definition, tree: Tree | null): boolean {
  if (tree === null) return false
  return [use.file, definition.file].some((file) => {
    const text = file.oldPath === null ? null : tree.read(file.oldPath)
    return text !== null && tokens(text).some((token) => token.text === name)
  })
}
