import type { DiffLine, FileDiff, Patch } from '../../model.ts'
import { pathOf } from '../changes.ts'

/** Documentation of a device tree binding: YAML schema or older text. */
export function isBinding(file: FileDiff): boolean {
  return (pathOf(file) ?? '').startsWith('Documentation/devicetree/bindings/')
}

/** A constant of include/dt-bindings/ is changed or taken away: whoever names it has to follow in the same step. */
export function changesConstants(file: FileDiff): boolean {
  const lines = file.hunks.flatMap((hunk) => hunk.lines)
  return (
    (pathOf(file) ?? '').startsWith('include/dt-bindings/') &&
    lines.some(({ sign, text }) => sign === '-' && /^\s*#\s*define\s+\w/.test(text))
  )
}

/** What goes with a binding: its constants, its row of MAINTAINERS, other documents, examples for dtc. */
export function goesWithBinding(file: FileDiff): boolean {
  const path = pathOf(file) ?? ''
  return /^(?:include\/dt-bindings\/|MAINTAINERS$|Documentation\/|scripts\/dtc\/|CREDITS$|\.mailmap$)/.test(
    path,
  )
}

/**
 * Names that a patch's bindings newly document: compatibles, and properties at their left. What stands on a
 * removed or kept line of one too is not new, and what the example of a binding says is no documentation.
 */
export function documentedNames(
  patch: Patch,
): ReadonlyMap<string, { file: FileDiff; line: DiffLine }> {
  const names = new Map<string, { file: FileDiff; line: DiffLine }>()
  const bindings = patch.files.filter(isBinding)
  const linesOf = (file: FileDiff) => file.hunks.flatMap((hunk) => hunk.lines)
  const old = bindings.flatMap(linesOf).filter(({ sign }) => sign !== '+')
  const known = new Set(old.flatMap(({ text }) => namesIn(text)))
  for (const file of bindings) {
    for (const line of linesOf(file)) {
      if (line.sign !== '+') continue
      for (const name of namesIn(line.text))
        if (!names.has(name) && !known.has(name)) names.set(name, { file, line })
    }
  }
  return names
}

/** "- vendor,thing", "const: vendor,thing", "thing-name:", and both in older text; not lines of device tree source. */
function namesIn(text: string): readonly string[] {
  const short = text.slice(0, 500)
  if (/[=;{}]/.test(short)) return []
  const withVendor = short.match(/(?<![\w./@-])[a-z][a-z0-9-]*,[a-z0-9][\w.+-]*(?![\w./@])/g) ?? []
  const property = /^\s*([a-z][a-z0-9]*(?:-[a-z0-9]+)+):/.exec(short)?.[1]
  return property === undefined || isCommon(property) ? withVendor : [...withVendor, property]
}

/** Properties that the specification or the core bindings document for every device. */
function isCommon(property: string): boolean {
  return /-(?:names?|cells|supply|gpios?|map|mask|parent|ranges|controller|rates?|parents|frequency|backends?|channels)$|^(?:drive|bias|power|wakeup|dma|spi|i2c|mount|label|output|input)-/.test(
    property,
  )
}

export function addedLines(file: FileDiff): readonly DiffLine[] {
  return file.hunks.flatMap((hunk) => hunk.lines.filter(({ sign }) => sign === '+'))
}

/**
 * Names in double quotes that added code newly asks firmware for: compatibles, and properties that are read. What the
 * patch takes away elsewhere only moves.
 */
export function usedNames(patch: Patch): ReadonlySet<string> {
  const users = patch.files.filter(
    (file) => !isBinding(file) && /\.(?:c|h|dtsi?|dtso)$/.test(pathOf(file) ?? ''),
  )
  const lines = users.flatMap((file) => file.hunks.flatMap((hunk) => hunk.lines))
  const known = new Set(
    lines.filter(({ sign }) => sign !== '+').flatMap(({ text }) => usesIn(text)),
  )
  const used = lines.filter(({ sign }) => sign === '+').flatMap(({ text }) => usesIn(text))
  return new Set(used.filter((name) => !known.has(name)))
}

/** Of `compatible = "new", "old"` only the first: what follows is what the device falls back to. */
function usesIn(text: string): readonly string[] {
  const short = text.slice(0, 500)
  const compatible = /"([a-z][a-z0-9-]*,[a-z0-9][\w.+-]*)"/.exec(short)?.[1]
  const vendor = compatible === undefined ? [] : [compatible]
  if (!/(?:property|of_get|fwnode)/.test(short)) return vendor
  const read = short.matchAll(/"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)"/g)
  return [...vendor, ...[...read].map(([, name = '']) => name)]
}

/** Compatibles on added lines of drivers and device trees, each at its first line; not those it had before. */
export function addedCompatibles(
  patch: Patch,
): readonly { readonly name: string; readonly file: FileDiff; readonly line: DiffLine }[] {
  const found = new Map<string, { name: string; file: FileDiff; line: DiffLine }>()
  const known = new Set<string>()
  for (const file of patch.files) {
    if (!/\.(?:c|dtsi?|dtso)$/.test(pathOf(file) ?? '')) continue
    for (const line of file.hunks.flatMap((hunk) => hunk.lines)) {
      const short = line.text.slice(0, 500)
      // `.compatible = "x"` in a driver, `compatible = "x", "y"` in a device tree.
      if (!/\bcompatible\s*=\s*"/.test(short)) continue
      for (const [, name = ''] of short.matchAll(/"([a-zA-Z][\w-]*,[\w.+-]+)"/g)) {
        if (line.sign !== '+') known.add(name)
        else if (!found.has(name)) found.set(name, { name, file, line })
      }
    }
  }
  return [...found.values()].filter(({ name }) => !known.has(name))
}
