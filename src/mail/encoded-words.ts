import { decodeRaw, decodeText } from './charset.ts'
import { decodeQuotedPrintable } from './transfer.ts'

/**
 * Undoes RFC 2047: `=?utf-8?q?Andr=C3=A9?= <a@b>` -> `André <a@b>`. Own code because in-body
 * headers need it too. Blanks between two encoded words go; a character split over two words of
 * one charset is put together again.
 */
export function decodeWords(binary: string): string {
  if (!binary.includes('=?')) return decodeRaw(binary)
  let text = ''
  let end = 0
  let pending: { readonly charset: string; readonly bytes: string } | null = null
  for (const m of binary.matchAll(encodedWord)) {
    const between = binary.slice(end, m.index)
    const charset = (m[1] ?? '').replace(/\*.*$/s, '').toLowerCase()
    const bytes = decodeWord(m[2] ?? '', m[3] ?? '')
    end = m.index + m[0].length
    if (pending !== null && between.trim() === '' && pending.charset === charset) {
      pending = { charset, bytes: pending.bytes + bytes }
      continue
    }
    const afterWord = pending !== null
    text += flush(pending)
    if (!afterWord || between.trim() !== '') text += decodeRaw(between)
    pending = { charset, bytes }
  }
  return text + flush(pending) + decodeRaw(binary.slice(end))
}

// =?charset*lang?Q?text?=
const encodedWord = /=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=/g

/** The first charset of encoded words that nobody knows; git mailinfo refuses such a header. */
export function unknownCharset(binary: string): string | null {
  for (const [, label = ''] of binary.matchAll(encodedWord)) {
    const charset = label.replace(/\*.*$/s, '')
    if (decodeText(new Uint8Array(), charset).trouble !== null) return charset
  }
  return null
}

function decodeWord(encoding: string, word: string): string {
  if (encoding.toLowerCase() === 'b') return Buffer.from(word, 'base64').toString('latin1')
  return decodeQuotedPrintable(word.replaceAll('_', ' '))
}

function flush(word: { readonly charset: string; readonly bytes: string } | null): string {
  if (word === null) return ''
  return decodeText(Buffer.from(word.bytes, 'latin1'), word.charset).text
}
