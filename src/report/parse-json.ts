import { createHash } from 'node:crypto'
import { numstat } from '../diff/numstat.ts'
import { patchId } from '../diff/patch-id.ts'
import { patchStatus } from '../diff/status.ts'
import { readPullRequest } from '../mail/pull-request.ts'
import type {
  Address,
  FileDiff,
  MailKind,
  Message,
  Patch,
  Problem,
  Report,
  Series,
  Subject,
} from '../model.ts'
import { seriesHead } from '../series/assemble.ts'
import { asGit } from './as-git.ts'
import { escapeJson } from './escape.ts'
import { problemShape } from './problem-shape.ts'

/** One mail and the patch it carries, null for talk. */
export interface ParsedMessage {
  readonly message: Message
  readonly patch: Patch | null
  readonly kind: MailKind
}

export interface ParsedSeries {
  readonly series: Series
  /** Message-ID of the first mail of the posting that replaces this one. */
  readonly supersededBy: string | null
}

/** What stands behind all messages and series. */
export interface ParsedEnd {
  /** Problems that belong to no mail. */
  readonly problems: readonly Problem[]
  /** Every limit that was hit, in any mail. */
  readonly limitsHit: readonly Problem[]
}

/**
 * What was understood, as one JSON document, version 1, piece by piece, so that no archive need be held: head,
 * messages, series, end. Keys are only ever added.
 */
export function openParseJson(tool: Report['tool']) {
  let open: 'messages' | 'series' | null = null
  const item = (list: 'messages' | 'series', shape: unknown): string => {
    const before =
      open === list ? ',\n' : `${open === 'messages' ? '\n  ],\n' : ''}  "${list}": [\n`
    open = list
    return before + indented(shape)
  }
  const empty = (list: 'messages' | 'series'): string => {
    const before = open === null ? '' : '\n  ],\n'
    open = list
    return `${before}  "${list}": [`
  }
  return {
    head: () =>
      `{\n  "version": 1,\n  "tool": ${oneLine({ name: tool.name, version: tool.version })},\n`,
    message: (parsed: ParsedMessage) => item('messages', messageShape(parsed)),
    series: (parsed: ParsedSeries) => item('series', seriesShape(parsed)),
    end: ({ problems, limitsHit }: ParsedEnd) => {
      const missing =
        (open === null ? empty('messages') : '') + (open === 'series' ? '' : empty('series'))
      const rest = {
        problems: problems.map(problemShape),
        limitsHit: limitsHit.map(problemShape),
        complete: limitsHit.length === 0,
      }
      return `${missing}\n  ],\n${oneLine(rest, 2).slice(2)}\n`
    },
  }
}

/** One message as one line of JSON, for `--ndjson`. */
export function messageLine(parsed: ParsedMessage): string {
  return `${oneLine(messageShape(parsed))}\n`
}

function indented(shape: unknown): string {
  return oneLine(shape, 2).replaceAll(/^/gm, '    ')
}

function oneLine(shape: unknown, indent = 0): string {
  return escapeJson(JSON.stringify(shape, null, indent))
}

function messageShape({ message, patch, kind }: ParsedMessage) {
  const { messageId, inReplyTo, references, from, to, cc, date, subject, problems } = message
  const state = stateOf(patch)
  const all = patch === null ? problems : [...problems, ...patch.problems]
  return {
    messageId,
    kind,
    inReplyTo,
    references,
    from: addressShape(from),
    to: to.map(addressShape),
    cc: cc.map(addressShape),
    date,
    listIds: message.listIds,
    // An in-body Subject: wins, as it does for git: the title is what becomes the first line of the commit.
    subject: { ...subjectShape(subject), title: ownTitle(patch) ?? subject.title },
    pullRequest: readPullRequest(message.body),
    patchStatus: state.status,
    error: state.error,
    ...(patch === null ? {} : patchShape(patch)),
    problems: all.map(problemShape),
    origin: message.origin,
  }
}

/** Where git finds "No valid patches in input", and we no file, there is no patch: not a corrupt one. */
function stateOf(patch: Patch | null) {
  const state = patch === null ? null : patchStatus(patch)
  const none = patch?.files.length === 0 && /^(?:No valid patches|$)/.test(state?.error?.text ?? '')
  return state === null || none ? { status: 'none', error: null } : state
}

function ownTitle(patch: Patch | null): string | null {
  return patch === null || patch.text.quoteDepth > 0 ? null : patch.text.title
}

function addressShape({ name, address }: Address) {
  return { name, address }
}

function subjectShape(subject: Subject) {
  const { text, tags, isPatch, isReply, revision, counter, expected, prefix, title } = subject
  return { text, tags, isPatch, isReply, revision, counter, expected, prefix, title }
}

function patchShape({ message, text, files }: Patch) {
  const git = text.quoteDepth === 0 ? asGit(message, text) : null
  return {
    author: { name: text.author.name, email: text.author.address },
    authorSource: text.authorSource,
    log: git === null ? joinLines(text.log) : git.log,
    trailers: text.trailers.map(({ key, value }) => ({ key, value })),
    notes: joinLines(text.notes),
    diffstat: text.diffstat.map(({ path, changed }) => ({ path, changed })),
    diff: git === null ? joinLines(text.diff) : git.patch,
    diffSha256: git === null ? null : sha256(git.patchBytes),
    quoteDepth: text.quoteDepth,
    files: files.map(fileShape),
    patchId: patchId(files),
  }
}

function joinLines(lines: readonly { readonly text: string }[]): string {
  return lines.map((l) => `${l.text}\n`).join('')
}

function sha256(bytes: string): string {
  return createHash('sha256').update(bytes, 'latin1').digest('hex')
}

function fileShape(file: FileDiff) {
  const { oldPath, newPath, status, binary, hunks, oldMode, newMode, similarity } = file
  const { added, removed } = numstat(file)
  const lines = hunks.flatMap((hunk) => hunk.lines)
  return {
    oldPath,
    newPath,
    status,
    binary,
    oldMode,
    newMode,
    similarity,
    noNewlineOld: lines.some((line) => line.noEol && line.sign !== '+'),
    noNewlineNew: lines.some((line) => line.noEol && line.sign !== '-'),
    crlf: lines.some((line) => line.text.endsWith('\r')),
    hunks: hunks.map(hunkShape),
    added,
    removed,
  }
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

function seriesShape({ series, supersededBy }: ParsedSeries) {
  const { revision, expected, missing, extra, twice, coverLetter, previous, supersedes } = series
  return {
    messageIds: seriesHead(series).messageIds,
    revision,
    expected,
    missing,
    extra,
    twice,
    // A member may be there without its diff.
    complete: missing.length === 0 && series.patches.length >= expected,
    coverLetter: coverLetter?.messageId ?? null,
    changeId: series.changeId,
    baseCommit: series.baseCommit,
    previous,
    supersedes,
    supersededBy,
    carriedOver: series.carriedOver,
    rangeDiff: series.rangeDiff,
    followups: series.followups.map((followup) => ({
      ...followup,
      from: addressShape(followup.from),
      trailers: followup.trailers.map(({ key, value, mailLine }) => ({ key, value, mailLine })),
    })),
  }
}
