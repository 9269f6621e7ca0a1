import type { Address, Comment, Message, Report } from '../model.ts'
import { mergeSuggestions } from '../diff/suggestions.ts'
import { byMail } from '../review/budget.ts'
import { escapeHidden } from './escape.ts'
import { addressHeader, textHeader } from './header.ts'
import { placeName } from './place.ts'
import { plural } from './summary.ts'
import { wrap } from './wrap.ts'

/** What mends one patch: the suggestions of its comments, put together. */
export interface Fixup {
  readonly message: Message
  /** Those whose suggestion is in it, and those that an earlier one left no room for. */
  readonly made: readonly Comment[]
  readonly left: readonly Comment[]
  /** One unified diff per file. */
  readonly diffs: readonly string[]
}

/** The fixups of all patches with suggestions, in the order of the report; what is muted is not mended. */
export function fixupsOf({ reviews }: Report): readonly Fixup[] {
  const suggesting = reviews
    .flatMap((review) => review.comments)
    .filter(({ suggestion, muted }) => suggestion !== null && muted === null)
  return byMail(suggesting).flatMap((comments) => {
    const [first] = comments
    if (first === undefined) return []
    const { diffs, left } = mergeSuggestions(comments.map(({ suggestion }) => suggestion ?? ''))
    return [
      {
        message: first.message,
        made: comments.filter((_, at) => !left.includes(at)),
        left: comments.filter((_, at) => left.includes(at)),
        diffs,
      },
    ]
  })
}

/** The log of a fixup, which git rebase --autosquash throws away: what was said, for whoever reads it before. */
export function fixupLog(comments: readonly Comment[]): string {
  return comments
    .map(({ rule, text, ...comment }) => {
      // Indented, nothing in it can be taken for the end of the log.
      const lines = wrap(escapeHidden(text), WIDTH).map((line) => (line === '' ? '' : `  ${line}`))
      return [`${rule.id}, ${placeName({ rule, text, ...comment })}:`, ...lines].join('\n')
    })
    .join('\n\n')
}

const WIDTH = 70

export interface FixupMailOptions {
  readonly from: Address | null
  readonly tool: Report['tool']
}

/** A fixup as a mail for git am, to be applied on top of the patch. */
export function fixupMail(fixup: Fixup, { from, tool }: FixupMailOptions): string {
  const { message, made, diffs } = fixup
  const author = from ?? { name: tool.name, address: 'lorelint@lorelint.invalid' }
  return [
    // What git format-patch begins with: git am knows a mailbox by it.
    `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001`,
    addressHeader('From', [author]) ?? `From: ${tool.name} <lorelint@lorelint.invalid>`,
    ...(message.date === null
      ? []
      : [`Date: ${new Date(message.date).toUTCString().replace('GMT', '+0000')}`]),
    textHeader('Subject', `[PATCH] fixup! ${message.subject.title}`),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    fixupLog(made),
    '---',
    ...diffstat(diffs),
    '',
    ...diffs.flatMap((diff) => [`diff --git ${names(diff)}`, diff.replace(/\n$/, '')]),
    '-- ',
    `${tool.name} ${tool.version}`,
    '',
    '',
  ].join('\n')
}

function names(diff: string): string {
  const path = pathOf(diff)
  return `a/${path} b/${path}`
}

function pathOf(diff: string): string {
  return (diff.split('\n')[1] ?? '').slice('+++ b/'.length)
}

function diffstat(diffs: readonly string[]): readonly string[] {
  const files = diffs.map((diff) => {
    const body = diff.split('\n').slice(2)
    const plus = body.filter((line) => line.startsWith('+')).length
    const minus = body.filter((line) => line.startsWith('-')).length
    return { path: pathOf(diff), plus, minus }
  })
  const width = Math.max(...files.map(({ path }) => path.length))
  const plus = files.reduce((sum, file) => sum + file.plus, 0)
  const minus = files.reduce((sum, file) => sum + file.minus, 0)
  const counts = [
    plural(files.length, 'file'),
    ...(plus > 0 || minus === 0 ? [`${plural(plus, 'insertion')}(+)`] : []),
    ...(minus > 0 ? [`${plural(minus, 'deletion')}(-)`] : []),
  ]
  return [
    ...files.map((file) => {
      const marks = '+'.repeat(Math.min(file.plus, 30)) + '-'.repeat(Math.min(file.minus, 30))
      return ` ${file.path.padEnd(width)} | ${file.plus + file.minus} ${marks}`
    }),
    ` ${[`${counts[0] ?? ''} changed`, ...counts.slice(1)].join(', ')}`,
  ]
}
