import { posix } from 'node:path'
import type { Rule } from '../rulebook.ts'
import { openParser } from '../c/parser.ts'
import { BASELINE_BYTES, CONFIG_BYTES } from '../limits.ts'
import { speaking } from '../lint.ts'
import { type Baseline, readBaseline } from '../review/baseline.ts'
import type { FailOn } from '../review/fail-on.ts'
import type { Config } from '../rules/config.ts'
import { compileRules } from '../rules/compile.ts'
import type { RuleSet } from '../rules/load.ts'
import { ruleErrors } from '../rules/read.ts'
import { applySettings, type ConfigText, readSettings } from '../rules/settings.ts'
import { sureRules } from '../rules/sure.ts'
import { CONFIG_NAMES } from '../sources/config-file.ts'
import { type CommitRef, readFileAt } from './base-files.ts'
import { type FolderFile, type FolderKeeper, readFolderAt, type Refused } from './base-folder.ts'
import { tooLarge, weightOf } from './base-size.ts'
import { failedHere } from './failed-here.ts'
import { describe, type GitHub } from './github.ts'
import { openKeeper } from './keeper.ts'
import { type LoadRules, withFolders } from './rule-copy.ts'

/** What the config of a commit wants. */
export interface Wanted {
  /** ".github/lorelint.yml" */
  readonly name: string
  readonly set: RuleSet
  readonly nursery: boolean
  readonly failOn: FailOn | null
  /** What is known, and the rules whose silence says that something of it is gone. */
  readonly baseline: { readonly known: Baseline; readonly sure: ReadonlySet<string> } | null
  /** The files and folders of the repository that it names. */
  readonly paths: readonly string[]
}

type BaseConfig =
  | { readonly kind: 'none' }
  | { readonly kind: 'wanted'; readonly wanted: Wanted }
  /** `why` names file, line and column where they are known; it may have several lines. */
  | { readonly kind: 'broken'; readonly why: string }

/** Tells the config that a commit has; throws when GitHub does not answer, or this machine fails. */
export type ConfigAt = (github: GitHub, commit: CommitRef) => Promise<BaseConfig>

/** More folders than anybody has: each costs requests. */
const MOST_FOLDERS = 10
const KEPT_BYTES = 64 * 1024 * 1024

/** Reads configs of commits, once each; how many are kept is a matter of their size. */
export function openConfigs(load: LoadRules): ConfigAt {
  const configs = openKeeper<Read>(KEPT_BYTES, ({ bytes }) => bytes)
  const folders: FolderKeeper = openKeeper(KEPT_BYTES, (files) =>
    files.reduce((sum, { text }) => sum + text.length, 1024),
  )
  return async (github, commit) => {
    const key = `${commit.owner}/${commit.repo} ${commit.sha}`
    return (await configs(key, () => readConfigAt(github, commit, load, folders))).config
  }
}

interface Read {
  readonly config: BaseConfig
  /** What it may hold in memory. */
  readonly bytes: number
}

async function readConfigAt(
  github: GitHub,
  commit: CommitRef,
  load: LoadRules,
  keep: FolderKeeper,
): Promise<Read> {
  const found: ConfigText[] = []
  for (const name of CONFIG_NAMES) {
    const text = await readFileAt(github, commit, name, CONFIG_BYTES)
    if (text !== null) found.push({ file: name, name, text })
  }
  const [text, other] = found
  if (text === undefined) return { config: { kind: 'none' }, bytes: 1024 }
  if (other !== undefined)
    return broken(`the base holds ${text.name} and ${other.name}; keep one of them`)
  const config = await readSettings(text).catch((error: unknown) => ({ refused: wordsOf(error) }))
  if ('refused' in config) return broken(config.refused)
  const files = await filesOf(github, commit, config, keep)
  if ('refused' in files) return broken(files.refused)
  // It is ours: when it does not open, that says nothing of the config.
  const parser = files.folders.length === 0 ? null : await openParser()
  try {
    const set = applySettings(text, config, withFolders(files.folders, load))
    const nursery = config.nursery ?? false
    const rules = speaking({ set, only: [], skip: [], nursery })
    // What is wrong with the match of a rule is seen when it is compiled; those that are served were.
    const compiled = parser === null ? null : compileRules({ ...set, rules }, parser)
    if (compiled !== null && 'errors' in compiled) return broken(ruleErrors(compiled.errors))
    const wanted = { name: text.name, set, nursery, failOn: config.failOn }
    const baseline = baselineOf(files, rules)
    const paths = [...config.ruleFolders, ...(config.baseline === null ? [] : [config.baseline])]
    const bytes = weightOf(files.folders, files.baseline?.text ?? '')
    return { config: { kind: 'wanted', wanted: { ...wanted, baseline, paths } }, bytes }
  } catch (error) {
    // It would be told to strangers, and kept.
    if (failedHere(error)) throw error
    return broken(wordsOf(error))
  }
}

function baselineOf({ baseline }: Files, rules: readonly Rule[]): Wanted['baseline'] {
  if (baseline === null) return null
  const known = readBaseline(baseline.name, baseline.text)
  return { known, sure: sureRules(rules, false) }
}

interface Files {
  readonly folders: readonly (readonly FolderFile[])[]
  readonly baseline: { readonly name: string; readonly text: string } | null
}

/** What else of the commit the config names. */
async function filesOf(
  github: GitHub,
  commit: CommitRef,
  { ruleFolders, baseline }: Config,
  keep: FolderKeeper,
): Promise<Files | Refused> {
  if (ruleFolders.length > MOST_FOLDERS)
    return { refused: `rule-folders names more than ${MOST_FOLDERS} folders` }
  const folders: (readonly FolderFile[])[] = []
  for (const folder of ruleFolders) {
    const files = await readFolderAt(github, commit, folder, keep)
    if ('refused' in files) return files
    folders.push(files)
    const large = tooLarge(folders)
    if (large !== null) return { refused: large }
  }
  if (baseline === null) return { folders, baseline: null }
  const text = await readFileAt(github, commit, posix.normalize(baseline), MOST_BASELINE)
  if (text === null)
    return { refused: `cannot read the baseline ${baseline}: the base has no such file` }
  if (Buffer.byteLength(text) > MOST_BASELINE)
    return {
      refused: `cannot read the baseline ${baseline}: it is larger than ${MOST_BASELINE / 1024 ** 2} MiB`,
    }
  return { folders, baseline: { name: baseline, text } }
}

/** A server holds those of several repositories; ten thousand comments fit. */
const MOST_BASELINE = BASELINE_BYTES / 8

function broken(why: string): Read {
  return { config: { kind: 'broken', why }, bytes: 1024 + why.length }
}

/** All lines of what the reader of a config says; the reasons below it are for programmers. */
function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : describe(error)
}
