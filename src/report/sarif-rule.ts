import type { RuleHead } from '../model.ts'

/** A rule as SARIF's reportingDescriptor (3.49), with the properties GitHub sorts and filters by. */
export function sarifRule(rule: RuleHead) {
  const why = rule.why.trim()
  const [first = ''] = why.split(/\n\s*\n/)
  const sources = rule.source.map((link) => `Source: ${link}`)
  return {
    id: rule.id,
    shortDescription: { text: cut(oneLine(rule.title), rule.id) },
    fullDescription: { text: cut(oneLine(first), cut(oneLine(rule.title), rule.id)) },
    help: {
      text: orElse([why, ...sources].filter((part) => part !== '').join('\n\n'), rule.id),
      markdown: orElse(
        [why, ...linked(rule.source)].filter((part) => part !== '').join('\n\n'),
        rule.id,
      ),
    },
    defaultConfiguration: { level: rule.severity },
    properties: {
      tags: [...new Set([rule.id.split('/')[0] ?? rule.id, rule.maturity])],
      'problem.severity': rule.severity === 'note' ? 'recommendation' : rule.severity,
    },
  }
}

// GitHub refuses descriptions of more than 1,024 characters, and empty ones.
const LONGEST = 1024

function cut(text: string, ifEmpty: string): string {
  return orElse(text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text, ifEmpty)
}

function orElse(text: string, ifEmpty: string): string {
  return text === '' ? ifEmpty : text
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function linked(sources: readonly string[]): readonly string[] {
  return sources.map((link) =>
    /^https?:\/\/[^\s<>]+$/.test(link) ? `Source: <${link}>` : `Source: ${link}`,
  )
}
