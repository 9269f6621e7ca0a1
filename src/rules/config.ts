import type { Severity } from '../model.ts'
import { SEVERITIES } from './keys.ts'
import { nearest } from './nearest.ts'
import { type ConfigError, type ConfigNode, type Place, readYaml } from './yaml.ts'

/** What a config asks for; null where it says nothing. */
export interface Config {
  /** How reports call it: ".lorelint.yml". */
  readonly name: string
  /** As written, relative to the config's folder. */
  readonly ruleFolders: readonly string[]
  readonly nursery: boolean | null
  readonly failOn: Severity | 'never' | null
  readonly baseline: string | null
  readonly rules: readonly RuleSetting[]
}

/** What it says about a rule or a pack, and where its name stands. */
export interface RuleSetting {
  readonly id: string
  readonly at: Place
  readonly off: boolean | null
  readonly severity: Severity | null
  readonly files: readonly string[] | null
}

export type ReadConfig = { readonly config: Config } | { readonly errors: readonly ConfigError[] }

type Tell = (at: Place, what: string) => void

/** Reads the text of a `.lorelint.yml` (docs/config.md); all errors are given, with line and column. */
export async function readConfig(name: string, text: string): Promise<ReadConfig> {
  const read = await readYaml(text)
  if ('errors' in read) return read
  const errors: ConfigError[] = []
  const tell: Tell = (at, what) => void errors.push({ ...at, what })
  const keys = keysOf(read.node, KEYS, `a config has keys (${KEYS.join(', ')})`, tell)
  const config: Config = {
    name,
    ruleFolders: optional(keys.get('rule-folders'), folders, tell) ?? [],
    nursery: optional(keys.get('nursery'), flag('nursery'), tell),
    failOn: optional(keys.get('fail-on'), word('fail-on', [...SEVERITIES, 'never']), tell),
    baseline: optional(keys.get('baseline'), path('baseline'), tell),
    rules: optional(keys.get('rules'), settings, tell) ?? [],
  }
  return errors.length > 0 ? { errors } : { config }
}

const KEYS = ['rules', 'rule-folders', 'baseline', 'nursery', 'fail-on']
const SETTINGS = ['off', 'severity', 'files']

type Check<T> = (node: ConfigNode, tell: Tell) => T | null

function optional<T>(node: ConfigNode | undefined, check: Check<T>, tell: Tell): T | null {
  return node === undefined ? null : check(node, tell)
}

function keysOf(
  node: ConfigNode,
  known: readonly string[] | null,
  form: string,
  tell: Tell,
): ReadonlyMap<string, ConfigNode> {
  const keys = new Map<string, ConfigNode>()
  if (node.kind !== 'map') {
    tell(node.at, `${form}, found ${shown(node)}`)
    return keys
  }
  for (const { key, at, value } of node.entries) {
    if (known !== null && !known.includes(key))
      tell(at, `unknown key "${key}"${nearest(key, known)}`)
    else keys.set(key, value)
  }
  return keys
}

/** The rules and packs of `rules:`; whether there are such is seen when the rules are loaded. */
const settings: Check<readonly RuleSetting[]> = (node, tell) => {
  const places = new Map(node.kind === 'map' ? node.entries.map(({ key, at }) => [key, at]) : [])
  return [...keysOf(node, null, 'rules has ids of rules and packs as keys', tell)].map(
    ([id, value]): RuleSetting => {
      const keys = keysOf(
        value,
        SETTINGS,
        `what is said of "${id}" has keys, as in { off: true }`,
        tell,
      )
      return {
        id,
        at: places.get(id) ?? node.at,
        off: optional(keys.get('off'), flag('off'), tell),
        severity: optional(keys.get('severity'), word('severity', SEVERITIES), tell),
        files: optional(keys.get('files'), globs, tell),
      }
    },
  )
}

function flag(key: string): Check<boolean> {
  return (node, tell) => {
    if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value
    tell(node.at, `${key} is true or false, found ${shown(node)}`)
    return null
  }
}

function word<const T extends string>(key: string, allowed: readonly T[]): Check<T> {
  return (node, tell) => {
    const value = textOf(node)
    const found = allowed.find((one) => one === value)
    if (found !== undefined) return found
    const hint = value === null ? `; there are ${allowed.join(', ')}` : nearest(value, allowed)
    tell(node.at, `${key} is ${shown(node)}${hint}`)
    return null
  }
}

/** A config comes with a repository: it does not reach out of it. */
function path(key: string): Check<string> {
  return (node, tell) => {
    const value = textOf(node)
    const inside =
      value !== null && value !== '' && !/^[/\\]|^[A-Za-z]:/.test(value) && !climbs(value)
    if (inside) return value
    tell(node.at, `${key}: expected a path below the config's folder, found ${shown(node)}`)
    return null
  }
}

function climbs(value: string): boolean {
  return value.split(/[/\\]/).includes('..')
}

const folders: Check<readonly string[]> = (node, tell) =>
  listOf(
    node,
    'rule-folders is a list of folders, as in [tools/lorelint]',
    path('rule-folders'),
    tell,
  )

const globs: Check<readonly string[]> = (node, tell) =>
  listOf(
    node,
    'files is a list of folders or globs, as in [drivers/hwmon/, include/**/*.h]',
    (one, tellOne) => {
      const value = textOf(one)
      if (value !== null && value !== '') return value
      tellOne(one.at, `files: expected a folder or a glob, found ${shown(one)}`)
      return null
    },
    tell,
  )

function listOf(
  node: ConfigNode,
  form: string,
  check: Check<string>,
  tell: Tell,
): readonly string[] | null {
  if (node.kind !== 'list' || node.nodes.length === 0) {
    tell(node.at, `${form}, found ${shown(node)}`)
    return null
  }
  return node.nodes.map((one) => check(one, tell)).filter((one) => one !== null)
}

function textOf(node: ConfigNode): string | null {
  return node.kind === 'scalar' && typeof node.value === 'string' ? node.value : null
}

function shown(node: ConfigNode): string {
  if (node.kind === 'map') return 'keys'
  if (node.kind === 'list') return node.nodes.length === 0 ? 'an empty list' : 'a list'
  return node.value === null ? 'nothing' : JSON.stringify(node.value)
}
