import type { ConfigMuting, Knowledge, Pack, Rule, Table, WordList } from '../rulebook.ts'
import { RULE_BYTES, TABLE_BYTES } from '../limits.ts'
import { readList, readTable } from './knowledge.ts'
import { packMissing, readPack } from './pack.ts'
import { maturityErrors } from './maturity.ts'
import { readRule, type RuleError } from './read.ts'

/** A file below a rules folder; `path` relative to it, with '/'. */
export interface RuleFile {
  readonly path: string
  /** How to call it in messages: "rules/kvm/x.md". */
  readonly file: string
  readonly text: string
}

export interface RuleSet {
  readonly rules: readonly Rule[]
  readonly knowledge: Knowledge
  /** By name. */
  readonly packs: ReadonlyMap<string, Pack>
  /** Ids of all rules that were loaded, whether they speak in this run or not. */
  readonly ids: readonly string[]
  /** What the config mutes, by id of the rule. */
  readonly muted: ReadonlyMap<string, ConfigMuting>
}

export type LoadedRules = { readonly set: RuleSet } | { readonly errors: readonly RuleError[] }

/**
 * Rules, packs, lists and tables of one or more rules folders; a later folder overrides an earlier one by id
 * or name. Any error stops: a broken rule that stays silent would look like a clean patch. Only who works on a
 * rule, and is to measure it, may have a stable one with figures that do not make it so.
 */
export function loadRules(
  given: readonly RuleFile[],
  figures: 'needed' | 'to-be-taken' = 'needed',
): LoadedRules {
  const errors: RuleError[] = []
  const files = given.filter((file) => fits(file, errors))
  const knowledge = readKnowledge(files, errors)
  const packs = readPacks(given, files, errors)
  const rules = new Map<string, Rule>()
  for (const { path, file, text } of files) {
    const id = ruleId(path)
    if (id === null) continue
    const read = readRule(id, file, text, knowledge, packs.get(packOf(id)) ?? null)
    // A stranger's file may have more than a call takes arguments.
    if ('errors' in read) for (const error of read.errors) errors.push(error)
    else {
      rules.set(id, read.rule)
      for (const what of figures === 'needed' ? maturityErrors(read.rule) : []) {
        const line = Math.max(1, text.split('\n').findIndex((l) => l.startsWith('maturity:')) + 1)
        errors.push({ file, line, what })
      }
    }
  }
  if (errors.length > 0) return { errors }
  const sorted = [...rules.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const ids = sorted.map((rule) => rule.id)
  return { set: { rules: sorted, knowledge, packs, ids, muted: new Map() } }
}

/** "kvm" in "kvm/new-hypercall-needs-opt-in". */
export function packOf(id: string): string {
  return id.slice(0, id.indexOf('/'))
}

/** Whoever reads files stops one byte behind the limit, so that a large one is not held and still seen here. */
function fits({ path, file, text }: RuleFile, errors: RuleError[]): boolean {
  const isTable = path.startsWith('tables/')
  const most = isTable ? TABLE_BYTES : RULE_BYTES
  if (text.length <= most && Buffer.byteLength(text) <= most) return true
  const noun = isTable ? 'a table' : 'a rule, a pack or a list'
  const what = `the file is larger than ${most / 1024 ** 2} MiB, the limit for ${noun}; it was not read`
  errors.push({ file, line: 1, what })
  return false
}

function readKnowledge(files: readonly RuleFile[], errors: RuleError[]): Knowledge {
  const lists = new Map<string, WordList>()
  const tables = new Map<string, Table>()
  const tell = (error: RuleError): void => void errors.push(error)
  for (const { path, file, text } of files) {
    const list = /^lists\/([\w-]+)\.txt$/.exec(path)?.[1]
    const table = /^tables\/([\w-]+)\.tsv$/.exec(path)?.[1]
    if (list !== undefined) lists.set(list, readList(list, file, text, tell))
    if (table !== undefined) tables.set(table, readTable(table, file, text, tell))
  }
  return { lists, tables }
}

/** A pack is known once one folder says what it is: a stranger's folder may add rules to it. */
function readPacks(
  given: readonly RuleFile[],
  files: readonly RuleFile[],
  errors: RuleError[],
): ReadonlyMap<string, Pack> {
  const packs = new Map<string, Pack>()
  for (const { path, file, text } of files) {
    const name = /^([\w-]+)\/PACK\.md$/.exec(path)?.[1]
    if (name === undefined) continue
    const read = readPack(name, file, text)
    if ('pack' in read) packs.set(name, read.pack)
    else for (const error of read.errors) errors.push(error)
  }
  const said = new Set(given.map(({ path }) => path).filter((path) => path.endsWith('/PACK.md')))
  for (const { path, file } of given) {
    const id = ruleId(path)
    if (id === null || said.has(`${packOf(id)}/PACK.md`)) continue
    said.add(`${packOf(id)}/PACK.md`)
    errors.push(packMissing(packOf(id), `${file.slice(0, file.lastIndexOf('/') + 1)}PACK.md`))
  }
  return packs
}

/** "kvm/x" of "kvm/x.md"; null for what is no rule. */
function ruleId(path: string): string | null {
  const id = /^([\w-]+\/[\w-]+)\.md$/.exec(path)?.[1]
  if (id === undefined || id.endsWith('/PACK')) return null
  return /^(?:lists|tables)\//.test(id) ? null : id
}
