import type { Patch } from '../model.ts'
import type { Knowledge } from '../rulebook.ts'
import { fileWords } from '../facts/file-words.ts'
import type { Situation } from '../facts/situation.ts'
import { once } from '../series/once.ts'
import type { CompiledRule } from './compile.ts'
import { type Gate, gatesOf, textGatesOf } from './gate.ts'
import { openTextSearch } from './text-search.ts'
import { addUnder } from '../series/add-under.ts'

/** The rules that may speak about a patch, in their order: what a patch costs grows with what it holds, not with the rules. */
export type RuleIndex = (situation: Situation) => readonly CompiledRule[]

/**
 * Files each rule under the gate it shares with the fewest others; of those found there, the rules speak
 * whose other gates are open too: a parse that a rule asks for in vain is what costs most.
 */
export function indexRules(rules: readonly CompiledRule[], knowledge: Knowledge): RuleIndex {
  const gates = rules.map((rule) => gatesOf(rule, knowledge))
  const texts = rules.map(textGatesOf)
  const shared = new Map<string, number>()
  for (const key of gates.flat(2)) shared.set(key, (shared.get(key) ?? 0) + 1)
  const crowd = (gate: Gate): number => gate.reduce((sum, key) => sum + (shared.get(key) ?? 0), 0)
  const always: number[] = []
  const filed = new Map<string, number[]>()
  for (const [at, own] of gates.entries()) {
    const best = own.reduce<Gate | null>(
      (known, gate) => (known === null || crowd(gate) < crowd(known) ? gate : known),
      null,
    )
    if (best === null) always.push(at)
    for (const key of new Set(best)) {
      addUnder(filed, key, at)
    }
  }
  const search = openTextSearch(
    [...shared.keys()].filter((key) => key.startsWith('text:')).map((key) => key.slice(5)),
  )
  return (situation) => {
    const found = new Set(always)
    const there = new Set<string>()
    const take = (key: string): void => {
      if (!shared.has(key)) return
      there.add(key)
      filed.get(key)?.forEach((at) => found.add(at))
    }
    for (const file of situation.patch.files) fileWords(file, situation).forEach(take)
    for (const text of search(textOf(situation.patch))) take(`text:${text}`)
    for (const { key } of situation.patch.text.trailers) take(`trailer:${key.toLowerCase()}`)
    for (const folder of foldersOf(situation.patch)) take(`path:${folder}`)
    const shown = once(() => hunksText(situation.patch))
    const open = (at: number): boolean =>
      (gates[at]?.every((gate) => gate.some((key) => there.has(key))) ?? false) &&
      (texts[at]?.every(
        (gate) =>
          (gate.hunksOnly && situation.tree !== null) ||
          gate.texts.some((text) => shown().includes(text)),
      ) ??
        false)
    return [...found]
      .filter(open)
      .toSorted((a, b) => a - b)
      .map((at) => rules[at])
      .filter((rule) => rule !== undefined)
  }
}

/** All that the hunks show, in lower case. */
function hunksText({ files }: Patch): string {
  return files
    .flatMap(({ hunks }) => hunks)
    .flatMap(({ section, lines }) => [section, ...lines.map(({ text }) => text)])
    .join('\n')
    .toLowerCase()
}

/** Everything a head may be asked about but trailers, in lower case. */
function textOf({ message, text }: Patch): string {
  const people = [text.author, ...message.to, ...message.cc]
  return [
    text.title,
    ...text.log.map((line) => line.text),
    ...text.notes.map((line) => line.text),
    ...people.map(({ name, address }) => `${name} <${address}>`),
  ]
    .join('\n')
    .toLowerCase()
}

/** No rule names a longer folder. */
const PATH_MAX = 4096

/** Each path and the folders above it; a trimmed header may be any file that the diffstat names. */
function foldersOf({ files, text }: Patch): ReadonlySet<string> {
  const found = new Set<string>()
  const paths = [
    ...files.flatMap(({ oldPath, newPath }) => [oldPath, newPath]),
    ...text.diffstat.map(({ path }) => path),
  ]
  for (const path of paths) {
    if (path === null) continue
    found.add(path)
    for (let at = path.indexOf('/'); at !== -1 && at < PATH_MAX; at = path.indexOf('/', at + 1))
      found.add(path.slice(0, at + 1))
  }
  return found
}
