import type { Trailer } from '../model.ts'
import type { ReplyLine } from './reply-lines.ts'

/** The tags a reply gives, and the lines they stand on. */
export interface GivenTags {
  readonly trailers: readonly Trailer[]
  readonly mailLines: ReadonlySet<number>
}

/**
 * Reads the tags of a reply as b4 does: unquoted "Reviewed-by: X <x@y> # board" at column 0,
 * wherever it stands, with the address or a remark in brackets on the next lines.
 */
export function givenTags(lines: readonly ReplyLine[], messageId: string): GivenTags {
  const trailers: Trailer[] = []
  const mailLines = new Set<number>()
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]
    const m = line?.said === true ? tagLine.exec(line.rest) : null
    if (line === undefined || m === null) continue
    const [, key = '', first = ''] = m
    const taken = takeFolded(lines, i + 1, first.trim())
    if (!isTag(key, taken.value)) continue
    trailers.push({ key, value: taken.value, mailLine: line.mailLine, from: messageId })
    for (let k = i; k < taken.next; k++) mailLines.add(lines[k]?.mailLine ?? 0)
    i = taken.next - 1
  }
  return { trailers, mailLines }
}

const tagLine = /^([A-Za-z][A-Za-z-]{0,40}):(?:[ \t]+(\S.*))?$/

// A mailer that wraps puts "<x@y>" or "# board" on a line of its own; "[for the DT]" is b4's custom.
function takeFolded(
  lines: readonly ReplyLine[],
  from: number,
  first: string,
): { readonly value: string; readonly next: number } {
  let value = first
  let next = from
  // Nobody folds a tag more often, and a bracket that is never closed must not take the mail.
  while (next < lines.length && next < from + 4) {
    const line = lines[next]
    if (line?.said !== true) break
    const text = line.rest.trim()
    const wrapped = !value.includes('@') && /^<[^<>\s@]+@[^<>\s@]+>/.test(text)
    const indented = /^[ \t]+[<#([\w]/.test(line.rest) && !tagLine.test(text)
    const open = value.lastIndexOf('[') > value.lastIndexOf(']') && text !== ''
    const bracket = text.startsWith('[') && /^\[[^\]]{1,80}(?:\]|$)/.test(text) && next === from
    if (!wrapped && !indented && !open && !bracket) break
    value = `${value} ${text}`.trim()
    next++
  }
  return { value, next }
}

function isTag(key: string, value: string): boolean {
  const name = key.toLowerCase()
  if (name === 'fixes') return /^[0-9a-f]{7,40}\b/.test(value)
  if (name === 'closes') return /^https?:\/\/\S+/.test(value)
  const person = name.endsWith('-by') || name === 'cc'
  return person && /[^\s<>]@[^\s<>]/.test(value)
}
