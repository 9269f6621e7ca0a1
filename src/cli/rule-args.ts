import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Rule } from '../model.ts'
import { loadRules, type RuleFile, type RuleSet } from '../rules/load.ts'
import { readRule, ruleErrors } from '../rules/read.ts'
import { readRuleFiles } from '../sources/rule-files.ts'
import { type RulesFlags, shippedRules } from './input.ts'

/** A rule that was named on the command line, what it may use, and how to call its file. */
export interface NamedRule {
  readonly rule: Rule
  readonly set: RuleSet
  readonly file: string
}

/**
 * The rules that arguments name: a rule file, a folder of them, an id or a pack; without arguments all.
 * A rule file brings the lists and tables of its own folder along.
 */
export function rulesNamed(names: readonly string[], flags: RulesFlags): readonly NamedRule[] {
  if (names.length === 0) return rulesWithId(null, flags)
  return names.flatMap((name) => {
    if (!existsSync(name)) return rulesWithId(name, flags)
    if (!statSync(name).isDirectory()) return [ruleInFile(name, flags)]
    const files = ruleFilesBelow(name)
    if (files.length === 0) throw new Error(`cannot read ${name}: no <pack>/<rule>.md below it`)
    return files.map((file) => ruleInFile(file, flags))
  })
}

function rulesWithId(name: string | null, flags: RulesFlags): readonly NamedRule[] {
  if (name?.endsWith('.md') === true) throw new Error(`cannot read ${name}: no such rule file`)
  const set = setOf([shippedRules(), ...flags.rules].flatMap(readRuleFiles))
  const found = set.rules.filter(
    ({ id }) => name === null || id === name || id.startsWith(`${name}/`),
  )
  if (found.length === 0)
    throw new Error(`no rule file, folder, rule or pack "${name}"; lorelint rules lists the rules`)
  return found.map((rule) => ({ rule, set, file: rule.file }))
}

function ruleInFile(file: string, flags: RulesFlags): NamedRule {
  const folder = dirname(dirname(resolve(file)))
  const folders = [shippedRules(), ...flags.rules]
  const known = folders.some((other) => resolve(other) === folder)
  const files = [...folders.flatMap(readRuleFiles), ...(known ? [] : wordsOf(folder))]
  const set = setOf(files.filter(({ path }) => !isRule(path)))
  const id = `${basename(dirname(resolve(file)))}/${basename(file, '.md')}`
  const read = readRule(id, file, textOf(file), [...set.knowledge.lists.keys()])
  if ('errors' in read) throw new Error(ruleErrors(read.errors))
  return { rule: read.rule, set, file }
}

function isRule(path: string): boolean {
  return path.endsWith('.md')
}

/** Lists and tables of the folder that a rule file stands in. */
function wordsOf(folder: string): readonly RuleFile[] {
  return ['lists', 'tables'].flatMap((kind) => {
    const within = join(folder, kind)
    if (!existsSync(within)) return []
    return readdirSync(within)
      .filter((name) => /\.(?:txt|tsv)$/.test(name))
      .toSorted()
      .map((name) => ({
        path: `${kind}/${name}`,
        file: `${basename(folder)}/${kind}/${name}`,
        text: textOf(join(within, name)),
      }))
  })
}

/** Of a pack's folder its rules, of a rules folder those of its packs. */
function ruleFilesBelow(folder: string): readonly string[] {
  const names = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  )
  const here = names.filter(({ name }) => name.endsWith('.md') && name !== 'PACK.md')
  const packs = names.filter(
    (entry) => entry.isDirectory() && !/^(?:lists|tables)$/.test(entry.name),
  )
  return [
    ...here.map(({ name }) => join(folder, name)),
    ...packs.flatMap(({ name }) =>
      readdirSync(join(folder, name))
        .filter((file) => file.endsWith('.md') && file !== 'PACK.md')
        .toSorted()
        .map((file) => join(folder, name, file)),
    ),
  ]
}

function setOf(files: readonly RuleFile[]): RuleSet {
  const loaded = loadRules(files)
  if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
  return loaded.set
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`cannot read ${file}: no such rule file`, { cause })
  }
}
