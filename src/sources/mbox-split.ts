import { type Piece, piecesOf } from './pieces.ts'

export interface MboxMail {
  readonly bytes: Buffer
  /** Where it stands in the file, without its `From ` line. */
  readonly start: number
  readonly end: number
  /** Makes a mail's bytes out of the file's. */
  readonly unescape: (bytes: Buffer) => Buffer
}

/**
 * Cuts a mbox into mails. A mail begins with `From ` at the start or after a blank line, with a
 * header line below it. lore writes one fixed line instead, and escapes `From ` in mails (mboxrd);
 * git format-patch needs no blank line.
 */
export async function* splitMbox(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
): AsyncGenerator<MboxMail, void, void> {
  let mail = collector(0, false, most)
  let lore = false
  let first = true
  let afterBlank = true
  let held: Piece | null = null
  for await (const piece of piecesOf(chunks)) {
    if (held !== null) {
      if (looksLikeHeader(piece)) {
        // Text in front of the first `From ` is a preamble (a BOM, blank lines), no mail.
        if (!mail.isBlank()) yield mail.finish(held.start, lore)
        lore ||= first && held.bytes.toString('latin1').trimEnd() === loreLine
        first = false
        mail = collector(piece.start, isFormatPatch(held), most)
      } else mail.add(held.bytes)
      held = null
    }
    const opens = lore
      ? afterBlank && piece.bytes.toString('latin1').trimEnd() === loreLine
      : piece.opensLine &&
        isFromLine(piece) &&
        (afterBlank || mail.isBlank() || isFormatPatch(piece))
    afterBlank = piece.opensLine && (piece.bytes[0] === 0x0a || piece.bytes.equals(crlf))
    if (opens) held = piece
    else mail.add(piece.bytes)
  }
  if (held !== null) mail.add(held.bytes)
  if (!mail.isBlank()) yield mail.finish(null, lore)
}

const loreLine = 'From mboxrd@z Thu Jan  1 00:00:00 1970'
const crlf = Buffer.from('\r\n')

interface Collector {
  readonly add: (bytes: Buffer) => void
  readonly isBlank: () => boolean
  readonly finish: (end: number | null, lore: boolean) => MboxMail
}

function collector(start: number, isPatch: boolean, most: number): Collector {
  const parts: Buffer[] = []
  let size = 0
  let blank = true
  return {
    add(bytes) {
      if (size < most) parts.push(bytes)
      size += bytes.length
      blank &&= bytes.toString('latin1').trim() === ''
    },
    isBlank: () => blank,
    finish(end, lore) {
      const all = Buffer.concat(parts).subarray(0, most)
      // The blank line in front of the next `From ` belongs to the mbox; git format-patch writes it
      // itself.
      const extra = isPatch || all.length < size ? 0 : trailingBlank(all)
      const unescape = lore ? unescapeMboxrd : (bytes: Buffer) => bytes
      const bytes = unescape(all.subarray(0, all.length - extra))
      return { bytes, start, end: (end ?? start + size) - extra, unescape }
    },
  }
}

function isFromLine(piece: Piece): boolean {
  return piece.bytes.subarray(0, 5).toString('latin1') === 'From '
}

function isFormatPatch(piece: Piece): boolean {
  const text = piece.bytes.subarray(0, 200).toString('latin1')
  return /^From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001\s*$/.test(text)
}

function looksLikeHeader(piece: Piece): boolean {
  return /^(?:[!-9;-~]+:|>?From )/.test(piece.bytes.subarray(0, 200).toString('latin1'))
}

function trailingBlank(bytes: Buffer): number {
  const end = bytes.subarray(-4).toString('latin1')
  if (end.endsWith('\r\n\r\n')) return 2
  return end.endsWith('\n\n') ? 1 : 0
}

/** `>From ` -> `From `, `>>From ` -> `>From `: only mboxrd escapes so that it can be undone. */
function unescapeMboxrd(bytes: Buffer): Buffer {
  if (!bytes.includes('>From ')) return bytes
  const text = bytes.toString('latin1').replaceAll(/^>(>*From )/gm, '$1')
  return Buffer.from(text, 'latin1')
}
