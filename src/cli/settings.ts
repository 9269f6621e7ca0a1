import { join } from 'node:path'
import { type Config, readConfig } from '../rules/config.ts'
import { configure } from '../rules/configure.ts'
import type { RuleSet } from '../rules/load.ts'
import type { ConfigError } from '../rules/yaml.ts'
import { findConfig } from '../sources/config-file.ts'
import { type RulesFlags, rulesOf } from './input.ts'

export interface ConfigFlags {
  /** False: none, whatever is found. */
  readonly config?: string | false
  readonly repo?: string
}

export interface Settings {
  /** The rules as the config wants them. */
  readonly set: RuleSet
  readonly config: (Config & { readonly root: string }) | null
}

/** The rules and the config of a run; what is wrong with either stops it. */
export async function settingsOf(
  flags: RulesFlags & ConfigFlags,
  figures: 'needed' | 'to-be-taken' = 'needed',
): Promise<Settings> {
  const { config: given, repo } = flags
  const from = repo === undefined ? [process.cwd()] : [repo, process.cwd()]
  const found = given === false ? null : findConfig(given ?? null, from)
  if (found === null) return { set: rulesOf(flags, [], figures), config: null }
  const { file, name, root, text } = found
  const read = await readConfig(name, text)
  if ('errors' in read) throw broken(file, read.errors)
  const folders = read.config.ruleFolders.map((folder) => join(root, folder))
  const configured = configure(rulesOf(flags, folders, figures), read.config)
  if ('errors' in configured) throw broken(file, configured.errors)
  return { set: configured.set, config: { ...read.config, root } }
}

const MOST_ERRORS = 20

function broken(file: string, errors: readonly ConfigError[]): Error {
  const lines = errors
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, what }) => `${file}:${line}:${column}: ${what.slice(0, 500)}`)
  const more = lines.length - MOST_ERRORS
  const shown = [...lines.slice(0, MOST_ERRORS), ...(more > 0 ? [`and ${more} more`] : [])]
  return new Error(`the config is broken:\n${shown.join('\n')}`)
}
