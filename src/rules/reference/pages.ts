import type { Knowledge, Pack, Rule } from '../../rulebook.ts'
import { packOf, type RuleSet } from '../load.ts'
import { needsOf } from '../needs.ts'
import { rulePage } from './rule-page.ts'
import { GENERATED, quoted, table } from './verbs-page.ts'

/** A page of the reference; `path` is relative to the folder it is written to. */
export interface Page {
  readonly path: string
  readonly text: string
}

/** docs/rules: an index, and one page per rule. The same rules give the same bytes. */
export function rulePages({ rules, knowledge, packs }: RuleSet): readonly Page[] {
  const pages = rules.map((rule) => ({
    path: `${rule.id}.md`,
    text: rulePage(rule, packs.get(packOf(rule.id)) ?? null).replace(
      '\n\n',
      `\n\n${GENERATED}\n\n`,
    ),
  }))
  return [{ path: 'README.md', text: indexPage(rules, knowledge, packs) }, ...pages]
}

function indexPage(
  rules: readonly Rule[],
  knowledge: Knowledge,
  packs: ReadonlyMap<string, Pack>,
): string {
  const names = [...new Set(rules.map((rule) => packOf(rule.id)))]
  const parts = [
    '# Rules',
    GENERATED,
    `${rules.length} rules in ${names.length} packs. What the verbs mean is in [verbs](../verbs.md).`,
    ...names.flatMap((name) => [
      `## ${name}`,
      ...aboutPack(packs.get(name)),
      table(
        ['rule', 'severity', 'maturity', 'title', 'needs', 'figures'],
        rules.filter((rule) => packOf(rule.id) === name).map((rule) => row(rule)),
      ),
    ]),
    '## Lists',
    table(
      ['list', 'words', 'where they come from'],
      sorted(knowledge.lists).map(({ name, words, provenance }) => [
        quoted(`{${name}}`),
        String(words.length),
        provenance,
      ]),
    ),
    '## Tables',
    table(
      ['table', 'rows', 'how it was made'],
      sorted(knowledge.tables).map(({ name, rows, provenance }) => [
        quoted(name),
        String(rows.length),
        provenance,
      ]),
    ),
  ]
  return `${parts.join('\n\n')}\n`
}

function row(rule: Rule): readonly string[] {
  return [
    `[${rule.id}](${rule.id}.md)`,
    rule.severity,
    rule.maturity,
    rule.title,
    needsOf(rule).needs.join(', '),
    rule.measured?.summary ?? 'not measured',
  ]
}

function aboutPack(pack: Pack | undefined): readonly string[] {
  return pack === undefined ? [] : [`${pack.title}. Owner: ${pack.owner}.`, pack.why]
}

function sorted<T extends { readonly name: string }>(named: ReadonlyMap<string, T>): readonly T[] {
  return [...named.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
