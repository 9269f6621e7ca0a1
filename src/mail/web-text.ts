import type { Head } from './head.ts'

/**
 * True for text copied from a web archive or an editor: no header block, or only the few lines a
 * web page shows (`Re: [PATCH] x`, `From: name`, `Date: ...`) with the text right below.
 */
export function isWebText(head: Head, text: string): boolean {
  const { fields } = head
  if (fields.has('message-id') || fields.has('received') || fields.has('mime-version')) return false
  if (!head.closed || fields.size === 0) return true
  const firstLine = text.slice(0, 1000).trimStart().split('\n', 1)[0] ?? ''
  return !fields.has('subject') && (subjectLine.test(firstLine) || !fields.has('from'))
}

/** Takes subject, sender and date from the first lines of such a text, where they stand. */
export function readWebText(text: string): Head {
  const fields = new Map<string, readonly string[]>()
  for (const line of text.slice(0, 4096).split('\n', 12)) {
    const m = /^(From|Date|Subject|To|Cc): *((?! ).*)$/i.exec(line)
    const name = m?.[1]?.toLowerCase() ?? 'subject'
    const value = m === null ? line : (m[2] ?? '')
    const wanted = m !== null || subjectLine.test(line)
    if (wanted && !fields.has(name))
      fields.set(name, [Buffer.from(value, 'utf8').toString('latin1')])
    // Below the first quoted or diff line only the text itself has such lines.
    if (/^(?:>|diff --git |--- )/.test(line)) break
  }
  return { fields, bodyStart: 0, closed: false, isOpen: false }
}

// "Re: [PATCH] x", "[RFC PATCH 1/2] x"
const subjectLine = /^(?:(?:re|aw|fwd?): *)*\[(?=[^\]]*\])[^\]]*\b(?:patch|rfc|pull)|^re: /i
