import type { Address } from '../model.ts'
import { decodeWords } from './encoded-words.ts'

/**
 * Reads an RFC 5322 address list, undecoded: `"Doe, J." <j@x>, k@y (Kay), Group: l@z;`. Never fails; what has no
 * address keeps its words as name.
 */
export function parseAddresses(binary: string): readonly Address[] {
  return splitList(binary)
    .map(mailbox => parseMailbox(mailbox))
    .filter(a => a.name !== '' || a.address !== '')
}

/** Reads one mailbox: `J. Doe <j@x>`, `j@x (J. Doe)`, `j@x`, `J. Doe`. */
export function parseMailbox(binary: string): Address {
  const { words, comments, angle } = takeApart(binary)
  if (angle !== null) return { name: nameOf(words, comments), address: angle.replaceAll(/\s/g, '') }
  const rest = tidy(decodeWords(words))
  const at = rest.indexOf('@')
  // Web archives give "From: name" without an address.
  if (at < 0) return { name: tidy(rest), address: '' }
  const start = rest.lastIndexOf(' ', at) + 1
  const end = rest.indexOf(' ', at)
  const address = rest.slice(start, end < 0 ? rest.length : end)
  const name = tidy(`${rest.slice(0, start)} ${end < 0 ? '' : rest.slice(end)}`)
  return { name: name === '' ? tidy(decodeWords(comments)) : name, address }
}

interface Pieces {
  /** Outside of comments and angle brackets, quoted strings unquoted. */
  readonly words: string
  readonly comments: string
  readonly angle: string | null
}

function takeApart(text: string): Pieces {
  const words: string[] = []
  const comments: string[] = []
  const angle: string[] = []
  let hasAngle = false
  let inAngle = false
  let quoted = false
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    let out = words
    if (depth > 0) out = comments
    if (inAngle) out = angle
    if (c === '\\' && (quoted || depth > 0)) {
      i++
      out.push(text.charAt(i))
    } else if (c === '"' && depth === 0) quoted = !quoted
    else if (quoted) out.push(c)
    else if (c === '<' && depth === 0 && !hasAngle) {
      inAngle = true
      hasAngle = true
    } else if (c === '>' && inAngle) inAngle = false
    else if (c === '(' && !inAngle) {
      if (depth > 0) out.push(c)
      depth++
    } else if (c === ')' && depth > 0) {
      depth--
      if (depth > 0) out.push(c)
    } else out.push(c)
  }
  return {
    words: words.join(''),
    comments: comments.join(''),
    angle: hasAngle ? angle.join('').trim() : null,
  }
}

function nameOf(words: string, comments: string): string {
  const name = tidy(decodeWords(words))
  const comment = tidy(decodeWords(comments))
  if (name === '') return comment
  // "Jane Doe (Company) <j@x>": git mailinfo leaves the comment in the author's name.
  return comment === '' ? name : `${name} (${comment})`
}

function tidy(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim()
}

/** Cuts at commas (and the `Group:` and `;` of a group) outside of quotes, comments and angle brackets. */
function splitList(text: string): readonly string[] {
  const parts: string[] = []
  let start = 0
  let quoted = false
  let depth = 0
  let inAngle = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (c === '\\' && (quoted || depth > 0)) i++
    else if (c === '"' && depth === 0) quoted = !quoted
    else if (quoted) continue
    else if (c === '(') depth++
    else if (c === ')' && depth > 0) depth--
    else if (depth > 0) continue
    else if (c === '<') inAngle = true
    else if (c === '>') inAngle = false
    else if (!inAngle && (c === ',' || c === ';')) {
      parts.push(text.slice(start, i))
      start = i + 1
    } else if (!inAngle && c === ':') start = i + 1
  }
  parts.push(text.slice(start))
  return parts
}
