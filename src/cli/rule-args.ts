import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Pack, Rule } from '../rulebook.ts'
import { readList, readTable } from '../rules/knowledge.ts'
import { packOf, type RuleSet } from '../rules/load.ts'
import { readPack } from '../rules/pack.ts'
import { readRule, type RuleError, ruleErrors } from '../rules/read.ts'
import type { RulesFlags } from './input.ts'
import { type ConfigFlags, settingsOf } from './settings.ts'

/** A rule that was named on the command line, what it may use, and how to call its file. */
export interface NamedRule {
  readonly rule: Rule
  readonly set: RuleSet
  readonly file: string
}

/**
 * The rules that arguments name: a rule file, a folder of them, an id or a pack; without arguments all. A rule
 * file brings the lists and tables of its own folder along, so that it may be tried before the folder is given.
 */
export async function rulesNamed(
  names: readonly string[],
  flags: RulesFlags & ConfigFlags,
): Promise<readonly NamedRule[]> {
  const { set } = await settingsOf(flags, 'to-be-taken')
  if (names.length === 0) return rulesWithId(null, set)
  return names.flatMap((name) => {
    if (!existsSync(name)) return rulesWithId(name, set)
    if (!statSync(name).isDirectory()) return [ruleInFile(name, set)]
    const files = ruleFilesBelow(name)
    if (files.length === 0) throw new Error(`cannot read ${name}: no <pack>/<rule>.md below it`)
    return files.map((file) => ruleInFile(file, set))
  })
}

function rulesWithId(name: string | null, set: RuleSet): readonly NamedRule[] {
  if (name?.endsWith('.md') === true) throw new Error(`cannot read ${name}: no such rule file`)
  const found = set.rules.filter(
    ({ id }) => name === null || id === name || id.startsWith(`${name}/`),
  )
  if (found.length === 0)
    throw new Error(`no rule file, folder, rule or pack "${name}"; lorelint rules lists the rules`)
  return found.map((rule) => ({ rule, set, file: rule.file }))
}

function ruleInFile(file: string, given: RuleSet): NamedRule {
  const folder = dirname(resolve(file))
  const set = { ...given, knowledge: withWordsOf([dirname(folder), folder], given) }
  const id = `${basename(folder)}/${basename(file, '.md')}`
  const pack = packBeside(file) ?? set.packs.get(packOf(id)) ?? null
  const read = readRule(id, file, textOf(file), set.knowledge, pack)
  if ('errors' in read) throw new Error(ruleErrors(read.errors))
  return { rule: read.rule, set, file }
}

/** What is known, and over it the lists and tables of these folders. */
function withWordsOf(folders: readonly string[], { knowledge }: RuleSet): RuleSet['knowledge'] {
  const lists = new Map(knowledge.lists)
  const tables = new Map(knowledge.tables)
  const errors: RuleError[] = []
  const tell = (error: RuleError): void => void errors.push(error)
  for (const folder of folders) {
    for (const { name, file, text } of filesIn(folder, 'lists', '.txt'))
      lists.set(name, readList(name, file, text, tell))
    for (const { name, file, text } of filesIn(folder, 'tables', '.tsv'))
      tables.set(name, readTable(name, file, text, tell))
  }
  if (errors.length > 0) throw new Error(ruleErrors(errors))
  return { lists, tables }
}

function filesIn(folder: string, kind: string, suffix: string) {
  const within = join(folder, kind)
  if (!existsSync(within)) return []
  const names = readdirSync(within).filter((name) => name.endsWith(suffix))
  return names.toSorted().map((name) => ({
    name: basename(name, suffix),
    file: `${basename(folder)}/${kind}/${name}`,
    text: textOf(join(within, name)),
  }))
}

function packBeside(rule: string): Pack | null {
  const file = join(dirname(rule), 'PACK.md')
  if (!existsSync(file)) return null
  const read = readPack(basename(dirname(resolve(rule))), file, textOf(file))
  if ('errors' in read) throw new Error(ruleErrors(read.errors))
  return read.pack
}

/** Of a pack's folder its rules, of a rules folder those of its packs. */
function ruleFilesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  const packs = entries.filter(
    (entry) => entry.isDirectory() && !/^(?:lists|tables)$/.test(entry.name),
  )
  return [folder, ...packs.map(({ name }) => join(folder, name)).toSorted()].flatMap((pack) =>
    readdirSync(pack)
      .filter((file) => file.endsWith('.md') && file !== 'PACK.md')
      .toSorted()
      .map((file) => join(pack, file)),
  )
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`cannot read ${file}: no such rule file`, { cause })
  }
}

/** Stops at a name of --only or --skip that is none of a rule or a pack. */
export function refuseUnknown(names: readonly string[], { rules }: RuleSet): void {
  for (const name of names)
    if (!rules.some(({ id }) => id === name || id.startsWith(`${name}/`)))
      throw new Error(`no rule or pack "${name}"; lorelint rules lists them`)
}
