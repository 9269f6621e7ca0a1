import { join } from 'node:path'
import { escapeLine } from '../report/escape.ts'
import type { Config } from '../rules/config.ts'
import type { RuleSet } from '../rules/load.ts'
import { applySettings, readSettings } from '../rules/settings.ts'
import { configOfCommit } from '../sources/commit-config.ts'
import { type ConfigFile, findConfig } from '../sources/config-file.ts'
import { type RulesFlags, rulesOf } from './input.ts'

export interface ConfigFlags {
  /** False: none, whatever is found. */
  readonly config?: string | false
  /** The commit whose config it is, with its rules and baseline: nothing of the checkout counts then. */
  readonly configFrom?: string
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
  const found = await foundConfig(flags)
  if (found === null) return { set: rulesOf(flags, [], figures), config: null }
  const config = await readSettings(found)
  const { ruleFolders, baseline } = config
  await found.bring(baseline === null ? ruleFolders : [...ruleFolders, baseline])
  const folders = ruleFolders.map((folder) => join(found.root, folder))
  const set = applySettings(found, config, rulesOf(flags, folders, figures))
  return { set, config: { ...config, root: found.root } }
}

async function foundConfig({
  config: given,
  configFrom,
  repo,
}: ConfigFlags): Promise<ConfigFile | null> {
  const from = repo === undefined ? [process.cwd()] : [repo, process.cwd()]
  if (configFrom === undefined) return given === false ? null : findConfig(given ?? null, from)
  if (given !== undefined)
    throw new Error('--config-from COMMIT and --config or --no-config exclude each other')
  const found = await configOfCommit(repo ?? process.cwd(), configFrom)
  const here = findConfig(null, from.slice(0, 1))
  if (here !== null && here.text !== found?.text) tellOther(here.name, found?.name, configFrom)
  return found
}

/** A pull request that changes the config is told that this will count once it is merged. */
function tellOther(here: string, found: string | undefined, commit: string): void {
  const what =
    found === undefined
      ? `${commit} has no config; ${here} of the checkout is not read`
      : `${found} of ${commit} holds; that of the checkout differs, and is not read`
  process.stderr.write(`lorelint: ${escapeLine(what)}\n`)
}
