import type { Patch, TextLine } from '../../model.ts'
import { type LogLine, logLines, tagBlock } from '../tags/tag-lines.ts'

/** A line of the log that is a Fixes: tag or is meant to be one. */
export interface FixesLine {
  readonly line: TextLine
  /** Its value, with the lines it was wrapped over joined by one blank. */
  readonly value: string
  readonly wrapped: boolean
  readonly colon: boolean
  /** "commit" and the like before the id; '' without. */
  readonly leading: string
  /** Hexadecimal digits as written; null when it names no commit. */
  readonly id: string | null
  /** What stands behind the id, trimmed at its end: ` ("net: foo: Fix bar")`. */
  readonly rest: string
  /** The subject without brackets, quotes and date; '' when there is none. */
  readonly subject: string
  /** The day that `git log --format=reference` puts behind the subject: "2022-01-20"; null without. */
  readonly date: string | null
  /** `apart`: a blank line cuts it off from the tags below; `above`: text of the log follows. */
  readonly place: 'block' | 'apart' | 'above'
}

/** No fix has more; each is looked at with what stands round it. */
const MOST_TAGS = 100

/** Every Fixes: tag of a log. What only begins with the word, in prose, is none. */
export function fixesLines(patch: Patch): readonly FixesLine[] {
  const { log } = patch.text
  const lines = logLines(log)
  const block = new Set(tagBlock(log).map(({ line }) => line))
  let left = MOST_TAGS
  return lines.flatMap(({ line }, at) => {
    const found = HEAD.exec(line.text)
    if (found === null || left-- <= 0) return []
    const more = lines.slice(at + 1, at + 1 + moreAfter(lines, at))
    const own = line.text.slice(found[0].length)
    const value = [own, ...more.map((part) => part.line.text)].map((text) => text.trim()).join(' ')
    const colon = found[1] === ':'
    const parts = VALUE.exec(value)
    if (!colon && !isMeant(parts, value, lines, at)) return []
    const inBlock = block.has(line)
    // "Fixes: two warnings of sparse" above the tags is a sentence.
    if (parts === null && !inBlock) return []
    const apart = inBlock && isLastAbove(lines, at + 1 + more.length)
    const rest = (parts?.[3] ?? '').trimEnd()
    const below = lines[at + 1 + more.length]
    const goesOn = /"\)\.?$/.test(rest) && below?.kind === 'text' && isProse(below.line.text)
    const isAbove = !inBlock && (goesOn || textBelow(lines, at))
    const place = isAbove ? 'above' : apart ? 'apart' : 'block'
    return [
      {
        line,
        value,
        wrapped: more.length > 0,
        colon,
        leading: (parts?.[1] ?? '').trim(),
        id: parts?.[2] ?? null,
        rest,
        ...splitDate(rest),
        place,
      },
    ]
  })
}

/** Only Fixes: tags stand between here and a blank line; what ends the log ends the tags. */
function isLastAbove(lines: readonly LogLine[], from: number): boolean {
  const next = lines
    .slice(from)
    .find(({ line, kind }) => kind !== 'more' && !/^fixes/i.test(line.text))
  return next?.kind === 'blank' && lines.slice(from).some(({ kind }) => kind === 'tag')
}

/** A later paragraph that is all prose; not a list of changes, a signature or what git status left behind. */
function textBelow(lines: readonly LogLine[], at: number): boolean {
  const start = lines.findIndex(({ kind }, i) => i > at && kind === 'blank')
  if (start === -1) return false
  let bare = false
  let prose = false
  for (const { line, kind } of lines.slice(start)) {
    if (kind === 'blank') {
      if (prose) return true
      bare = true
    } else if (kind !== 'text') prose = false
    else if (bare) prose = /^[A-Za-z]/.test(line.text) && !/^(?:v\d|change)/i.test(line.text)
    if (kind !== 'blank') bare = false
  }
  return prose
}

/** A sentence; not "Changes in v2" nor "Key: value". */
function isProse(text: string): boolean {
  return (
    /^[A-Z][a-z']*(?:\s\S|$)/.test(text) &&
    !/^(?:v\d|change|[\w-]{1,30}(?: [\w-]{1,30}){0,3}:\s*\S)/i.test(text)
  )
}

function moreAfter(lines: readonly LogLine[], at: number): number {
  const end = lines.findIndex(({ kind }, i) => i > at && kind !== 'more')
  return (end === -1 ? lines.length : end) - at - 1
}

/** "Fixes 0123456789ab ("lamp: add")", alone on its line, is a tag that lost its colon. */
function isMeant(
  parts: RegExpExecArray | null,
  value: string,
  lines: readonly LogLine[],
  at: number,
): boolean {
  const before = lines[at - 1]?.kind ?? 'blank'
  const after = lines[at + 1]?.kind ?? 'blank'
  return (
    parts !== null &&
    /["')]\.?$/.test(value) &&
    before !== 'text' &&
    (after === 'blank' || after === 'tag')
  )
}

/** ` (lamp: add, 2022-01-20)`, with or without quotes round the subject, parted into subject and day. */
function splitDate(rest: string): Pick<FixesLine, 'subject' | 'date'> {
  const found = DATE.exec(rest)
  if (found === null) return { subject: bareSubject(rest), date: null }
  return { subject: bareSubject(`${rest.slice(0, found.index)})`), date: found[1] ?? null }
}

/** Takes brackets, quotes and a trailing comment off: ` ("lamp: add") # v5.10` -> `lamp: add`. */
function bareSubject(rest: string): string {
  let start = 0
  while (start < rest.length && ROUND.includes(rest[start] ?? '')) start++
  const isOpen = rest.slice(0, start).includes('(')
  const close = isOpen ? rest.lastIndexOf(')') : -1
  let end = close > start ? close : rest.length
  while (end > start && ROUND.includes(rest[end - 1] ?? '')) end--
  return rest.slice(start, end)
}

/** What may stand round a subject. */
const ROUND = ' \t()<>"\':,.\u{2018}\u{2019}\u{201c}\u{201d}'

/** The end of git's reference format. */
const DATE = /, (\d{4}-\d\d-\d\d)\)\.?$/
const HEAD = /^fixes\s?(:|(?=\s))\s*/i
/** "commit", the id, what follows. The digits may be glued to what follows. */
const VALUE = /^((?:commit\s)?\s*[<([]?)([0-9a-f]{5,40})(?![0-9a-z_])(.*)$/i
