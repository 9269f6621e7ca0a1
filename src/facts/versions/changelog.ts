import type { Patch, Series, TextLine } from '../../model.ts'
import { linesOf } from '../../mail/lines.ts'

/** One list of changes: "Changes in v2:" with what stands below it. */
export interface Entry {
  /** The revision it leads to; null where the line names none ("Changelog:"). */
  readonly revision: number | null
  /** The line that opens it. */
  readonly line: TextLine
  /** What follows on that line and below, up to the next entry or two blank lines. */
  readonly texts: readonly string[]
}

/** Reads the changelogs of a text: a log, notes, or a cover letter. */
export function entriesOf(lines: readonly TextLine[]): readonly Entry[] {
  const entries: { revision: number | null; line: TextLine; texts: string[] }[] = []
  let open: (typeof entries)[number] | null = null
  let blank = 0
  for (const line of lines) {
    const head = openerOf(line.text)
    blank = line.text.trim() === '' ? blank + 1 : 0
    if (head !== null) {
      open = { revision: head.revision, line, texts: head.rest === '' ? [] : [head.rest] }
      entries.push(open)
    } else if (blank > 1 || TRAILER.test(line.text)) open = null
    else if (open !== null && blank === 0) open.texts.push(line.text.trim())
  }
  return entries
}

const TRAILER = /^[A-Z][a-z]{1,20}(?:-[A-Za-z]{1,20}){0,3}-by: |^Cc: |^Fixes: [0-9a-f]{8}/

interface Opener {
  readonly revision: number | null
  readonly rest: string
}

/** "v2: fix x" -> 2 and "fix x"; "Changes since v1:" -> 2; "v1 -> v2" -> 2; "Changelog:" -> null; else no opener. */
export function openerOf(text: string): Opener | null {
  if (text.length > 300) return null
  const bare = text.replace(/^[\s>*#=+~|-]+/, '').trim()
  for (const [pattern, add] of OPENERS) {
    const found = pattern.exec(bare)
    if (found === null) continue
    const number = found[1] === undefined ? null : Number(found[1]) + add
    return { revision: number, rest: bare.slice(found[0].length).trim() }
  }
  return null
}

/** Each with what is to be added to the number it shows. */
const OPENERS: readonly (readonly [pattern: RegExp, add: number])[] = [
  // v1 -> v2, V1 => V2, v1..v2, v1 to v2
  [
    /^(?:changes? |from |between )?\(?v ?\d{1,2} ?(?:[-=]{1,3}>|\.{2,3}|→|to|-) ?v? ?(\d{1,2})\b\)?[ :]{0,3}/i,
    0,
  ],
  // Changes since v1, Changes from V1, compared to v1, since v1:
  [
    /^(?:(?:changes?|changed|changelog|difference|diff|delta|updates?)[ a-z]{0,20} )?(?:since|from|compared (?:to|with)|relative to|against|over|vs\.?) (?:the )?(?:patch ?)?\(?(?:v|version|rev(?:ision)?\.?) ?(\d{1,2})\b[^:]{0,40}(?::|$)/i,
    1,
  ],
  // Changes in v2, Change log for v2, What's new in v2, Updates in V2, Changed in version 2
  [
    /^(?:changes?|changed|change ?-?log|changelogs?|history|updates?|updated|new|what(?:'s| is) (?:new|changed)|modifications?|notes?)\b[^.:0-9]{0,30}\b(?:v|version|rev(?:ision)?\.?) ?(\d{1,2})\b[^:]{0,40}(?::|$)/i,
    0,
  ],
  // v2:, V2 -, [v2], (v2), v2 changes:, PATCH v2:, v2 (Jane Doe):
  [
    /^(?:in |patch ?)?[[(]?(?:v|ver|version|rev(?:ision)?\.?) ?(\d{1,2})(?:\.\d)?[\])]?(?: ?\([^()]{0,60}\))?(?: (?:changes?|changelog|updates?|notes?))? ?(?::|;|,| -+|–|—|=|$)/i,
    0,
  ],
  // Changelog:, Changes:, Revision history:, Version history
  [
    /^(?:change ?-?log|changes|(?:revision|version|patch|change) ?-?(?:history|log)|history|changes since (?:the )?(?:last|previous|rfc|first)[ a-z]{0,20}) ?-*(?::|$)/i,
    0,
  ],
]

/** The places where people say what changed: the cover letter, the notes and the log of each patch. */
export function placesToSay(
  { coverLetter }: Pick<Series, 'coverLetter'>,
  patches: readonly Patch[],
): readonly TextLine[] {
  const cover = coverLetter === null ? [] : linesOf(coverLetter.body)
  return [...cover, ...patches.flatMap(({ text }) => [...text.log, ...text.notes])]
}

/** What a patch, its cover letter and its notes tell, as one text. */
export function wordsAbout(series: Series, patch: Patch): string {
  return placesToSay(series, [patch])
    .map(({ text }) => text)
    .join('\n')
}

/** What cover letter, notes and log tell of what this revision changed; lists of earlier revisions are left out. */
export function changesTold({ coverLetter, revision }: Series, { text }: Patch): readonly string[] {
  const cover = coverLetter === null ? [] : linesOf(coverLetter.body)
  const entries = [cover, text.log, text.notes].flatMap((lines) => entriesOf(lines))
  const bare = text.notes.length > 0 && entriesOf(text.notes).length === 0 ? text.notes : []
  return [
    ...bare.map((line) => line.text),
    ...entries
      .filter((entry) => entry.revision === null || entry.revision === revision)
      .flatMap(({ texts }) => texts),
  ]
}
