import { blockLines } from '../measure/block.ts'
import { escapeHidden } from '../report/escape.ts'
import { type RulesFlags, rulesOf } from './input.ts'

export function runRules(id: string | null, flags: RulesFlags): number {
  const { rules } = rulesOf(flags)
  if (id === null) {
    const width = Math.max(...rules.map((rule) => rule.id.length))
    for (const rule of rules) {
      const nursery = rule.maturity === 'nursery' ? ' (nursery)' : ''
      process.stdout.write(
        `${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.title}${nursery}\n`,
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
    `Examples: ${rule.examples.map((example) => example.name).join('; ')}`,
    rule.measured === null
      ? 'Not measured yet: see lorelint measure.'
      : `Measured:\n${indent(blockLines(rule.measured.rows).join('\n'))}`,
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
