import type { FileDiff, Patch } from '../../model.ts'
import { openAskTree } from '../asked-tree.ts'
import { pathOf } from '../changes.ts'
import { isHandedOn } from '../handed-on.ts'
import { bindHole, defineVerb, no, type Place, unknown, yes } from '../verb.ts'
import {
  addedCompatibles,
  addedLines,
  changesConstants,
  documentedNames,
  goesWithBinding,
  isBinding,
  usedNames,
} from './bindings.ts'

export const mixesBinding = defineVerb({
  name: 'mixes-binding',
  doc: 'The patch changes the documentation of a binding together with code or a device tree. Constants of include/dt-bindings/ and MAINTAINERS belong to the binding. No where both are removed, where the code only names a document that moved, and where constants are changed or removed.',
  example: 'patch mixes-binding $BINDING',
  binds: ['OTHER'],
  needs: 'mail',
  aboutStep: true,
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch }) => {
    if (patch.text.quoteDepth > 0) return unknown('a quoted patch may be cut')
    const bindings = patch.files.filter((file) => isBinding(file) && file.status !== 'deleted')
    const others = patch.files.filter(
      (file) => !isBinding(file) && !goesWithBinding(file) && !onlyNames(file),
    )
    const [binding] = bindings
    const [other] = others
    if (binding === undefined || other === undefined) return no('no binding beside code')
    if (patch.files.some(changesConstants)) return no('the users of its constants have to follow')
    if (isSweep(patch, bindings, others)) return no('a change all over the tree')
    const line = firstChange(binding)
    const places: readonly Place[] = line === null ? [] : [{ kind: 'line', file: binding, line }]
    const [path, code] = [pathOf(binding) ?? '', pathOf(other) ?? '']
    return yes({
      bind: { OTHER: code, ...bindHole(object, path) },
      said: `${path} beside ${code}`,
      where: `${patch.message.messageId}:${binding.mailLine}`,
      places,
    })
  },
})

export const documentsLate = defineVerb({
  name: 'documents-late',
  doc: 'The patch documents a compatible or property that an earlier patch of its series uses already. No where it holds code too, and where the series hands on the patches of many. Binds the name and the counter of the patch that uses it.',
  example: 'patch documents-late $NAME',
  binds: ['USER'],
  needs: 'series',
  aboutStep: true,
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch, position, series, tree }) => {
    const names = documentedNames(patch)
    if (names.size === 0) return no('documents no binding')
    if (patch.files.some((file) => !isBinding(file) && !goesWithBinding(file)))
      return no('the patch holds a user as well: it is to be divided first')
    if (isHandedOn(series)) return no('the series hands on what others wrote')
    const before = series.patches.slice(0, position)
    const isHeld = openAskTree(tree, BINDINGS)
    const known = new Set(before.flatMap((earlier) => [...documentedNames(earlier).keys()]))
    for (const [at, earlier] of before.entries()) {
      const used = usedNames(earlier)
      for (const [name, { file, line }] of names) {
        if (!used.has(name) || known.has(name)) continue
        const is = isHeld(name)
        if (is === null) return unknown('more names than are looked up in the tree')
        if (is) continue
        const number = String(earlier.message.subject.counter ?? at + 1)
        return yes({
          bind: { USER: number, ...bindHole(object, name) },
          said: `patch ${number} uses "${name}"`,
          where: earlier.message.messageId,
          places: [{ kind: 'line', file, line }],
        })
      }
    }
    return no('no earlier patch uses what it documents')
  },
})

export const usesUndocumented = defineVerb({
  name: 'uses-undocumented',
  doc: 'An added line of a driver or device tree has a compatible that neither the bindings of the tree nor those of the series document. One solution per compatible. Unknown without a tree, and where patches of the series are missing.',
  example: 'patch uses-undocumented $COMPATIBLE',
  needs: 'tree',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch, series, tree, perSeries }) => {
    if (tree === null) return unknown('no tree to search')
    if (series.missing.length > 0) return unknown('patches of the series are missing')
    const documented = perSeries(bindingText, () => series.patches.map(bindingText).join('\n'))
    const isHeld = openAskTree(tree, BINDINGS)
    const held = addedCompatibles(patch)
      .filter(({ name }) => !BY_PATTERN.test(name) && !documented.includes(name))
      .map((one) => ({ one, is: isHeld(one.name) }))
    const found = held.flatMap(({ one, is }) => (is === false ? [one] : []))
    if (found.length === 0)
      return held.some(({ is }) => is === null)
        ? unknown('more names than are looked up in the tree')
        : no('every compatible it adds is documented')
    return yes(
      ...found.map(({ name, file, line }) => ({
        bind: bindHole(object, name),
        said: `"${name}" is in no binding of ${tree.name} or the series`,
        where: `${patch.message.messageId}:${line.mailLine}`,
        places: [{ kind: 'line' as const, file, line }],
      })),
    )
  },
})

/** EEPROMs and flash chips: their bindings give patterns, not names. */
const BY_PATTERN = /,(?:24|25|93|at25|m25|mx25|n25|w25|s25|gd25|mt25|sst25)/

const BINDINGS = 'Documentation/devicetree/bindings'

/** The added lines of bindings, which name what they document. */
function bindingText(patch: Patch): string {
  return patch.files
    .filter((file) => isBinding(file) || pathOf(file) === null)
    .flatMap((file) => addedLines(file).map(({ text }) => text))
    .join('\n')
}

/** The code only follows a document that was moved or renamed. */
function onlyNames(file: FileDiff): boolean {
  const changed = file.hunks.flatMap((hunk) => hunk.lines.filter(({ sign }) => sign !== ' '))
  return changed.length > 0 && changed.every(({ text }) => /bindings?\/|Documentation\//.test(text))
}

/** A licence line, a typo or an address mended everywhere: nobody wants that in pieces. */
function isSweep(
  patch: Patch,
  bindings: readonly FileDiff[],
  others: readonly FileDiff[],
): boolean {
  const lines = (files: readonly FileDiff[]) =>
    files.reduce((sum, file) => sum + addedLines(file).length, 0)
  const few = (files: readonly FileDiff[]) => lines(files) <= 2 * files.length
  const wide = /^(?:treewide|tree-wide|revert\b)/i.test(patch.text.title)
  return wide || (bindings.length + others.length >= 8 && few(bindings) && few(others))
}

function firstChange(file: FileDiff) {
  const lines = file.hunks.flatMap((hunk) => hunk.lines)
  return lines.find(({ sign }) => sign === '+') ?? lines.find(({ sign }) => sign === '-') ?? null
}
