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
  if (decoder !== null) return { text: decoder.decode(bytes), trouble: null }
  return { text: guess(bytes), trouble: trouble('charset-unknown', charset.slice(0, 40)) }
}

/** A header without encoded words: raw 8-bit text is UTF-8 when valid, else Latin-1. */
export function decodeRaw(binary: string): string {
  // oxlint-disable-next-line no-control-regex -- the test is for bytes outside ASCII
  if (!/[^\x00-\x7f]/.test(binary)) return binary
  return guess(Buffer.from(binary, 'latin1'))
}

const asciiOrNone = new Set(['', 'us-ascii', 'ascii', 'ansi_x3.4-1968'])

function decodeUtf8(bytes: Uint8Array): Decoded {
  if (isUtf8(bytes)) return { text: utf8(bytes), trouble: null }
  // Line by line: one Latin-1 name in a quoted mail must not spoil the UTF-8 of all others.
  const lines = latin1(bytes).split('\n')
  const text = lines.map((line) => decodeRaw(line)).join('\n')
  const first = lines.findIndex((line) => !isUtf8(Buffer.from(line, 'latin1')))
  return { text, trouble: trouble('charset-invalid', '', first + 1) }
}

function guess(bytes: Uint8Array): string {
  return isUtf8(bytes) ? utf8(bytes) : new TextDecoder('windows-1252').decode(bytes)
}

function decoderFor(charset: string): InstanceType<typeof TextDecoder> | null {
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
