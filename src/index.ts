/**
 * The public API: `lint` mails with the rules that `loadRules` made of rule files, `configure`d by what
 * `readConfig` read, and `withBaseline` what is known left unsaid.
 */
export { lint, type LintOptions } from './lint.ts'
export { loadRules, type LoadedRules, type RuleFile, type RuleSet } from './rules/load.ts'
export { type Config, readConfig, type ReadConfig } from './rules/config.ts'
export { configure, type Configured } from './rules/configure.ts'
export { type Baseline, readBaseline, withBaseline } from './review/baseline.ts'
export type * from './model.ts'
export type * from './rulebook.ts'
