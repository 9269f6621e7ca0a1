import { numstat } from '../diff/numstat.ts'
import { patchId } from '../diff/patch-id.ts'
import type { FileDiff, Message, Patch, Problem, Report, Series, Subject } from '../model.ts'
import { seriesHead } from '../series/assemble.ts'
import { escapeJson } from './escape.ts'

/** One mail and the patch it carries, null for talk and cover letters. */
export interface ParsedMessage {
  readonly message: Message
  readonly patch: Patch | null
}

/** What `lorelint parse` understood of its input. */
export interface Parsed {
  readonly tool: Report['tool']
  readonly messages: readonly ParsedMessage[]
  readonly series: readonly Series[]
  /** Problems that belong to no mail. */
  readonly problems: readonly Problem[]
}

/** What was understood, as one JSON document, version 1. Keys are only ever added. */
export function parseJson(parsed: Parsed): string {
  const shape = {
    version: 1,
    tool: { name: parsed.tool.name, version: parsed.tool.version },
    messages: parsed.messages.map(messageShape),
    series: parsed.series.map(seriesShape),
    problems: parsed.problems.map(problemShape),
  }
  return `${escapeJson(JSON.stringify(shape, null, 2))}\n`
}

function messageShape({ message, patch }: ParsedMessage) {
  const { messageId, inReplyTo, references, from, to, cc, date, subject, problems } = message
  const all = patch === null ? problems : [...problems, ...patch.problems]
  return {
    messageId,
    inReplyTo,
    references,
    from: { name: from.name, address: from.address },
    to: to.map(({ name, address }) => ({ name, address })),
    cc: cc.map(({ name, address }) => ({ name, address })),
    date,
    subject: subjectShape(subject),
    ...(patch === null ? {} : patchShape(patch)),
    problems: all.map(problemShape),
  }
}

function subjectShape(subject: Subject) {
  const { text, tags, isPatch, isReply, revision, counter, expected, prefix, title } = subject
  return { text, tags, isPatch, isReply, revision, counter, expected, prefix, title }
}

function patchShape({ message, text, files }: Patch) {
  return {
    author: { name: text.author.name, email: text.author.address },
    log: joinLines(text.log),
    trailers: text.trailers.map(({ key, value }) => ({ key, value })),
    notes: joinLines(text.notes),
    diffstat: text.diffstat.map(({ path, changed }) => ({ path, changed })),
    diff: text.quoteDepth === 0 ? patchPart(message, text) : joinLines(text.diff),
    files: files.map(fileShape),
    patchId: patchId(files),
  }
}

function joinLines(lines: readonly { readonly text: string }[]): string {
  return lines.map((l) => `${l.text}\n`).join('')
}

// git mailinfo writes everything from the line that breaks the log on to the patch file: "---",
// notes, diffstat, diff and signature.
function patchPart(message: Message, text: Patch['text']): string {
  const lines = message.body.split('\n')
  const above = text.log.at(-1)?.mailLine
  const diffLine = text.diff[0]?.mailLine ?? 1
  const first = above ?? lines.slice(0, diffLine - 1).findIndex((l) => /^---\s*$/.test(l))
  return lines.slice(first < 0 ? diffLine - 1 : first).join('\n')
}

function fileShape(file: FileDiff) {
  const { oldPath, newPath, status, binary, hunks } = file
  const { added, removed } = numstat(file)
  return { oldPath, newPath, status, binary, hunks: hunks.map(hunkShape), added, removed }
}

// The four numbers are null where a reviewer trimmed the @@ line.
function hunkShape({ range, section }: FileDiff['hunks'][number]) {
  return {
    oldStart: range?.oldStart ?? null,
    oldCount: range?.oldCount ?? null,
    newStart: range?.newStart ?? null,
    newCount: range?.newCount ?? null,
    section,
  }
}

function seriesShape(series: Series) {
  const { revision, expected, missing, coverLetter, previous } = series
  const { messageIds } = seriesHead(series)
  const cover = coverLetter?.messageId ?? null
  return { messageIds, revision, expected, missing, coverLetter: cover, previous }
}

function problemShape({ kind, code, what, messageId, line }: Problem) {
  const at = messageId === null || line === null ? messageId : `${messageId}:${line}`
  return { what, at, code, kind }
}
