import { createHash } from 'node:crypto'
import type { Anchor, Comment } from '../model.ts'

/**
 * What tells a baseline, GitHub or a judged sheet that a comment is one of an earlier run: rule, path and text of the line and its number
 * among its like, but no line number, so that it survives lines added above.
 */
export function fingerprints(): (comment: Comment) => string {
  const seen = new Map<string, number>()
  return ({ rule, anchor, message }) => {
    const text = [rule.id, ...anchorText(anchor, message.body, message.subject.title)].join('\0')
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
    const number = (seen.get(hash) ?? 0) + 1
    seen.set(hash, number)
    return `${hash}:${number}`
  }
}

function anchorText(anchor: Anchor, body: string, title: string): readonly string[] {
  if (anchor.kind === 'line') return [anchor.path ?? '', anchor.quote.trim()]
  if (anchor.kind === 'trailer') return [title, anchor.key, anchor.value]
  if (anchor.kind !== 'log' || anchor.mailLine === null) return [title, anchor.kind]
  return [title, anchor.kind, body.split('\n')[anchor.mailLine - 1] ?? '']
}
