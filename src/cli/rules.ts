import type { Knowledge } from '../model.ts'
import { packOf } from '../rules/load.ts'
import { escapeHidden } from '../report/escape.ts'
import type { RulesFlags } from './input.ts'
import { type ConfigFlags, settingsOf } from './settings.ts'

export async function runRules(
  id: string | null,
  flags: RulesFlags & ConfigFlags,
): Promise<number> {
  const { set } = await settingsOf(flags)
  const { rules, knowledge, packs } = set
  if (id === null) {
    const width = Math.max(...rules.map((rule) => rule.id.length))
    for (const rule of rules) {
      const nursery = rule.maturity === 'nursery' ? ' (nursery)' : ''
      const muting = set.muted.get(rule.id)
      const off = muting?.off === true ? ` (off: ${muting.by})` : ''
      process.stdout.write(
        `${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.title}${nursery}${off}\n`,
      )
    }
    return 0
  }
  const rule = rules.find((candidate) => candidate.id === id)
  if (rule === undefined) throw new Error(`no rule "${id}"; lorelint rules lists them`)
  const parts = [
    `${rule.id}: ${rule.title}`,
    `${rule.severity}, ${rule.maturity}${rule.files.length > 0 ? `, in ${rule.files.join(' ')}` : ''}`,
    rule.why,
    'Says:',
    indent(rule.comment),
    `When (${rule.file}):`,
    indent(
      [
        ...rule.heads.map((h) => h.text),
        ...rule.pattern.map((l) => `${l.sign}${l.text}`),
        ...rule.clauses.map((c, i) => `${i === 0 ? 'where' : 'and'} ${c.text}`),
      ].join('\n'),
    ),
    `Source: ${rule.source.join(' ')}`,
    `Owner: ${packs.get(packOf(rule.id))?.owner ?? ''}`,
    `Examples: ${rule.examples.map((example) => example.name).join('; ')}`,
    precision(rule.id, knowledge),
  ]
  process.stdout.write(`${escapeHidden(parts.join('\n\n'))}\n`)
  return 0
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n')
}

/** What a reading of the rule's findings gave; the figures are in rules/tables/precision.tsv. */
function precision(id: string, knowledge: Knowledge): string {
  const cells = knowledge.tables
    .get('precision')
    ?.rows.find((row) => row.cells['rule'] === id)?.cells
  if (cells === undefined) return 'Precision: not measured yet.'
  const { findings = '?', read = '0', right, arguable, wrong } = cells
  if (read === '0') return 'Precision: not known; no finding in the archives read.'
  return `Precision: of ${findings} findings in nine archives ${read} were read: ${right} right, ${arguable} arguable, ${wrong} wrong.`
}
