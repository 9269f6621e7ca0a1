import type { Address } from '../model.ts'

/**
 * The author git mailinfo makes of a decoded From: line (handle_from). It takes the first `@` wherever it
 * stands and the whole rest as name, so lists of mailboxes and names with an `@` come out otherwise than
 * mail readers show them. Where the name is no use, git puts the address.
 */
export function gitAuthor(decoded: string): Address {
  const text = unquotePairs(decoded)
  const at = text.indexOf('@')
  if (at < 0) return bogus(decoded)
  let start = at
  while (start > 0 && !BLANK.has(text.charAt(start - 1)) && text.charAt(start - 1) !== '<') start--
  let end = at
  while (end < text.length && !STOP.has(text.charAt(end))) end++
  const front =
    text.charAt(start - 1) === '<' ? `${text.slice(0, start - 1)} ` : text.slice(0, start)
  const rest = tidy(front + text.slice(end + 1))
  const isComment = rest.length > 1 && rest.startsWith('(') && rest.endsWith(')')
  return saneName(isComment ? rest.slice(1, -1) : rest, text.slice(start, end))
}

/** True where the two name one author: git puts the address for a name that is not there. */
export function sameAuthor(a: Address, b: Address): boolean {
  const nameOf = (who: Address) => (who.name === '' ? who.address : who.name)
  return a.address === b.address && nameOf(a) === nameOf(b)
}

const BLANK = new Set([' ', '\t', '\n', '\r'])
const STOP = new Set([' ', '\n', '\t', '\r', '\v', '\f', '>'])

/** "Jane <jane>": an address without a host. */
function bogus(text: string): Address {
  const open = text.indexOf('<')
  const close = open < 0 ? -1 : text.indexOf('>', open)
  if (close < 0) return { name: '', address: '' }
  return saneName(text.slice(0, open).trim(), text.slice(open + 1, close))
}

function saneName(name: string, address: string): Address {
  // 60 bytes, not characters.
  const isSane = Buffer.byteLength(name) <= 60 && !/[@<>]/.test(name)
  return { name: isSane ? name : address, address }
}

/** Takes quotes off, and the backslashes in quotes and comments. */
function unquotePairs(text: string): string {
  const out: string[] = []
  let quoted = false
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (c === '\\' && (quoted || depth > 0)) out.push(text.charAt(++i))
    else if (c === '"' && depth === 0) quoted = !quoted
    else {
      if (!quoted && c === '(') depth++
      if (!quoted && c === ')' && depth > 0) depth--
      out.push(c)
    }
  }
  return out.join('')
}

function tidy(text: string): string {
  return text.replaceAll(/[ \t\n\r]+/g, ' ').trim()
}
