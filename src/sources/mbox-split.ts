import { commitMark } from '../commit-mark.ts'
import { type Piece, piecesOf } from './pieces.ts'

export interface MboxMail {
  readonly bytes: Buffer
  /** Where it stands in the file: without its `From ` line, but for git format-patch's, which tells a commit from a mail. */
  readonly start: number
  readonly end: number
  /** Makes a mail's bytes out of the file's. */
  readonly unescape: (bytes: Buffer) => Buffer
}

/**
 * Cuts a mbox into mails. A mail begins with `From ` at the start or after a blank line, with a
 * header line below it. lore writes one fixed line instead, and escapes `From ` in mails (mboxrd); in its mails
 * only a line with a date separates, for what people wrote behind them with `cat`. git format-patch needs no
 * blank line.
 */
export async function* splitMbox(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
): AsyncGenerator<MboxMail, void, void> {
  let mail = collector(0, 'preamble', most)
  let afterBlank = true
  let held: Piece | null = null
  for await (const piece of piecesOf(chunks)) {
    if (held !== null) {
      // A mail of lore that begins with such a line, as it was sent.
      const isInLore = mail.kind === 'lore' && mail.isBlank()
      const kind = isInLore ? 'lore' : kindOf(held)
      if (looksLikeHeader(piece, mail.kind === 'lore' && kind !== 'lore')) {
        // Text in front of the first `From ` is a preamble (a BOM, blank lines), no mail.
        if (!mail.isBlank()) yield mail.finish(held.start)
        mail = collector(kind === 'format-patch' ? held.start : piece.start, kind, most)
        if (kind === 'format-patch') mail.add(held.bytes)
      } else mail.add(held.bytes)
      held = null
    }
    const opens = piece.opensLine && isFromLine(piece) && separates(kindOf(piece), afterBlank, mail)
    afterBlank = piece.opensLine && (piece.bytes[0] === 0x0a || piece.bytes.equals(crlf))
    if (opens) held = piece
    else mail.add(piece.bytes)
  }
  if (held !== null) mail.add(held.bytes)
  if (!mail.isBlank()) yield mail.finish(null)
}

/** What the `From ` line says about the mail below it. */
type Kind = 'preamble' | 'lore' | 'format-patch' | 'dated' | 'other'

function kindOf(piece: Piece): Kind {
  const line = piece.bytes.subarray(0, 200).toString('latin1').trimEnd()
  if (line === 'From mboxrd@z Thu Jan  1 00:00:00 1970') return 'lore'
  if (commitMark(piece.bytes) > 0) return 'format-patch'
  return asctime.test(line) ? 'dated' : 'other'
}

const asctime =
  /^From \S+ (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d \d{4}(?: [+-]\d{4})?$/

function separates(kind: Kind, afterBlank: boolean, mail: Collector): boolean {
  if (kind === 'format-patch') return true
  if (mail.kind === 'lore') return afterBlank && kind !== 'other'
  return afterBlank || mail.isBlank()
}

const crlf = Buffer.from('\r\n')

interface Collector {
  readonly add: (bytes: Buffer) => void
  readonly isBlank: () => boolean
  readonly kind: Kind
  readonly finish: (end: number | null) => MboxMail
}

function collector(start: number, kind: Kind, most: number): Collector {
  const parts: Buffer[] = []
  let size = 0
  let blank = true
  return {
    add(bytes) {
      if (size < most) parts.push(bytes)
      size += bytes.length
      blank &&= isBlank(bytes) || (kind === 'preamble' && isBlank(withoutMark(bytes)))
    },
    isBlank: () => blank,
    kind,
    finish(end) {
      const all = Buffer.concat(parts).subarray(0, most)
      // The blank line in front of the next `From ` belongs to the mbox; git format-patch writes it
      // itself.
      const extra = kind === 'format-patch' || all.length < size ? 0 : trailingBlank(all)
      const unescape = kind === 'lore' ? unescapeMboxrd : (bytes: Buffer) => bytes
      const bytes = unescape(all.subarray(0, all.length - extra))
      return { bytes, start, end: (end ?? start + size) - extra, unescape }
    },
  }
}

function isFromLine(piece: Piece): boolean {
  return piece.bytes.subarray(0, 5).toString('latin1') === 'From '
}

/** `isStrict`: a second `From ` line is none. */
function looksLikeHeader(piece: Piece, isStrict: boolean): boolean {
  const line = piece.bytes.subarray(0, 200).toString('latin1')
  return /^[!-9;-~]+:/.test(line) || (!isStrict && /^>?From /.test(line))
}

function isBlank(bytes: Buffer): boolean {
  return bytes.toString('latin1').trim() === ''
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(bytes.toString('latin1', 0, 3) === '\xef\xbb\xbf' ? 3 : 0)
}

function trailingBlank(bytes: Buffer): number {
  const end = bytes.subarray(-4).toString('latin1')
  if (end.endsWith('\r\n\r\n')) return 2
  return end.endsWith('\n\n') ? 1 : 0
}

/** `>From ` -> `From `, `>>From ` -> `>From `: only mboxrd escapes so that it can be undone. */
/** `>From ` -> `From `, `>>From ` -> `>From `, as mboxrd escapes them. */
export function unescapeMboxrd(bytes: Buffer): Buffer {
  if (!bytes.includes('>From ')) return bytes
  const text = bytes.toString('latin1').replaceAll(/^>(>*From )/gm, '$1')
  return Buffer.from(text, 'latin1')
}
