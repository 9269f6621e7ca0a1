import type { Address } from '../model.ts'
import { decodeWords } from './encoded-words.ts'

/**
 * Reads an RFC 5322 address list, undecoded: `"Doe, J." <j@x>, k@y (Kay), Group: l@z;`. Never
 * fails; what has no address keeps its words as name.
 */
export function parseAddresses(binary: string): readonly Address[] {
  return splitList(binary)
    .map((mailbox) => parseMailbox(mailbox))
    .filter((a) => a.name !== '' || a.address !== '')
}

/** Reads one mailbox: `J. Doe <j@x>`, `j@x (J. Doe)`, `j@x`, `J. Doe`. */
export function parseMailbox(binary: string): Address {
  const { words, angle } = takeApart(binary)
  const text = tidy(decodeWords(words))
  if (angle !== null) return { name: nameOf(text), address: angle.replaceAll(/\s/g, '') }
  const at = text.indexOf('@')
  // Web archives give "From: name" without an address.
  if (at < 0) return { name: nameOf(text), address: '' }
  const start = text.lastIndexOf(' ', at) + 1
  const end = text.indexOf(' ', at)
  const address = text.slice(start, end < 0 ? text.length : end)
  return { name: nameOf(text.slice(0, start) + (end < 0 ? '' : text.slice(end))), address }
}

/** What stands in angle brackets, and everything else with quoted strings unquoted. */
function takeApart(text: string): { readonly words: string; readonly angle: string | null } {
  const words: string[] = []
  const angle: string[] = []
  let hasAngle = false
  let inAngle = false
  let quoted = false
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (c === '\\' && (quoted || depth > 0)) {
      i++
      words.push(text.charAt(i))
    } else if (c === '"' && depth === 0) quoted = !quoted
    else if (quoted) words.push(c)
    else if (c === '<' && depth === 0 && !hasAngle) {
      inAngle = true
      hasAngle = true
    } else if (c === '>' && inAngle) inAngle = false
    else if (inAngle) angle.push(c)
    else {
      if (c === '(') depth++
      if (c === ')' && depth > 0) depth--
      words.push(c)
    }
  }
  return { words: words.join(''), angle: hasAngle ? angle.join('').trim() : null }
}

/** `(Jane)` is a name; in "Jane (Company)" git mailinfo leaves the comment where it stands. */
function nameOf(text: string): string {
  const name = tidy(text)
  return /^\([^()]*\)$/.test(name) ? name.slice(1, -1).trim() : name
}

function tidy(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

/**
 * Cuts at commas (and the `Group:` and `;` of a group) outside of quotes, comments and angle
 * brackets.
 */
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
