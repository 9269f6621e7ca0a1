import type { Table } from '../rulebook.ts'

/** What a human said about a patch, as a label file has it: one JSON object a line. */
export interface Label {
  /** The patch or cover letter, and the reply that says it. */
  readonly patch: string
  readonly reply: string | null
  /** What sort of remark it is: "tags/sob". */
  readonly class: string
}

/**
 * Reads `{"patch_msgid": ..., "reply_msgid": ..., "category": ...}` line by line; files that call the class
 * `rule` or `label` are read, too. A line that is no label stops: a label left out would be a miss unseen.
 */
export function readLabels(file: string, text: string): readonly Label[] {
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return []
    const row = parsed(line)
    const patch = row === null ? null : word(row, 'patch_msgid')
    const kind =
      row === null ? null : (word(row, 'category') ?? word(row, 'rule') ?? word(row, 'label'))
    if (row === null || patch === null || kind === null)
      throw new Error(
        `cannot read ${file}:${at + 1}: a label is a JSON object with "patch_msgid" and "category"`,
      )
    return [{ patch, reply: word(row, 'reply_msgid'), class: kind }]
  })
}

function parsed(line: string): ReadonlyMap<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null
  } catch {
    return null
  }
}

function word(row: ReadonlyMap<string, unknown>, key: string): string | null {
  const value = row.get(key)
  return typeof value === 'string' && value !== '' ? value : null
}

/** Rule -> the classes of labels that say the same, from the table `label-classes` (columns rule, class). */
export function labelClasses(table: Table | undefined): ReadonlyMap<string, ReadonlySet<string>> {
  const classes = new Map<string, Set<string>>()
  for (const { cells } of table?.rows ?? []) {
    const rule = cells['rule'] ?? ''
    const known = classes.get(rule) ?? new Set<string>()
    classes.set(rule, known.add(cells['class'] ?? ''))
  }
  return classes
}
