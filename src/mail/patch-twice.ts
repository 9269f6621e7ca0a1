import { HOLDS_DIFF, type TextPart } from './part.ts'

interface Read {
  readonly part: TextPart
  /** Text of the mail, not an attachment. */
  readonly isText: boolean
}

/**
 * People attach the patch that already stands in the text, often because a mailer has wrapped it there: one of the
 * two is enough, and it is the attachment when the text is not the same. `kept` says which; null when there was
 * nothing to choose.
 */
export function withoutDoubles(read: readonly Read[]): {
  readonly parts: readonly TextPart[]
  readonly kept: 'the text' | 'the attachment' | null
} {
  const inline = new Set(read.flatMap(({ part, isText }) => (isText ? changes(part.text) : [])))
  const shares = read.map(({ part, isText }) => (isText ? 0 : share(part, inline)))
  const isDamaged = shares.some((part) => part >= MOST && part < 1)
  if (isDamaged) {
    const parts = read.map(({ part, isText }) => (isText ? aboveDiff(part) : part))
    return { parts, kept: 'the attachment' }
  }
  const news = read.filter((_, i) => (shares[i] ?? 0) < 1)
  return {
    parts: news.map(({ part }) => part),
    kept: news.length < read.length ? 'the text' : null,
  }
}

/** Two patches to the same file share a line or two; a wrapped copy shares all but its long lines. */
const MOST = 0.6

/** How much of a part's changes stands in the text, from 0 to 1. */
function share(part: TextPart, inline: ReadonlySet<string>): number {
  const lines = changes(part.text)
  return lines.length === 0 ? 0 : lines.filter((line) => inline.has(line)).length / lines.length
}

function changes(text: string): readonly string[] {
  return text.split('\n').filter((line) => /^[+-]/.test(line) && line.trim() !== '--')
}

/** The part up to its diff. */
function aboveDiff(part: TextPart): TextPart {
  const diff = HOLDS_DIFF.exec(part.text)?.index
  if (diff === undefined) return part
  const rows = part.text.slice(0, diff).split('\n').length - 1
  const text = part.text.slice(0, diff)
  return {
    ...part,
    text,
    binary: part.binary.split('\n').slice(0, rows).join('\n') + (rows > 0 ? '\n' : ''),
  }
}
