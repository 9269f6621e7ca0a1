import { escapeLine } from '../report/escape.ts'
import type { Fire } from './record.ts'

type Verdict = 'right' | 'arguable' | 'wrong'

/** What one reader says about one finding. */
export interface Judgement {
  readonly rule: string
  readonly messageId: string
  readonly place: string
  readonly reader: string
  readonly verdict: Verdict
  readonly note: string
}

/** What all readers together say about one finding. */
export interface Judged {
  readonly verdict: Verdict
  readonly disagreed: boolean
  readonly readers: number
}

const JUDGED = ['messageId', 'place', 'reader', 'verdict', 'note'] as const
const SHEET = ['rule', 'messageId', 'place', 'quote', 'text', 'link', 'verdict', 'note'] as const

/** Reads `rules/judged/<pack>/<rule>.tsv`; a line that cannot be read stops the run. */
export function readJudged(rule: string, file: string, text: string): readonly Judgement[] {
  return rowsOf(file, text, JUDGED).map(({ cells, line }) => {
    const [messageId = '', place = '', reader = '', verdict = '', note = ''] = cells
    if (messageId === '' || place === '' || reader === '')
      throw new Error(`cannot read ${file}:${line}: messageId, place and reader must be filled`)
    return { rule, messageId, place, reader, verdict: verdictOf(verdict, file, line), note }
  })
}

/** Reads a sheet that a person filled; rows without a verdict are left out. */
export function readSheet(file: string, text: string, reader: string): readonly Judgement[] {
  return rowsOf(file, text, SHEET).flatMap(({ cells, line }) => {
    const [rule = '', messageId = '', place = '', , , , word = '', note = ''] = cells
    if (word.trim() === '') return []
    if (!/^[\w-]+\/[\w-]+$/.test(rule))
      throw new Error(`cannot read ${file}:${line}: "${rule}" is no rule (pack/rule)`)
    const verdict = verdictOf(word, file, line)
    return [{ rule, messageId: messageId.trim(), place, reader, verdict, note: note.trim() }]
  })
}

/** The file of a rule's judgements: sorted, so that two readers' files merge well. */
export function judgedText(judgements: readonly Judgement[], before = ''): string {
  const rows = judgements.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  return [
    provenanceOf(before),
    JUDGED.join('\t'),
    ...rows.map((j) => [j.messageId, j.place, j.reader, j.verdict, j.note].map(cell).join('\t')),
    '',
  ].join('\n')
}

/** How the findings were read may be told by hand in the first line: that stays. */
function provenanceOf(before: string): string {
  const [first = ''] = before.split('\n', 1)
  if (first.startsWith('#')) return first
  return '# judged from sheets of "lorelint measure --sample"; one row for each finding and reader'
}

/** Puts new judgements over old ones: the last word of a reader on a finding counts. */
export function mergeJudged(
  before: readonly Judgement[],
  added: readonly Judgement[],
): readonly Judgement[] {
  return [...new Map([...before, ...added].map((j) => [keyOf(j), j])).values()]
}

/** A sheet to be filled: one row per finding, the columns verdict and note empty. */
export function sheetText(fires: readonly Fire[], provenance: string): string {
  const rows = fires.map(({ rule, messageId, place, where, quote, text }) =>
    [rule, messageId, place, `${where}: ${quote.trim()}`, text, linkTo(messageId), '', '']
      .map(cell)
      .join('\t'),
  )
  return [`# ${escapeLine(provenance)}`, SHEET.join('\t'), ...rows, ''].join('\n')
}

/** Where a mail can be read: `https://lore.kernel.org/r/<message-id>`. */
export function linkTo(messageId: string): string {
  return `https://lore.kernel.org/r/${messageId.split('/').map(encodeURIComponent).join('%2F').replaceAll('%40', '@')}`
}

/** The findings this reader has not judged. */
export function unreadBy<T extends Pick<Fire, 'rule' | 'messageId' | 'place'>>(
  fires: readonly T[],
  judgements: readonly Judgement[],
  reader: string,
): readonly T[] {
  const read = new Set(judgements.filter((j) => j.reader === reader).map(findingKey))
  return fires.filter((fire) => !read.has(findingKey(fire)))
}

/** What the readers of each finding say together, by `findingKey`: where they differ it is arguable. */
export function verdicts(judgements: readonly Judgement[]): ReadonlyMap<string, Judged> {
  const all = new Map<string, Judged>()
  for (const judgement of mergeJudged([], judgements)) {
    const { verdict } = judgement
    const key = findingKey(judgement)
    const before = all.get(key)
    const same = before === undefined || (before.verdict === verdict && !before.disagreed)
    const readers = (before?.readers ?? 0) + 1
    all.set(key, { verdict: same ? verdict : 'arguable', disagreed: !same, readers })
  }
  return all
}

export function findingKey(at: Pick<Fire, 'rule' | 'messageId' | 'place'>): string {
  return `${at.rule}\t${at.messageId}\t${at.place}`
}

function keyOf(judgement: Judgement): string {
  return `${findingKey(judgement)}\t${judgement.reader}`
}

function verdictOf(word: string, file: string, line: number): Verdict {
  const verdict = (['right', 'arguable', 'wrong'] as const).find(
    (v) => v === word.trim().toLowerCase(),
  )
  if (verdict === undefined)
    throw new Error(
      `cannot read ${file}:${line}: verdict is "${word}"; there are right, arguable, wrong`,
    )
  return verdict
}

/** The cells of each row under a header row with these columns, in their order. */
function rowsOf(
  file: string,
  text: string,
  columns: readonly string[],
): readonly { readonly cells: readonly string[]; readonly line: number }[] {
  const lines = text
    .split(/\r?\n/)
    .map((row, at) => ({ cells: row.split('\t').map(unquoted), line: at + 1 }))
  const rows = lines.filter(({ cells: [first = '', ...rest] }) => {
    const isComment = first.startsWith('#')
    return !isComment && (first.trim() !== '' || rest.some((one) => one !== ''))
  })
  const [head, ...below] = rows
  const at = columns.map((column) => head?.cells.indexOf(column) ?? -1)
  const missing = columns.filter((_, i) => at[i] === -1)
  if (missing.length > 0)
    throw new Error(
      `cannot read ${file}:${head?.line ?? 1}: no column ${missing.join(', ')}; a row of column names comes first, tabs between`,
    )
  return below.map(({ cells, line }) => ({ cells: at.map((i) => cells[i] ?? ''), line }))
}

/** Spreadsheets put cells that hold quotes into quotes. */
function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('""', '"')
    : text
}

/** One line, and nothing a spreadsheet would take for a formula: the text is a stranger's mail. */
function cell(text: string): string {
  const line = escapeLine(text)
  return /^[=+@-]/.test(line) ? ` ${line}` : line
}
