import { fileURLToPath } from 'node:url'
import { loadRules, type RuleFile, type RuleSet } from '../src/index.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'

/** The shipped rules, lists and tables, with files of the test over them. */
export function shipped(more: readonly RuleFile[] = []): RuleSet {
  const folder = fileURLToPath(new URL('../rules', import.meta.url))
  const loaded = loadRules([...readRuleFiles(folder), ...more])
  if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
  return loaded.set
}
