import type { Patch } from '../../model.ts'
import { identifiers } from '../../c/lexer.ts'
import { changes, type Change, hunkChanges, pathOf } from '../changes.ts'
import { commentLines } from '../comments.ts'
import type { Component } from './components.ts'

export interface Signal {
  /** S1 ... S11: names of the measured signals. */
  readonly code: string
  readonly said: string
  /** The change that the signal is about; null when it is about the log. */
  readonly at: Change | null
}

/** What speaks for two changes in one patch. None is enough alone. */
export function splitSignals(patch: Patch, parts: readonly Component[]): readonly Signal[] {
  const found: Signal[] = []
  const log = patch.text.log.map((line) => line.text)
  const all = changes(patch)
  const say = (code: string, said: string, at: Change | null = null): void => {
    found.push({ code, said, at })
  }

  const numbered = numberedDeeds(log)
  if (numbered >= 2) say('S1', `the log lists ${numbered} numbered changes`)
  const bullets = bulletDeeds(log)
  if (bullets >= 2) say('S1b', `the log lists ${bullets} changes`)
  const also =
    /\b(?:while at it|while (?:I'm|we're|we are|I am) (?:at it|here)|in addition|additionally|also,|also (?:add|fix|remove|change|rename|update|convert|clean|drop|move)\w*)/i.exec(
      log.join('\n'),
    )
  if (also !== null) say('S2', `the log says "${also[0].toLowerCase()}"`)
  if (TWO_DEEDS.test(patch.text.title)) say('S3', 'the subject names two deeds')

  const blank = whitespaceRun(all)
  if (blank !== null) say('S4', 'white space is changed beside code', blank)
  if (parts.length >= 2) {
    const second = parts[1]?.changes[0] ?? null
    say('S5', `${parts.length} parts share no function and no name`, second)
  }
  const areas = new Set(
    patch.files.map((file) => areaOf(pathOf(file))).filter((area) => area !== null),
  )
  if (areas.size >= 2) say('S6', `it touches ${[...areas].join(', ')}`)
  const moved = movedLines(all)
  const changed = all.length - 2 * moved
  if (moved >= 8 && changed >= 10 && !MOVES.test(patch.text.title))
    say('S9', `${moved} lines move and ${changed} change`)
  if (patch.files.every((file) => file.status !== 'added') ? all.length > 400 : all.length > 1200) {
    say('S10', `${all.length} changed lines`)
  }
  const remark = commentHunk(patch)
  if (remark !== null) say('S11', 'a hunk changes nothing but a comment', remark)
  return found
}

/** Items of a numbered list that say what is done: not the steps of a race, nor conditions, nor reasons. */
function numberedDeeds(log: readonly string[]): number {
  let items = 0
  let heading = ''
  for (const line of log) {
    const item = /^\s{0,4}\(?\d{1,2}[.)]\s+(\S+)/.exec(line)?.[1]
    if (item === undefined) {
      if (items === 0 && line.trim() !== '') heading = line.trim()
    } else if (DEED.test(item)) items++
  }
  return NO_DEEDS.test(heading) ? 0 : items
}

/** Points of lists that say what is done, but not the means of one deed: "Cure it by:". */
function bulletDeeds(log: readonly string[]): number {
  let items = 0
  let heading = ''
  for (const line of log) {
    const item = /^\s{0,3}[-*o]\s+(\S+)/.exec(line)?.[1]
    if (item === undefined && /^\S/.test(line)) heading = line
    else if (DEED.test(item ?? '') && !/\bby:$/.test(heading.trim())) items++
  }
  return items
}

const DEED =
  /^(?:add|fix|remov|drop|delet|updat|chang|renam|mov|convert|clean|correct|us(?:e|ing)\b|parse|introduc|implement|replac|mak(?:e|ing)\b|read|writ|giv|tak|set|expos|enabl|disabl|allow|support|check|handl|unmask|split|switch|avoid|prevent|return|reorder|simplif)/i
const NO_DEEDS =
  /\b(?:when|scenario|steps?|conditions?|reproduce|race|sequence|because|reasons?)\b|\bif:$/i

/** The subject says that code moves: then moving it is the change. */
const MOVES =
  /\b(?:mov(?:e|ing)|split|factor|extract|refactor|rework|consolidat|separat|hoist|reorgani[sz]|rename|introduce|shuffl|restructur|convert|unify|merge)/i

const TWO_DEEDS =
  /\b(?:various|several|misc(?:ellaneous)?|few|multiple|some)\s+(?:\w+\s+)?(?:fix|cleanup|clean-up|improvement|change|update)\w*|:\s*(?:add|fix|remove|rename|move|use|drop|convert|clean ?up|update|simplify|introduce)\b.{0,200}\b(?:and|&)\s+(?:add|fix|remove|rename|move|use|drop|convert|clean ?up|update|simplify|introduce)\b/i

/**
 * A run of two changed lines or more that differ in white space only, in a patch that also changes code.
 * A run in which code changes too is no drive-by: a longer name re-aligns its neighbours.
 */
function whitespaceRun(all: readonly Change[]): Change | null {
  let first: Change | null = null
  let code = 0
  for (const run of runs(all)) {
    const gone = run.filter(({ line }) => line.sign === '-' && line.text.trim() !== '')
    const come = run.filter(({ line }) => line.sign === '+' && line.text.trim() !== '')
    const same =
      gone.length === come.length &&
      gone.every((old, i) => squeeze(old) === squeeze(come[i] ?? old))
    const drift = same && gone.every((old, i) => indent(old) === indent(come[i] ?? old))
    if (!same) code += come.length
    else if (drift && gone.length >= 2) first ??= gone[0] ?? null
  }
  return code >= 2 ? first : null
}

/** Changed lines that stand next to each other in the mail. */
function runs(all: readonly Change[]): readonly (readonly Change[])[] {
  const found: Change[][] = []
  for (const change of all) {
    const last = found.at(-1)
    if (last?.at(-1)?.line.mailLine === change.line.mailLine - 1) last?.push(change)
    else found.push([change])
  }
  return found
}

/** Re-indentation follows from a new block and is no drive-by; other white space is. */
function indent(change: Change): string {
  return /^\s*/.exec(change.line.text)?.[0] ?? ''
}

function squeeze(change: Change): string {
  return change.line.text.replace(/\s+/g, '')
}

function movedLines(all: readonly Change[]): number {
  const gone = new Map<string, number>()
  for (const { line } of all) {
    if (line.sign === '-' && line.text.trim().length > 8)
      gone.set(line.text.trim(), (gone.get(line.text.trim()) ?? 0) + 1)
  }
  let moved = 0
  for (const { line } of all) {
    const left = gone.get(line.text.trim()) ?? 0
    if (line.sign !== '+' || left === 0) continue
    gone.set(line.text.trim(), left - 1)
    moved++
  }
  return moved
}

/** A hunk that changes a comment alone, and one that nothing in the code changes of the patch speaks of. */
function commentHunk(patch: Patch): Change | null {
  if (/\b(?:comment|typo|spelling|doc)/i.test(patch.text.title)) return null
  const code = new Set<string>()
  const remarks: Change[][] = []
  for (const file of patch.files) {
    if (!/\.[chS]$/.test(pathOf(file) ?? '')) continue
    for (const hunk of file.hunks) {
      const comment = commentLines(hunk)
      const touched = hunkChanges(file, hunk).filter(({ line }) => line.text.trim() !== '')
      const isRemark = touched.length > 0 && touched.every(({ line }) => comment.has(line.mailLine))
      if (isRemark) remarks.push([...touched])
      else
        for (const { line, inFunction } of touched) {
          if (inFunction !== null) code.add(inFunction)
          for (const word of identifiers(line.text)) code.add(word)
        }
    }
  }
  if (code.size === 0) return null
  const stray = remarks.find((touched) =>
    touched.every(
      ({ line, inFunction }) =>
        !code.has(inFunction ?? '') &&
        !(line.text.match(/\w{4,}/g) ?? []).some((word) => code.has(word)),
    ),
  )
  return stray?.[0] ?? null
}

/**
 * The subsystem of a path; null for what belongs to any change: headers, core code, docs, selftests,
 * tools' header copies, build files. An architecture and its KVM are one area.
 */
function areaOf(path: string | null): string | null {
  if (path === null || /(?:^|\/)(?:Kconfig|Makefile)\w*$/.test(path)) return null
  const parts = path.split('/')
  if (path.startsWith('Documentation/devicetree')) return 'bindings'
  if (parts.includes('dts')) return 'dts'
  return /^(?:drivers|sound|fs|net)$/.test(parts[0] ?? '') && parts.length > 2
    ? parts.slice(0, 2).join('/')
    : null
}
