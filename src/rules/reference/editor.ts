import { KINDS, VERBS } from '../../facts/verbs.ts'
import type { RuleSet } from '../load.ts'
import { KEYS, SECTIONS } from '../read.ts'
import { FENCE_HELP, HEAD_HELP, KEY_HELP, SECTION_HELP, VALUE_HELP } from './language.ts'

/**
 * What an editor needs to complete a rule file, as JSON. `version` changes when a field is renamed or
 * taken away; fields may be added.
 */
export function editorHelp({ rules, knowledge }: RuleSet): string {
  const help = {
    version: 1,
    keys: KEYS.map((key) => ({ key, ...KEY_HELP[key] })),
    sections: SECTIONS.map((section) => ({ section, doc: SECTION_HELP[section] })),
    fences: FENCE_HELP,
    heads: { keys: HEAD_HELP, values: VALUE_HELP },
    verbs: VERBS.map(({ name, aliases, subjects, objects, binds, needs, doc, example }) => ({
      name,
      aliases,
      subjects,
      objects,
      binds,
      needs,
      doc,
      example,
    })),
    kinds: KINDS.map(({ name, subject, needs, doc, example }) => ({
      name,
      subject,
      needs,
      doc,
      example,
    })),
    lists: [...knowledge.lists.values()].map(({ name, file, words, provenance }) => ({
      name,
      file,
      provenance,
      words: words.length,
    })),
    tables: [...knowledge.tables.values()].map(({ name, file, columns, rows, provenance }) => ({
      name,
      file,
      provenance,
      columns,
      rows: rows.length,
    })),
    rules: rules.map(({ id, title, severity, maturity }) => ({ id, title, severity, maturity })),
  }
  return `${JSON.stringify(help, null, 2)}\n`
}
