import { tryRule } from '../examples.ts'
import { escapeLine } from '../report/escape.ts'
import { exampleDiff } from './example-diff.ts'
import { isColoured, type RulesFlags } from './input.ts'
import { type NamedRule, rulesNamed } from './rule-args.ts'
import type { ConfigFlags } from './settings.ts'

/** Runs the examples of rule files, folders, packs or rules; of all without a name. Exit code 1 when one fails. */
export async function runTry(
  names: readonly string[],
  flags: RulesFlags & ConfigFlags,
): Promise<number> {
  const rules = await rulesNamed(names, flags)
  let bad = 0
  let all = 0
  for (const named of rules) {
    const { ok, failed } = await tryNamed(named)
    bad += failed
    all += ok + failed
  }
  if (rules.length > 1) {
    const how = bad === 0 ? 'all ok' : `${bad} FAILED`
    process.stdout.write(`${rules.length} rules, ${all} examples: ${how}\n`)
  }
  return bad === 0 ? 0 : 1
}

/** Runs the examples of one rule and prints how each came out. */
export async function tryNamed({
  rule,
  set,
  file,
}: NamedRule): Promise<{ readonly ok: number; readonly failed: number }> {
  if (rule.examples.length === 0)
    throw new Error(`${file}: no examples; a rule without them cannot be tried`)
  let failed = 0
  for (const result of await tryRule(rule, set)) {
    const { name, line, noisy, missing, problems } = result
    const ok = noisy.length + missing.length + problems.length === 0
    if (!ok) failed++
    process.stdout.write(
      `${ok ? 'ok     ' : 'FAILED '} ${escapeLine(`${file}:${line}: ${name}`)}\n`,
    )
    process.stdout.write(ok ? '' : exampleDiff(result, isColoured(process.stdout)))
  }
  return { ok: rule.examples.length - failed, failed }
}
