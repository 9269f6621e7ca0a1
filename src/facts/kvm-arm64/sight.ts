import type { Patch } from '../../model.ts'
import { whereOf } from '../changes.ts'
import type { Situation } from '../situation.ts'
import { seriesEntries, type ShownEntry, tableOf } from './table.ts'
import { addUnder } from '../../series/add-under.ts'

/** What the lines of a series show, looked up by name; made once for a series, in one pass over it. */
interface Sight {
  /** Functions whose definition is added. */
  readonly defined: ReadonlySet<string>
  /** `set_x` functions that stand in its lines or section lines, lower case, with the first place. */
  readonly setters: ReadonlyMap<string, string>
  /** Rows that are there at the end of the series, by handler. */
  readonly rowsOf: ReadonlyMap<string, readonly ShownEntry[]>
  /** The first AArch64 row of the new side that names a handler. */
  readonly newRowOf: ReadonlyMap<string, ShownEntry>
  /** Rows that userspace can write, by register. */
  readonly settable: ReadonlyMap<string, ShownEntry>
  /** The first row of the old side, by register. */
  readonly oldRowOf: ReadonlyMap<string, ShownEntry>
}

export function sightOf(situation: Situation): Sight {
  return situation.perSeries(sightOf, () => look(situation))
}

function look(situation: Situation): Sight {
  const defined = new Set<string>()
  const setters = new Map<string, string>()
  const note = (text: string, where: () => string): void => {
    const name = /\bset_\w+/.exec(text.toLowerCase())?.[0]
    if (name !== undefined && !setters.has(name)) setters.set(name, where())
  }
  for (const patch of situation.series.patches) {
    for (const file of patch.files) {
      for (const hunk of file.hunks) {
        note(hunk.section, () => `${patch.message.messageId}:${hunk.mailLine}`)
        for (const line of hunk.lines) {
          if (line.sign !== '-') note(line.text, () => whereOf(patch, file, line))
          const name =
            line.sign === '+' ? /^[a-z][^=;]{0,200}?\b(\w+)\(/.exec(line.text)?.[1] : undefined
          if (name !== undefined) defined.add(name)
        }
      }
    }
  }
  const rowsOf = new Map<string, ShownEntry[]>()
  const newRowOf = new Map<string, ShownEntry>()
  const oldRowOf = new Map<string, ShownEntry>()
  const settable = new Map<string, ShownEntry>()
  const table = tableOf(situation)
  for (const row of seriesEntries(situation)) {
    const { handler, register, aarch32, setUser } = row.entry
    if (row.side === 'new' && setUser !== null && setUser !== 'NULL') {
      settable.set(table.find(register)?.name ?? register, row)
    }
    if (row.side === 'old' && !oldRowOf.has(register)) oldRowOf.set(register, row)
    if (handler === null) continue
    if (row.side === 'new' && !aarch32 && !newRowOf.has(handler)) newRowOf.set(handler, row)
    if (!row.stays || !row.last) continue
    addUnder(rowsOf, handler, row)
  }
  return { defined, setters, rowsOf, newRowOf, settable, oldRowOf }
}

interface Found {
  readonly said: string
  readonly where: string
}

/** The first added line of a patch that a pattern matches, docs and tools left out; asked once per pattern. */
export function firstAdded(situation: Situation, patch: Patch, pattern: RegExp): Found | null {
  const memory = situation.perSeries(firstAdded, () => new Map<Patch, Map<RegExp, Found | null>>())
  const ofPatch = memory.get(patch) ?? new Map<RegExp, Found | null>()
  memory.set(patch, ofPatch)
  const known = ofPatch.get(pattern)
  if (known !== undefined) return known
  const found = search(patch, pattern)
  ofPatch.set(pattern, found)
  return found
}

function search(patch: Patch, pattern: RegExp): Found | null {
  for (const file of patch.files) {
    if (/^(?:Documentation|tools)\//.test(file.newPath ?? '')) continue
    for (const hunk of file.hunks) {
      for (const line of hunk.lines) {
        const match = line.sign === '+' ? pattern.exec(codeOf(line.text)) : null
        if (match !== null) return { said: match[0].trim(), where: whereOf(patch, file, line) }
      }
    }
  }
  return null
}

/** A word in a comment gates nothing. Cut, since the patterns pay for the length of a line. */
function codeOf(text: string): string {
  return text.slice(0, 500).replace(/\/\*[^*]*\*\/|\/\*.*$|\/\/.*$|^\s*\*.*$/g, '')
}
