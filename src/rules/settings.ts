import { type Config, readConfig } from './config.ts'
import { configure } from './configure.ts'
import type { RuleSet } from './load.ts'
import { type ConfigError, MOST_ERRORS } from './yaml.ts'

/** A config's text. */
export interface ConfigText {
  /** For errors: ".lorelint.yml" as seen from where the reader stands. */
  readonly file: string
  /** For reports: ".lorelint.yml". */
  readonly name: string
  readonly text: string
}

/** Reads a config; throws on whatever is wrong with it, with file, line and column of all of it. */
export async function readSettings({ file, name, text }: ConfigText): Promise<Config> {
  const read = await readConfig(name, text)
  if ('errors' in read) throw broken(file, read.errors)
  return read.config
}

/** The rules as the config wants them; throws where it names one that is not among them. */
export function applySettings({ file }: ConfigText, config: Config, set: RuleSet): RuleSet {
  const configured = configure(set, config)
  if ('errors' in configured) throw broken(file, configured.errors)
  return configured.set
}

function broken(file: string, errors: readonly ConfigError[]): Error {
  const lines = errors
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, what }) => `${file}:${line}:${column}: ${what.slice(0, 500)}`)
  const more = lines.length - MOST_ERRORS
  const shown = [...lines.slice(0, MOST_ERRORS), ...(more > 0 ? [`and ${more} more`] : [])]
  return new Error(`the config is broken:\n${shown.join('\n')}`)
}
