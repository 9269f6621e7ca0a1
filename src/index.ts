/** The public API: `lint` mails with the rules that `loadRules` made of rule files. */
export { lint, type LintOptions } from './lint.ts'
export { loadRules, type LoadedRules, type RuleFile, type RuleSet } from './rules/load.ts'
export type * from './model.ts'
