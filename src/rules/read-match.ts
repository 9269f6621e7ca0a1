import type { Clause, Head, PatternLine, Term } from '../model.ts'
import { VERBS, verbNamed } from '../facts/verbs.ts'
import { readHead } from './head.ts'
import { nearest } from './nearest.ts'

/** Tells the author what is wrong on a line of the rule file. */
export type Fail = (line: number, what: string) => void

/** A fenced block of a rule file. */
export interface Fence {
  readonly lines: readonly string[]
  /** Line number of the first line inside. */
  readonly line: number
}

export interface MatchParts {
  readonly heads: readonly Head[]
  readonly pattern: readonly PatternLine[]
  readonly clauses: readonly Clause[]
}

/** Reads the Match section: heads, diff lines and where clauses, told apart by how a line begins. */
export function readMatch(fence: Fence | null, lists: readonly string[], fail: Fail): MatchParts {
  const heads: Head[] = []
  const pattern: PatternLine[] = []
  const clauses: Clause[] = []
  fence?.lines.forEach((text, i) => {
    const line = fence.line + i
    if (/^(?:where|and)\s/.test(text)) {
      const clause = readClause(text, line, lists, fail)
      if (clause !== null) clauses.push(clause)
    } else if (/^(?:no\s+)?[A-Z][A-Za-z-]*:\s/.test(text)) {
      const head = readHead(text, line, lists, fail)
      if (head !== null) heads.push(head)
    } else if (/^[ +-]/.test(text)) {
      const sign = text.startsWith('+') ? '+' : text.startsWith('-') ? '-' : ' '
      pattern.push({ sign, text: text.slice(1), line })
    } else if (text.trim() !== '') {
      fail(
        line,
        `"${text}" is no head ("Key: value"), no diff line (" ", "+" or "-" first) and no "where" clause`,
      )
    } else if (pattern.length > 0) pattern.push({ sign: ' ', text: '', line })
  })
  return { heads, pattern: trimEmpty(pattern), clauses }
}

function trimEmpty(pattern: readonly PatternLine[]): readonly PatternLine[] {
  const last = pattern.findLastIndex((line) => line.text.trim() !== '')
  return pattern.slice(0, last + 1)
}

function readClause(
  text: string,
  line: number,
  lists: readonly string[],
  fail: Fail,
): Clause | null {
  const parts = text.trim().split(/\s+/).slice(1)
  const negated = parts[0] === 'not'
  if (negated) parts.shift()
  const [subject, verb, ...rest] = parts
  const object = rest.join(' ')
  if (subject === undefined || verb === undefined || object === '') {
    fail(line, `a clause reads "where [not] term verb term", found "${text}"`)
    return null
  }
  const known = verbNamed(verb)
  if (known === null) {
    fail(
      line,
      `unknown verb "${verb}"${nearest(
        verb,
        VERBS.flatMap((v) => [v.name, ...v.aliases]),
      )}`,
    )
    return null
  }
  const terms = {
    subject: readTerm(subject, line, lists, fail),
    object: readTerm(object, line, lists, fail),
  }
  if (terms.subject === null || terms.object === null) return null
  checkTerm(terms.subject, known.subjects, `subject of "${verb}"`, line, fail)
  checkTerm(terms.object, known.objects, `object of "${verb}"`, line, fail)
  return {
    negated,
    subject: terms.subject,
    object: terms.object,
    verb: known.name,
    text: text.trim().replace(/^(?:where|and)\s+/, ''),
    line,
  }
}

function readTerm(text: string, line: number, lists: readonly string[], fail: Fail): Term | null {
  const hole = /^\$([A-Z][A-Z0-9_]*)$/.exec(text)?.[1]
  if (hole !== undefined) return { kind: 'hole', name: hole }
  if (text.startsWith('$')) {
    fail(line, `"${text}" is no hole: a hole is a $ and capital letters`)
    return null
  }
  const list = /^\{([\w-]+)\}$/.exec(text)?.[1]
  if (list === undefined) return { kind: 'word', text }
  if (!lists.includes(list)) fail(line, `no list rules/lists/${list}.txt${nearest(list, lists)}`)
  return { kind: 'list', name: list }
}

function checkTerm(
  term: Term,
  allowed: readonly string[],
  role: string,
  line: number,
  fail: Fail,
): void {
  const found = term.kind === 'hole' ? '$HOLE' : term.kind === 'list' ? '{list}' : term.text
  if (allowed.includes(found)) return
  fail(line, `${found} cannot be the ${role}; it takes ${allowed.join(' or ')}`)
}

/** Every hole a match can bind: in a pattern, a head, a clause, or by its verb; `$SAME` comes by itself. */
export function boundHoles({ heads, pattern, clauses }: MatchParts): ReadonlySet<string> {
  const holes = new Set(['SAME'])
  for (const { text } of pattern) {
    for (const [, hole] of text.matchAll(/\$([A-Z][A-Z0-9_]*)/g)) holes.add(hole ?? '')
  }
  for (const { test } of heads) if (test.kind === 'hole') holes.add(test.name)
  for (const { subject, object, verb } of clauses) {
    for (const term of [subject, object]) if (term.kind === 'hole') holes.add(term.name)
    for (const hole of verbNamed(verb)?.binds ?? []) holes.add(hole)
  }
  return holes
}
