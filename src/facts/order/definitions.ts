import type { DiffLine, FileDiff, Hunk } from '../../model.ts'
import { pathOf } from '../changes.ts'
import type { Step } from './steps.ts'

type DefinitionKind = 'function' | 'static' | 'macro' | 'enumerator' | 'prototype' | 'field'

/** A name that a patch brings into being. */
export interface Definition {
  readonly name: string
  readonly kind: DefinitionKind
  readonly step: Step
  readonly file: FileDiff
  readonly line: DiffLine
  /** It stands between an #if and its #endif. */
  readonly inline: boolean
}

/**
 * The functions, macros, enumerators and prototypes that a patch adds, told by layout: kernel style opens a
 * function in column 0 and gives its brace a line of its own.
 */
export function definitionsOf(step: Step): readonly Definition[] {
  return step.patch.files.flatMap((file) =>
    /\.[ch]$/.test(pathOf(file) ?? '')
      ? file.hunks.flatMap((hunk) => definitionsIn(step, file, hunk))
      : [],
  )
}

function definitionsIn(step: Step, file: FileDiff, hunk: Hunk): readonly Definition[] {
  const found: Definition[] = []
  let structOpen = /^struct \w+ \{/.test(hunk.section)
  let enumOpen = /^(?:typedef )?enum\b/.test(hunk.section)
  const shown = hunk.lines.filter((line) => line.sign !== '-')
  for (const [i, line] of shown.entries()) {
    const { text } = line
    if (/^(?:typedef )?enum\b/.test(text) && !/[;(]/.test(text)) enumOpen = true
    else if (/^\s*\}/.test(text) || /^[a-z{]/.test(text)) enumOpen &&= text.startsWith('{')
    if (/^\S/.test(text)) structOpen = /^struct \w+ \{/.test(text)
    if (line.sign !== '+' || text.length > 400) continue
    const say = (name: string, kind: DefinitionKind, inline = false): void =>
      void found.push({ name, kind, step, file, line, inline })
    const macro = /^\s*#\s*define\s+(\w+)/.exec(text)?.[1]
    if (macro !== undefined) {
      say(macro, 'macro')
      continue
    }
    const constant = enumOpen ? /^\s+([A-Z][A-Z0-9_]{3,})\s*(?:=|,|$)/.exec(text)?.[1] : undefined
    if (constant !== undefined) say(constant, 'enumerator')
    const field = structOpen
      ? /^\t[A-Za-z_][\w ]*[\s*](\w+)(?:\[\w+\])?;/.exec(text)?.[1]
      : undefined
    if (field !== undefined) say(field, 'field')
    if (!/^[A-Za-z_]/.test(text)) continue
    const name = /\b([A-Za-z_]\w*)\s*\(/.exec(text)?.[1]
    // "static __printf(2, 3)": an attribute names nothing.
    if (name === undefined || !/[a-z]/.test(name) || ATTRIBUTE.test(name)) continue
    if (text.includes('=')) continue
    const head = headOf(shown, i)
    if (head === 'prototype') say(name, 'prototype')
    if (head !== 'definition') continue
    const signature = `${shown[i - 1]?.text ?? ''}\n${text}`
    const isStatic = /^static\b/m.test(signature)
    say(
      name,
      isStatic ? 'static' : 'function',
      /\binline\b|\b__\w*(?:unused|used)\b/.test(signature),
    )
  }
  return found
}

const ATTRIBUTE =
  /^__(?:attribute|printf|scanf|must|acquires|releases|cond_lock|aligned|section|init|exit)/

/** What the lines from a signature's first on end in: a body, all of it added, or a semicolon. */
function headOf(shown: readonly DiffLine[], from: number): 'definition' | 'prototype' | null {
  for (const line of shown.slice(from, from + 12)) {
    if (line.sign !== '+') return null
    const text = line.text.trimEnd()
    if (text.endsWith('{') || (text.includes('{') && text.endsWith('}'))) return 'definition'
    if (text.endsWith(';')) return 'prototype'
    if (text.endsWith('}') || text === '') return null
  }
  return null
}
