import type { Need } from '../../facts/verb.ts'
import { KINDS, VERBS } from '../../facts/verbs.ts'

/** What each need means to somebody who runs lorelint. */
export const NEED_HELP: Readonly<Record<Need, string>> = {
  mail: 'the patch alone',
  series: 'the whole series; a part that is missing may leave it unknown',
  previous: 'the previous version of the series in the same input, with its replies',
  tree: 'a kernel tree (`--tree`)',
  history: 'the git history of a kernel tree (`--tree`)',
}

/** docs/verbs.md: every verb and kind, from their definitions. */
export function verbsPage(): string {
  const verbs = VERBS.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const parts = [
    '# Verbs',
    GENERATED,
    'A clause of a rule reads `where SUBJECT verb OBJECT`. Each verb answers yes, no or unknown, with its ' +
      'evidence; unknown never fires. "Binds" are holes that the comment may use besides those of the clause.',
    table(
      ['needs', 'that is'],
      Object.entries(NEED_HELP).map(([need, doc]) => [`\`${need}\``, doc]),
    ),
    ...verbs.map((verb) => {
      const kinds = verb.name === 'is-a' ? kindsTable() : null
      const names = [verb.name, ...verb.aliases].map(quoted).join(', ')
      return [
        `## ${names}`,
        verb.doc,
        table(
          ['subject', 'object', 'binds', 'needs', 'example'],
          [
            [
              verb.subjects.map(quoted).join(' or '),
              kinds === null ? verb.objects.map(quoted).join(' or ') : 'a kind, below',
              verb.binds.map((hole) => quoted(`$${hole}`)).join(', '),
              kinds === null ? quoted(verb.needs) : 'its kind says',
              quoted(verb.example),
            ],
          ],
        ),
        ...(kinds === null ? [] : [kinds]),
      ].join('\n\n')
    }),
  ]
  return `${parts.join('\n\n')}\n`
}

/** Says at the top of a page that its next writing undoes an edit. */
export const GENERATED =
  '<!-- Written by `lorelint rules --doc docs/rules`; edit the sources instead. -->'

function kindsTable(): string {
  const kinds = KINDS.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return table(
    ['kind', 'subject', 'needs', 'it is one when', 'example'],
    kinds.map((kind) => [
      quoted(kind.name),
      quoted(kind.subject),
      quoted(kind.needs),
      kind.doc,
      quoted(kind.example),
    ]),
  )
}

/** A Markdown table; `|` in a cell is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [row(head), `|${'---|'.repeat(head.length)}`, ...rows.map(row)].join('\n')
}

/** The text as code. */
export function quoted(text: string): string {
  return `\`${text}\``
}
