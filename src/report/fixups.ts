import type { Address, Comment, Message, Report } from '../model.ts'
import { mergeSuggestions } from '../diff/suggestions.ts'
import { byMail } from '../review/budget.ts'
import { diffstat, type StatLine, statOf } from './diffstat.ts'
import { escapeHidden } from './escape.ts'
import { addressHeader } from './header.ts'
import { patchHead } from './patch-head.ts'
import { placeName } from './place.ts'
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
    .map(({ rule, text, anchor }) => {
      // Indented, nothing in it can be taken for the end of the log.
      const lines = wrap(escapeHidden(text), WIDTH).map((line) => (line === '' ? '' : `  ${line}`))
      return [`${rule.id}, ${placeName(anchor)}:`, ...lines].join('\n')
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
    ...patchHead({
      from: addressHeader('From', [author]) ?? `From: ${tool.name} <lorelint@lorelint.invalid>`,
      date: message.date,
      subject: `[PATCH] fixup! ${message.subject.title}`,
    }),
    '',
    fixupLog(made),
    '---',
    ...diffstat(diffs.map(stat)),
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

/** A suggestion begins with the two lines that name its file. */
function stat(diff: string): StatLine {
  return statOf(pathOf(diff), diff.split('\n').slice(2))
}
