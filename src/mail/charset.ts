import { isAscii, isUtf8 } from 'node:buffer'
import { trouble, type Trouble } from './problems.ts'

export interface Decoded {
  readonly text: string
  readonly trouble: Trouble | null
}

/**
 * Decodes the bytes of a text part. A label that is no charset ("y", answered to git send-email's
 * question; "unknown-8bit") or none at all means UTF-8 when the bytes are valid UTF-8, else
 * Latin-1; git mailinfo gives up on most of these.
 */
export function decodeText(bytes: Uint8Array, label: string | null): Decoded {
  const charset = (label ?? '').trim().toLowerCase()
  const ascii = isAscii(bytes)
  if (asciiOrNone.has(charset)) {
    if (ascii) return { text: latin1(bytes), trouble: null }
    return { text: guess(bytes), trouble: trouble('charset-missing') }
  }
  if (charset === 'utf-8' || charset === 'utf8') return decodeUtf8(bytes)
  const decoder = decoderFor(charset)
  if (decoder !== null) return decodeStrictly(bytes, charset, decoder)
  return { text: guess(bytes), trouble: trouble('charset-unknown', charset.slice(0, 40)) }
}

/** A header without encoded words: raw 8-bit text is UTF-8 when valid, else Latin-1. */
export function decodeRaw(binary: string): string {
  // oxlint-disable-next-line no-control-regex -- the test is for bytes outside ASCII
  if (!/[^\x00-\x7f]/.test(binary)) return binary
  return guess(Buffer.from(binary, 'latin1'))
}

const asciiOrNone = new Set(['', 'us-ascii', 'ascii', 'ansi_x3.4-1968'])

/** Where bytes are no text of the charset, their lines are read as if it had not been said. */
function decodeStrictly(bytes: Uint8Array, charset: string, decoder: Decoder): Decoded {
  const whole = decoder.decode(bytes)
  if (isValid(whole, bytes, charset, decoder)) return { text: whole, trouble: null }
  // Bytes of UTF-16 do not split into lines.
  if (decoder.encoding.startsWith('utf-16'))
    return { text: whole, trouble: trouble('charset-invalid', charset) }
  const raw = latin1(bytes).split('\n')
  const atOnce = whole.split('\n')
  const damaged = damageIn(charset)
  let first = -1
  const lines = raw.map((binary, i) => {
    // What is invalid may swallow a line feed; then each line is decoded by itself.
    const line =
      atOnce.length === raw.length ? atOnce[i] : decoder.decode(Buffer.from(binary, 'latin1'))
    if (line !== undefined && !damaged.test(line)) return line
    if (first < 0) first = i
    return decodeRaw(binary)
  })
  return { text: lines.join('\n'), trouble: trouble('charset-invalid', charset, first + 1) }
}

function isValid(text: string, bytes: Uint8Array, charset: string, decoder: Decoder): boolean {
  if (!/^(?:utf-16|gb18030)/.test(decoder.encoding)) return !damageIn(charset).test(text)
  // In these U+FFFD may stand for itself.
  if (!text.includes('\ufffd')) return true
  try {
    new TextDecoder(charset, { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/**
 * What decoders put for bytes that no character has: U+FFFD; ICU also characters for private use, which even a
 * fatal decoder lets through; and a control character for those of windows-125x. iconv, which git uses, refuses all.
 */
function damageIn(charset: string): RegExp {
  return /^(?:windows|cp|x-cp)-?125\d$/.test(charset)
    ? /[\u0080-\u009f\uf8c0-\uf8fe\ufffd]/
    : /[\uf8c0-\uf8fe\ufffd]/
}

function decodeUtf8(bytes: Uint8Array): Decoded {
  if (isUtf8(bytes)) return { text: utf8(bytes), trouble: null }
  // Line by line: one Latin-1 name in a quoted mail must not spoil the UTF-8 of all others.
  const lines = latin1(bytes).split('\n')
  const text = lines.map((line) => decodeRaw(line)).join('\n')
  const first = lines.findIndex((line) => !isUtf8(Buffer.from(line, 'latin1')))
  return { text, trouble: trouble('charset-invalid', 'UTF-8', first + 1) }
}

function guess(bytes: Uint8Array): string {
  return isUtf8(bytes) ? utf8(bytes) : windows1252.decode(bytes)
}

type Decoder = InstanceType<typeof TextDecoder>

const windows1252 = new TextDecoder('windows-1252')

function decoderFor(charset: string): Decoder | null {
  try {
    // ignoreBOM keeps a byte order mark in the text: it is part of a diff's bytes.
    return new TextDecoder(charset, { ignoreBOM: true })
  } catch {
    return null
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
