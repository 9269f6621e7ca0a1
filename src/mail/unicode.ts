import { trouble, type Trouble } from './problems.ts'

/**
 * Makes a file that was saved in UTF-16 (PowerShell's `>` does) readable as mail, and drops a
 * UTF-8 byte order mark in front of the headers. Everything else is handed through.
 */
export function toBytewise(bytes: Uint8Array): {
  readonly buffer: Buffer
  readonly troubles: readonly Trouble[]
} {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [first, second, third] = buffer
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return { buffer: buffer.subarray(3), troubles: [trouble('byte-order-mark')] }
  }
  const little = first === 0xff && second === 0xfe
  if (!little && !(first === 0xfe && second === 0xff)) return withLineFeeds(buffer)
  const text = new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(buffer)
  return { buffer: Buffer.from(text, 'utf8'), troubles: [trouble('utf-16')] }
}

/**
 * Mails that end their lines in a lone CR (old Macs, some web clients) have no line feed to go by.
 */
function withLineFeeds(buffer: Buffer): {
  readonly buffer: Buffer
  readonly troubles: readonly Trouble[]
} {
  if (buffer.includes(0x0a) || !buffer.includes(0x0d)) return { buffer, troubles: [] }
  const text = buffer.toString('latin1').replaceAll('\r', '\n')
  return { buffer: Buffer.from(text, 'latin1'), troubles: [trouble('cr-line-ends')] }
}
