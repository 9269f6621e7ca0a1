import type { MatchDraft } from './match.ts'

/** What a drafted rule file is made of. */
export interface DraftParts {
  readonly title: string
  /** Folder or path for `files:`; null for every file. */
  readonly files: string | null
  readonly source: string | null
  readonly match: MatchDraft
  /** What was remarked, as the comment and as what the first example expects. */
  readonly comment: string
  /** Quoted lines of the first example and the index of the one the comment stands under. */
  readonly speaking: { readonly lines: readonly string[]; readonly at: number }
  readonly silent: readonly string[]
}

/** The text of a rule file, ready to be tried and edited. */
export function ruleFile(parts: DraftParts): string {
  const { title, files, source, match, comment, speaking, silent } = parts
  const keys = [
    'severity: note',
    ...(files === null ? [] : [`files: ${files}`]),
    ...(source === null ? [] : [`source: ${source}`]),
  ]
  const quote = (line: string): string => (line === '' ? '>' : `> ${line}`)
  const first = [
    ...speaking.lines.slice(0, speaking.at + 1).map(quote),
    '',
    comment,
    '',
    ...speaking.lines.slice(speaking.at + 1).map(quote),
  ]
  return [
    '---',
    ...keys,
    '---',
    `# ${title}`,
    '',
    'TODO: say in some sentences why this is wrong, what it leads to, and when it is right after all.',
    'Name the document or the mail that says so.',
    '',
    '## Match',
    '',
    ...fenced(match.fence, match.lines),
    '',
    '## Comment',
    '',
    ...fenced('text', [withHoles(comment, match.holes)]),
    '',
    '## Examples',
    '',
    '### the review this rule was made from',
    '',
    ...fenced('mail', first),
    '',
    '### TODO: it was there before',
    '',
    ...fenced('mail', silent.map(quote)),
    '',
  ].join('\n')
}

/** A remark as the text of a comment: no line of it is a quote, and a `$` before a capital is no hole. */
export function asComment(text: string): string {
  return text
    .replaceAll(/\$(?=[A-Z])/g, '')
    .replaceAll(/^>/gm, ' >')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

/** Code that is spoken of by a name which the pattern left open is spoken of by its hole. */
function withHoles(comment: string, holes: ReadonlyMap<string, string>): string {
  const named = new Map<string, string>()
  for (const [hole, name] of holes)
    // A name in plain words ("ret", "data") may be a word.
    if (/^\w+$/.test(name) && /_|\d/.test(name)) named.set(name, `$${hole}`)
  return comment.replaceAll(/\w+/g, (word) => named.get(word) ?? word)
}

function fenced(language: string, lines: readonly string[]): readonly string[] {
  const runs = lines.join('\n').match(/`+/g) ?? []
  const fence = '`'.repeat(runs.reduce((most, run) => Math.max(most, run.length), 2) + 1)
  return [`${fence}${language}`, ...lines, fence]
}
