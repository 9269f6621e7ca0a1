import type { Table } from '../rulebook.ts'
import { archiveName, CLASS_COLUMNS, type TableName, TOGETHER_COLUMNS } from '../rules/together.ts'
import { speakingText } from '../rules/speaking.ts'
import type { Measurement } from './figures.ts'

const PROVENANCE: Readonly<Record<TableName, string>> = {
  'measured-archives':
    '# written by `lorelint measure --write`: patches on which the rules that speak by default say something',
  'measured-classes':
    '# written by `lorelint measure --write --labels`: human remarks of a class that a rule of the class makes, too',
}

/** The text of both tables: rows of the archives that were measured now over those that were before. */
export function togetherTables(
  { inputs, together, rules }: Measurement,
  date: string,
  before: ReadonlyMap<string, Table>,
): ReadonlyMap<TableName, string> {
  const text = speakingText(rules.map(({ rule }) => rule))
  const archives = together.map((one, at) => [
    date,
    inputs[at] ?? '',
    ...[one.patches, one.commented, one.warned].map(String),
    ...[one.accepted, one.acceptedCommented, one.acceptedWarned].map(String),
    text,
  ])
  const classes = together.flatMap(({ classes: found }, at) =>
    [...found].map(([name, { speaking, all }]) => [
      date,
      inputs[at] ?? '',
      name,
      ...[speaking.of, speaking.count, all.count].map(String),
      text,
    ]),
  )
  const texts = new Map<TableName, string>([
    ['measured-archives', tableText('measured-archives', TOGETHER_COLUMNS, archives, before)],
  ])
  // Without labels nothing is known of them: what was known stays.
  if (classes.length > 0)
    texts.set('measured-classes', tableText('measured-classes', CLASS_COLUMNS, classes, before))
  return texts
}

function tableText(
  name: TableName,
  columns: readonly string[],
  added: readonly (readonly string[])[],
  before: ReadonlyMap<string, Table>,
): string {
  const fresh = new Set(added.map(([, archive]) => archiveName(archive ?? '')))
  const old = (before.get(name)?.rows ?? []).map(({ cells }) => columns.map((c) => cells[c] ?? ''))
  const rows = [...old.filter(([, archive]) => !fresh.has(archiveName(archive ?? ''))), ...added]
  const sorted = rows.map((row) => row.join('\t')).toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
  return `${[PROVENANCE[name], columns.join('\t'), ...sorted].join('\n')}\n`
}

/** By archive, then by class; not by day. */
function key(row: string): string {
  return row.slice(row.indexOf('\t'))
}
