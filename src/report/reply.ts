import type { Comment, Message } from '../model.ts'
import { mailLineOf } from '../review/mail-line.ts'
import { escapeQuoted, escapeLine } from './escape.ts'
import { wrap } from './wrap.ts'

/**
 * The body of a reply: the mail quoted with `> `, each comment unquoted under the line it is about, long
 * stretches nobody speaks about left out, nothing quoted after the last comment.
 *
 *     > +	if (check_pmu_access_disabled(vcpu, 0))
 *
 *     We don't need this check: ...
 */
export function replyBody(message: Message, comments: readonly Comment[]): string {
  const lines = message.body.split('\n')
  const said = placeComments(lines, comments)
  const kept = keptLines(
    lines,
    [...said.keys()].filter((at) => at !== SUBJECT),
  )
  const out: string[] = []
  const general = said.get(SUBJECT)
  if (general !== undefined) out.push(`> Subject: ${escapeLine(message.subject.text)}`, ...general)
  let next = 0
  for (const at of kept) {
    if (at > next) out.push(SNIP)
    out.push(quoted(lines[at] ?? ''), ...(said.get(at) ?? []))
    next = at + 1
  }
  while (out.at(-1) === '') out.pop()
  return out.length === 0 ? '' : `${out.join('\n')}\n`
}

// What is about the subject, the cover letter or the series has no line in the body: it stands under the
// quoted subject.
const SUBJECT = -1
const WIDTH = 76
// Not quoted: the one who replies left lines out, not the author.
const SNIP = '[ ... ]'

/** Index in the body -> the lines to say there, each comment with an empty line before and after. */
function placeComments(
  lines: readonly string[],
  comments: readonly Comment[],
): ReadonlyMap<number, readonly string[]> {
  const said = new Map<number, string[]>()
  for (const comment of comments) {
    const at = targetLine(lines, comment)
    const paragraph = [...wrap(escapeQuoted(comment.text), WIDTH), ...suggestedLines(comment)]
    const before = said.get(at)
    if (before === undefined) said.set(at, ['', ...paragraph, ''])
    else before.push(...paragraph, '')
  }
  return said
}

function targetLine(lines: readonly string[], { anchor }: Comment): number {
  const line = mailLineOf(anchor)
  if (line !== null) return line >= 1 && line <= lines.length ? line - 1 : SUBJECT
  return anchor.kind === 'log' ? logEnd(lines) : SUBJECT
}

// The line before "---" (or the diff, in a mail without one); a mail without either has no log.
function logEnd(lines: readonly string[]): number {
  const end = lines.findIndex((line) => /^(?:---\s*|diff --git .*)$/.test(unquoted(line)))
  return lines.slice(0, Math.max(end, 0)).findLastIndex((line) => unquoted(line).trim() !== '')
}

function suggestedLines({ suggestion }: Comment): readonly string[] {
  if (suggestion === null) return []
  return ['', 'Something like:', '', ...suggestion.replace(/\n$/, '').split('\n').map(escapeQuoted)]
}

function quoted(line: string): string {
  // A CR at the end belongs to the file the patch is for; in a mail it would end the line twice.
  const text = escapeQuoted(line.replace(/\r$/, ''))
  return text === '' ? '>' : `> ${text}`
}

const CONTEXT = 8
// Leaving out fewer lines than this hides more than it saves.
const WORTH_A_SNIP = 8

function keptLines(lines: readonly string[], targets: readonly number[]): readonly number[] {
  const last = Math.max(-1, ...targets)
  const kept = new Set<number>()
  for (const target of targets) {
    for (const at of neededLines(lines, target)) if (at <= last) kept.add(at)
  }
  const sorted = [...kept].toSorted((a, b) => a - b)
  return sorted.flatMap((at, index) => {
    const before = index === 0 ? -1 : (sorted[index - 1] ?? -1)
    const gap = at - before - 1
    return gap < WORTH_A_SNIP ? range(before + 1, at) : [at]
  })
}

/** What a reader needs to place the target: its file and hunk header in a diff, its paragraph above it. */
function neededLines(lines: readonly string[], target: number): readonly number[] {
  const hunk = lastBefore(lines, target, /^@@ /)
  const file = lastBefore(lines, target, /^diff --git /)
  if (file === null && hunk === null) return aboveDiff(lines, target)
  const start = Math.max(hunk ?? 0, file ?? 0)
  const context = range(firstSpeaking(lines, Math.max(start, target - CONTEXT), target), target)
  const headers = [file, hunk !== null && hunk >= (file ?? 0) ? hunk : null]
  return [...headers.filter((at) => at !== null), ...context]
}

function aboveDiff(lines: readonly string[], target: number): readonly number[] {
  const blank = (at: number) => unquoted(lines[at] ?? '').trim() === ''
  const isTrailer = (at: number) => /^[A-Za-z][\w-]*: \S/.test(unquoted(lines[at] ?? ''))
  let first = target
  // Trailers are read as a block; of a longer paragraph the last lines do.
  while (first > 0 && !blank(first - 1) && (isTrailer(target) || target - first < CONTEXT)) first--
  let last = target
  if (isTrailer(target)) while (last + 1 < lines.length && isTrailer(last + 1)) last++
  return range(first, last)
}

function lastBefore(lines: readonly string[], target: number, form: RegExp): number | null {
  const at = lines.slice(0, target + 1).findLastIndex((line) => form.test(unquoted(line)))
  return at === -1 ? null : at
}

function firstSpeaking(lines: readonly string[], from: number, to: number): number {
  let at = from
  while (at < to && unquoted(lines[at] ?? '').trim() === '') at++
  return at
}

function unquoted(line: string): string {
  return line.replace(/^(?:> ?)+/, '')
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
}
