import type { Comment } from '../model.ts'
import { fence, inline, plain, visible } from './markdown.ts'

/** A comment as Markdown, for a place that shows the line it is about. */
export function remark(comment: Comment): string {
  const parts = [plain(comment.text)]
  if (comment.suggestion !== null) parts.push(fence(comment.suggestion.replace(/\n$/, ''), 'diff'))
  const same = unnamed(comment)
  if (same.length > 0) parts.push(`The same holds for ${same.map(inline).join(', ')}.`)
  parts.push(`Rule ${inline(comment.rule.id)} (${comment.rule.severity})${sources(comment)}`)
  return parts.join('\n\n')
}

/** A comment as Markdown for a place that shows nothing: with the commit and the text it is about. */
export function remarkWithPlace(comment: Comment, commit: string | null): string {
  const quote = quoteOf(comment)
  const shown = quote === null ? [] : [fence(quote)]
  return [`**${heading(comment, commit)}**`, ...shown, remark(comment)].join('\n\n')
}

/** A comment as plain text, for an annotation: GitHub does not read Markdown there. */
export function remarkAsText(comment: Comment): string {
  const names = unnamed(comment)
  const same = names.length > 0 ? `\n\nThe same holds for ${names.join(', ')}.` : ''
  return visible(`${comment.text.trimEnd()}${same}\n\nRule ${comment.rule.id}`)
}

/** What each clause rests on, one per line; '' when there is none. */
export function evidenceAsText(comment: Comment): string {
  return visible(
    comment.evidence.map(({ clause, said, where }) => `${clause}: ${said} (${where})`).join('\n'),
  )
}

/** The other places, where the comment's own words do not name them ("Same goes for $SAME"). */
function unnamed(comment: Comment): readonly string[] {
  return comment.same.filter((name) => !comment.text.includes(name))
}

function sources(comment: Comment): string {
  const listed = comment.rule.source.map(inline)
  return listed.length > 0 ? `, from ${listed.join(' and ')}` : ''
}

/** "1a2b3c4d5e6f net: Fix b, drivers/net/b.c:12": which commit, and where in it. */
function heading(comment: Comment, commit: string | null): string {
  const title = inline(comment.message.subject.title)
  const named = commit === null ? title : `${commit.slice(0, 12)} ${title}`
  const anchor = comment.anchor
  if (anchor.kind !== 'line') return `${named}, ${placeNames[anchor.kind]}`
  if (anchor.path === null) return named
  const line = anchor.line === null ? '' : `:${anchor.line}`
  return `${named}, ${inline(anchor.path)}${line}${anchor.side === 'old' ? ' (old)' : ''}`
}

const placeNames = {
  trailer: 'trailers',
  subject: 'subject',
  log: 'log',
  cover: 'description',
  series: 'series',
} as const

function quoteOf(comment: Comment): string | null {
  const { anchor, message } = comment
  if (anchor.kind === 'line') return anchor.quote
  if (anchor.kind === 'trailer') return `${anchor.key}: ${anchor.value}`
  if (anchor.kind === 'subject') return message.subject.title
  if (anchor.kind !== 'log' || anchor.mailLine === null) return null
  return bodyLine(message.body, anchor.mailLine)
}

function bodyLine(body: string, mailLine: number): string | null {
  return body.split('\n')[mailLine - 1] ?? null
}
