import type { Knowledge, Rule, Table, WordList } from '../model.ts'
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
}

export type LoadedRules = { readonly set: RuleSet } | { readonly errors: readonly RuleError[] }

/**
 * Rules, lists and tables of one or more rules folders; a later folder overrides an earlier one by id.
 * Any error stops: a broken rule that stays silent would look like a clean patch.
 */
export function loadRules(files: readonly RuleFile[]): LoadedRules {
  const lists = new Map<string, WordList>()
  const tables = new Map<string, Table>()
  const rules = new Map<string, Rule>()
  const errors: RuleError[] = []
  for (const { path, file, text } of files) {
    const list = /^lists\/([\w-]+)\.txt$/.exec(path)?.[1]
    const table = /^tables\/([\w-]+)\.tsv$/.exec(path)?.[1]
    if (list !== undefined) lists.set(list, readList(list, file, text))
    if (table !== undefined) tables.set(table, readTable(table, file, text))
  }
  for (const { path, file, text } of files) {
    const id = /^([\w-]+\/[\w-]+)\.md$/.exec(path)?.[1]
    if (
      id === undefined ||
      id.endsWith('/PACK') ||
      id.startsWith('lists/') ||
      id.startsWith('tables/')
    )
      continue
    const read = readRule(id, file, text, { lists, tables })
    if ('rule' in read) rules.set(id, read.rule)
    else errors.push(...read.errors)
  }
  if (errors.length > 0) return { errors }
  const sorted = [...rules.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return { set: { rules: sorted, knowledge: { lists, tables } } }
}

function readList(name: string, file: string, text: string): WordList {
  const words = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  return { name, file, words }
}

function readTable(name: string, file: string, text: string): Table {
  const rows: { cells: Record<string, string>; line: number }[] = []
  let columns: readonly string[] | null = null as readonly string[] | null
  text.split('\n').forEach((row, i) => {
    if (row.startsWith('#') || row.trim() === '') return
    const cells = row.split('\t')
    if (columns === null) columns = cells
    else
      rows.push({
        cells: Object.fromEntries(columns.map((column, c) => [column, cells[c] ?? ''])),
        line: i + 1,
      })
  })
  return { name, file, columns: columns ?? [], rows }
}
