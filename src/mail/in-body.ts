import type { Address, TextLine } from '../model.ts'
import { parseMailbox } from './addresses.ts'
import { decodeWords } from './encoded-words.ts'
import { gitAuthor } from './git-author.ts'

export interface InBodyHeaders {
  readonly from: Address | null
  /** What git mailinfo makes of the same line. */
  readonly gitFrom: Address | null
  readonly subject: string | null
  /** Index of the first line of the log. */
  readonly end: number
}

/**
 * Reads the `From:`, `Subject:` and `Date:` lines with which a body may begin (mailinfo.c:
 * check_inbody_header). Each counts once; a second one is text.
 */
export function readInBodyHeaders(lines: readonly TextLine[]): InBodyHeaders {
  const found = new Map<string, string>()
  let last: string | null = null
  let at = 0
  for (; at < lines.length; at++) {
    const line = lines[at]
    if (line === undefined) break
    if (line.text === '') {
      // Blank lines in front are skipped; the one behind the headers ends them.
      if (found.size === 0) continue
      at++
      break
    }
    const text = line.text
    const folded = last === null ? null : /^[ \t]+((?![ \t]).*)$/.exec(text)
    if (last !== null && folded !== null) {
      found.set(last, `${found.get(last) ?? ''} ${folded[1] ?? ''}`)
      continue
    }
    const name = headerName(text)
    if (name === null || found.has(name)) break
    last = name === 'separator' ? null : name
    found.set(name, text.slice(text.startsWith('[') ? 0 : text.indexOf(':') + 1).trim())
  }
  const from = found.get('from')
  const subject = found.get('subject')
  return {
    from: from === undefined ? null : parseMailbox(bytewise(from)),
    gitFrom: from === undefined ? null : gitAuthor(decodeWords(bytewise(from))),
    subject: subject === undefined ? null : decodeWords(bytewise(subject)),
    end: at,
  }
}

function headerName(text: string): string | null {
  if (/^\[PATCH\]\s/.test(text)) return 'subject'
  // The first line of a pasted git format-patch file, escaped by an mbox.
  if (/^>From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001/.test(text)) return 'separator'
  return /^(from|subject|date):/i.exec(text)?.[1]?.toLowerCase() ?? null
}

/** The header readers take undecoded bytes. */
function bytewise(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
