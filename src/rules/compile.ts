import type { FileDiff, Patch } from '../model.ts'
import type { Rule } from '../rulebook.ts'
import { type CompiledFix, compileFix, type Fix } from '../c/fix.ts'
import { openIsomorphisms } from '../c/isomorphisms.ts'
import { compileLines } from '../c/lines.ts'
import type { ParseC } from '../c/parser.ts'
import { compilePattern } from '../c/pattern.ts'
import type { Widen } from '../c/pattern-node.ts'
import { compileQuery } from '../c/query.ts'
import { compileClause, type CompiledClause } from './ask.ts'
import { compileGlob } from '../facts/general/glob.ts'
import { compileHead, type HeadTester } from './head.ts'
import type { RuleSet } from './load.ts'
import type { Matcher } from './places.ts'
import type { RuleError } from './read.ts'

/** A rule made ready to run: everything that does not depend on the patch is worked out. */
export interface CompiledRule {
  readonly rule: Rule
  /** The files of a patch that the rule is about; null when it is about no file in particular. */
  readonly inScope: (patch: Patch) => readonly FileDiff[] | null
  readonly heads: readonly { readonly test: HeadTester; readonly head: Rule['heads'][number] }[]
  readonly matcher: Matcher | null
  /** What mends a place where the rule speaks; null without a Fix section. */
  readonly fix: Fix | null
  /** One object for all rules with this pattern and these files; null for a rule that shares with none. */
  readonly shared: object | null
  readonly clauses: readonly CompiledClause[]
}

export type CompiledRules =
  | { readonly rules: readonly CompiledRule[] }
  | { readonly errors: readonly RuleError[] }

export function compileRules(set: RuleSet, parse: ParseC): CompiledRules {
  const errors: RuleError[] = []
  const rules: CompiledRule[] = []
  const widen = openIsomorphisms(parse)
  // Rules with the same pattern share it, and so what was found with it.
  const matchers = new Map<string, MadeMatcher>()
  const scopes = new Map<string, CompiledRule['inScope']>()
  const shared = sharedObjects(set.rules)
  for (const rule of set.rules) {
    const key = matcherKey(rule)
    const known = matchers.get(key) ?? compileMatcher(rule, parse, widen)
    if (known !== null && !known.ok) {
      errors.push({ file: rule.file, line: known.line, what: known.what })
      continue
    }
    if (known !== null) matchers.set(key, known)
    const fix = ruleFix(rule, parse, widen)
    if (fix !== null && !fix.ok) {
      errors.push({ file: rule.file, line: fix.line, what: fix.what })
      continue
    }
    const globs = rule.files.join(' ')
    const inScope = scopes.get(globs) ?? scope(rule.files)
    scopes.set(globs, inScope)
    rules.push({
      rule,
      inScope,
      heads: rule.heads.map((head) => ({ head, test: compileHead(head, set.knowledge.lists) })),
      matcher: known?.matcher ?? null,
      fix: fix?.fix ?? null,
      shared: shared.get(sharedKey(rule)) ?? null,
      clauses: rule.clauses.map((clause) => compileClause(clause, set.knowledge)),
    })
  }
  return errors.length > 0 ? { errors } : { rules }
}

function matcherKey(rule: Rule): string {
  const { language, scope: reach, pattern, query } = rule
  const lines = pattern.map(({ sign, text }) => sign + text)
  return JSON.stringify([language, reach, lines, query, isListed(rule)])
}

/** What is found has to stand in a list first of all, which leaves few of many places. */
function isListed({ clauses: [first] }: Rule): boolean {
  return first?.verb === 'is-in'
}

/** For each pattern (with its files) that more than one rule has, an object that stands for it. */
function sharedObjects(rules: readonly Rule[]): ReadonlyMap<string, object> {
  const once = new Set<string>()
  const found = new Map<string, object>()
  for (const key of rules.filter(({ pattern }) => pattern.length > 0).map(sharedKey)) {
    if (once.has(key)) found.set(key, { key })
    once.add(key)
  }
  return found
}

function sharedKey(rule: Rule): string {
  return `${rule.files.join(' ')}\n${matcherKey(rule)}`
}

type MadeMatcher =
  | { readonly ok: true; readonly matcher: Matcher }
  | { readonly ok: false; readonly what: string; readonly line: number }

function compileMatcher(rule: Rule, parse: ParseC, widen: Widen): MadeMatcher | null {
  if (rule.query !== null) {
    const { text, side, line } = rule.query
    const made = compileQuery(parse, text, side)
    return made.ok
      ? { ok: true, matcher: { kind: 'query', query: made.query } }
      : { ok: false, what: made.what, line: line + made.row }
  }
  if (rule.pattern.length === 0) return null
  if (rule.language !== 'c') {
    if (rule.pattern.every(({ sign }) => sign === ' ' || sign === '@')) {
      const what = 'a pattern needs a line that begins with + or -'
      return { ok: false, what, line: rule.pattern[0]?.line ?? 1 }
    }
    return {
      ok: true,
      matcher: {
        kind: 'lines',
        lines: compileLines(rule.pattern, rule.language === 'lines exact'),
      },
    }
  }
  const made = compilePattern(parse, rule.pattern, widen, rule.scope)
  if (!made.ok) return made
  const { pattern } = made
  return { ok: true, matcher: { kind: 'pattern', pattern, isListed: isListed(rule) } }
}

function ruleFix(rule: Rule, parse: ParseC, widen: Widen): CompiledFix | null {
  const [first] = rule.fix
  if (first === undefined) return null
  if (rule.language === 'c' && rule.pattern.length + (rule.query === null ? 0 : 1) > 0)
    return compileFix(parse, rule.fix, widen)
  return { ok: false, what: 'a fix is for rules with a pattern of C, or a query', line: first.line }
}

/** A folder ("arch/arm64/kvm/") or a glob. A file whose header was trimmed is in scope when the patch speaks of one that is. */
function scope(globs: readonly string[]): CompiledRule['inScope'] {
  if (globs.length === 0) return () => null
  const tests = globs.map((glob) => compileGlob(glob, true))
  const within = (path: string | null): boolean => path !== null && tests.some((test) => test(path))
  return (patch) => {
    const trimmed = () =>
      patch.text.diffstat.some(({ path }) => within(path)) ||
      patch.files.some((file) => within(file.newPath ?? file.oldPath))
    return patch.files.filter((file) => {
      const path = file.newPath ?? file.oldPath
      return path === null ? trimmed() : within(path)
    })
  }
}
