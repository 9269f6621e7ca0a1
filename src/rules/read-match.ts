import type { Clause, Head, Knowledge, PatternLine, Rule, RuleQuery } from '../rulebook.ts'
import { holesOf } from '../c/holes.ts'
import { captureNames } from '../c/query.ts'
import { verbNamed } from '../facts/verbs.ts'
import type { Fail, Fence } from './fence.ts'
import { readHead } from './head.ts'
import { readClause } from './read-clause.ts'
import { tableHoles } from './table-holes.ts'

export type MatchParts = Pick<Rule, 'heads' | 'pattern' | 'language' | 'query' | 'clauses'>

/**
 * Reads the Match section: one fence `diff` (C) or `lines` (text) with heads, pattern and where clauses, told
 * apart by how a line begins, and at most one fence `query`.
 */
export function readMatch(fences: readonly Fence[], knowledge: Knowledge, fail: Fail): MatchParts {
  const queries = fences.filter((fence) => /^query\b/.test(fence.info))
  const [main, ...more] = fences.filter((fence) => !queries.includes(fence))
  for (const { line } of [...more, ...queries.slice(1)])
    fail(line - 1, 'a second fence for "## Match"')
  const heads: Head[] = []
  const pattern: PatternLine[] = []
  const clauses: Clause[] = []
  const lists = [...knowledge.lists.keys()]
  main?.lines.forEach((text, i) => {
    const line = main.line + i
    if (/^(?:where|and)\s/.test(text)) {
      const clause = readClause(text, line, knowledge, fail)
      if (clause !== null) clauses.push(clause)
    } else if (/^(?:no\s+)?[A-Z][A-Za-z-]*:\s/.test(text)) {
      const head = readHead(text, line, lists, fail)
      if (head !== null) heads.push(head)
    } else if (text.startsWith('@@')) pattern.push({ sign: '@', text: '', line })
    else if (/^[ +-]/.test(text)) {
      const sign = text.startsWith('+') ? '+' : text.startsWith('-') ? '-' : ' '
      pattern.push({ sign, text: text.slice(1), line })
    } else if (text.trim() !== '') {
      fail(
        line,
        `"${text}" is no head ("Key: value"), no diff line (" ", "+" or "-" first) and no "where" clause`,
      )
    } else if (pattern.length > 0) pattern.push({ sign: ' ', text: '', line })
  })
  const language = languageOf(main, fail)
  const query = readQuery(queries[0])
  if (query !== null && pattern.length > 0)
    fail(query.line - 1, 'a rule has a pattern or a query, not both: keep heads and clauses only')
  return { heads, pattern: trimEmpty(pattern, language), language, query, clauses }
}

function readQuery(fence: Fence | undefined): RuleQuery | null {
  if (fence === undefined) return null
  const side = /\bold\b/.test(fence.info) ? 'old' : 'new'
  return { text: fence.lines.join('\n'), side, line: fence.line }
}

function languageOf(main: Fence | undefined, fail: Fail): MatchParts['language'] {
  const info = main?.info ?? ''
  if (!/^lines\b/.test(info)) return 'c'
  if (info !== 'lines' && info !== 'lines exact')
    fail((main?.line ?? 2) - 1, `a fence of text reads "lines" or "lines exact", found "${info}"`)
  return info === 'lines exact' ? info : 'lines'
}

/** Where white space counts, a line of a sign and no text is an empty line. */
function trimEmpty(
  pattern: readonly PatternLine[],
  language: MatchParts['language'],
): readonly PatternLine[] {
  const last = pattern.findLastIndex(
    ({ sign, text }) => text.trim() !== '' || (language === 'lines exact' && sign !== ' '),
  )
  return pattern.slice(0, last + 1)
}

/** Every hole a match can bind: in a pattern, a head, a clause, or by its verb; `$SAME` comes by itself. */
export function boundHoles(
  { heads, pattern, query, clauses }: MatchParts,
  knowledge: Knowledge,
): ReadonlySet<string> {
  const holes = new Set(['SAME', ...captureNames(query?.text ?? '')])
  for (const { text } of pattern) for (const hole of holesOf(text)) holes.add(hole)
  for (const { test } of heads) if (test.kind === 'hole') holes.add(test.name)
  for (const { subject, object, verb } of clauses) {
    for (const term of [subject, object]) if (term.kind === 'hole') holes.add(term.name)
    for (const hole of tableHoles(object, knowledge)) holes.add(hole)
    for (const hole of verbNamed(verb)?.binds ?? []) holes.add(hole)
  }
  return holes
}
