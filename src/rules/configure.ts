import type { ConfigMuting, Rule } from '../rulebook.ts'
import type { Config, RuleSetting } from './config.ts'
import { packOf, type RuleSet } from './load.ts'
import { near } from './nearest.ts'
import { type ConfigError, MOST_ERRORS } from './yaml.ts'

export type Configured = { readonly set: RuleSet } | { readonly errors: readonly ConfigError[] }

/**
 * The rules as a config wants them: severities changed, and noted what it mutes. What it says of a rule wins
 * over what it says of the rule's pack, key by key.
 */
export function configure(set: RuleSet, config: Config): Configured {
  const known = new Set([...set.ids, ...set.ids.map(packOf)])
  const errors = config.rules
    .filter(({ id }) => !known.has(id))
    .map(({ id, at }, index) => {
      // A hint takes a look at all rules: none is sought for what is not told.
      const hint =
        (index < MOST_ERRORS ? near(id, [...known]) : null) ?? '; lorelint rules lists them'
      return { ...at, what: `no rule or pack "${id}"${hint}` }
    })
  if (errors.length > 0) return { errors }
  const settings = new Map(config.rules.map((setting) => [setting.id, setting]))
  const muted = new Map<string, ConfigMuting>()
  const rules = set.rules.map((rule): Rule => {
    const [own, pack] = [settings.get(rule.id), settings.get(packOf(rule.id))]
    const off = first(own, pack, 'off') ?? false
    const files = first(own, pack, 'files') ?? []
    if (off || files.length > 0) muted.set(rule.id, { by: config.name, off, files })
    return { ...rule, severity: first(own, pack, 'severity') ?? rule.severity }
  })
  return { set: { ...set, rules, muted } }
}

function first<K extends 'off' | 'severity' | 'files'>(
  own: RuleSetting | undefined,
  pack: RuleSetting | undefined,
  key: K,
): RuleSetting[K] {
  return own?.[key] ?? pack?.[key] ?? null
}
