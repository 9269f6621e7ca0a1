import { blockLines } from '../measured-lines.ts'
import { measuredBefore } from '../maturity.ts'
import type { Pack, PatternLine, Rule } from '../../rulebook.ts'
import { needsOf } from '../needs.ts'
import { NEED_HELP } from './verbs-page.ts'

/** What one rule is, as Markdown: a page of docs/rules, and what `rules ID` shows. */
export function rulePage(rule: Rule, pack: Pack | null): string {
  const { verbs, needs } = needsOf(rule)
  const facts = [
    `- severity: ${rule.severity}`,
    `- maturity: ${rule.maturity}${rule.always ? ', speaks always' : ''}`,
    ...(rule.files.length > 0 ? [`- files: ${rule.files.map(code).join(' ')}`] : []),
    ...(rule.scope === 'hunk' ? [] : [`- scope: ${rule.scope}`]),
    `- verbs: ${verbs.length === 0 ? 'none' : verbs.map(code).join(', ')}`,
    `- needs: ${needs.map((need) => `${need} (${NEED_HELP[need]})`).join('; ')}`,
    ...(rule.source.length > 0
      ? [`- source: ${rule.source.map((url) => `<${url}>`).join(' ')}`]
      : []),
    ...(pack === null ? [] : [`- owner: ${pack.owner}`]),
    `- file: ${code(rule.file)}`,
  ]
  const parts = [
    `# ${rule.id}: ${rule.title}`,
    facts.join('\n'),
    rule.why,
    '## It speaks when',
    ...conditions(rule),
    '## It says',
    fenced('text', rule.comment),
    ...(rule.fix.length > 0
      ? ['## Fix', fenced('diff', rule.fix.map(({ sign, text }) => `${sign}${text}`).join('\n'))]
      : []),
    '## Measured',
    figuresOf(rule),
    '## Examples',
    rule.examples
      .map(({ name, text }) => `- ${speaks(text) ? 'speaks' : 'silent'}: ${name}`)
      .join('\n'),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** The Measured block as it stands in the rule's file, and whether it is of this text of the rule. */
function figuresOf(rule: Rule): string {
  if (rule.measured === null) return 'Not measured yet: see `lorelint measure`.'
  const older = measuredBefore(rule)
  const warning =
    older.length === 0
      ? []
      : [
          `**Measured before the rule was changed**: the figures of ${older.join(', ')} are of an older text of its match.`,
          '',
        ]
  return [...warning, ...blockLines(rule.measured.rows)].join('\n')
}

/** The Match section as it is written: heads, pattern and clauses, and the query of an expert. */
function conditions({ heads, pattern, clauses, language, query }: Rule): readonly string[] {
  const lines = [
    ...heads.map((head) => head.text),
    ...pattern.map((line) => written(line, language)),
    ...clauses.map((clause, i) => `${i === 0 ? 'where' : 'and'} ${clause.text}`),
  ]
  return [
    ...(lines.length === 0 ? [] : [fenced(language === 'c' ? 'diff' : language, lines.join('\n'))]),
    ...(query === null ? [] : [fenced(query.side === 'old' ? 'query old' : 'query', query.text)]),
  ]
}

function written({ sign, text }: PatternLine, language: Rule['language']): string {
  if (sign === '@') return '@@'
  const line = `${sign}${text}`
  return language === 'lines exact' ? line : line.trimEnd()
}

/** An example expects a comment when a line of it stands unquoted. */
function speaks(text: string): boolean {
  return text.split('\n').some((line) => line.trim() !== '' && !line.startsWith('>'))
}

/** A fence that no run of backticks in the text closes. */
function fenced(language: string, text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

function code(text: string): string {
  return `\`${text}\``
}
