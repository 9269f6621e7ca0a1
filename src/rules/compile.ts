import type { FileDiff, Patch, Rule } from '../model.ts'
import type { ParseC } from '../c/parser.ts'
import { compilePattern, type Pattern } from '../c/pattern.ts'
import { compileGlob } from './glob.ts'
import { compileHead, type HeadTester } from './head.ts'
import type { RuleSet } from './load.ts'
import type { RuleError } from './read.ts'

/** A rule made ready to run: everything that does not depend on the patch is worked out. */
export interface CompiledRule {
  readonly rule: Rule
  /** The files of a patch that the rule is about; null when it is about no file in particular. */
  readonly inScope: (patch: Patch) => readonly FileDiff[] | null
  readonly heads: readonly { readonly test: HeadTester; readonly head: Rule['heads'][number] }[]
  readonly pattern: Pattern | null
}

export type CompiledRules =
  | { readonly rules: readonly CompiledRule[] }
  | { readonly errors: readonly RuleError[] }

export function compileRules(set: RuleSet, parse: ParseC): CompiledRules {
  const errors: RuleError[] = []
  const rules: CompiledRule[] = []
  for (const rule of set.rules) {
    const compiled = rule.pattern.length === 0 ? null : compilePattern(parse, rule.pattern)
    if (compiled !== null && !compiled.ok) {
      errors.push({ file: rule.file, line: compiled.line, what: compiled.what })
      continue
    }
    rules.push({
      rule,
      inScope: scope(rule.files),
      heads: rule.heads.map((head) => ({ head, test: compileHead(head, set.knowledge.lists) })),
      pattern: compiled?.pattern ?? null,
    })
  }
  return errors.length > 0 ? { errors } : { rules }
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
