import type { Limits } from '../model.ts'
import { decodeText } from './charset.ts'
import { countWhole, unflow } from './flowed.ts'
import { parameterised } from './head.ts'
import { overLimit } from './over-limit.ts'
import { trouble, type Trouble } from './problems.ts'
import { decodeTransfer, transferOf } from './transfer.ts'

/**
 * A text part, decoded. `binary` holds its bytes after transfer decoding, one character per byte.
 */
export interface TextPart {
  readonly text: string
  readonly binary: string
  readonly troubles: readonly Trouble[]
}

/** Decodes one text part: transfer encoding, line ends, format=flowed, charset. */
export function decodePart(
  binary: string,
  contentType: string,
  encoding: string,
  limits: Limits,
): TextPart {
  const { parameters } = parameterised(contentType)
  const charset = parameters.get('charset') ?? null
  const { text: raw, damaged } = decodeTransfer(binary, encoding)
  const longest = longestLine(raw)
  if (longest > limits.line) {
    const what = overLimit('a line', longest, 'line', limits)
    return { text: '', binary: '', troubles: [trouble('line-too-long', what)] }
  }
  if (/^utf-?(?:16|32)/i.test(charset ?? '')) return decodeWide(raw, charset)
  const lines = dropTransportCr(raw)
  const isFlowed = parameters.get('format')?.toLowerCase() === 'flowed'
  const flowed = isFlowed ? chooseFlowed(lines, parameters) : null
  const decoded = decodeText(Buffer.from(flowed?.text ?? lines, 'latin1'), charset)
  // What base64 and quoted-printable protect, git mailinfo hands to git apply with its CRs.
  const kept = raw === binary ? lines : raw
  const troubles: Trouble[] = []
  if (damaged) troubles.push(trouble('base64-damaged'))
  if (kept !== lines && HOLDS_DIFF.test(lines)) troubles.push(trouble('quoted-crlf'))
  if (flowed !== null) troubles.push(trouble(flowed.code))
  if (decoded.trouble !== null) troubles.push(decoded.trouble)
  const nul = lines.indexOf('\0')
  if (nul >= 0) troubles.push(trouble('nul-bytes', '', lines.slice(0, nul).split('\n').length))
  if (transferOf(encoding) !== 'quoted-printable' && looksQuotedPrintable(lines))
    troubles.push(trouble('quoted-printable-damage'))
  return {
    text: decoded.text,
    binary: flowed?.text ?? kept,
    troubles,
  }
}

/** The cheap sign of a diff at column 0, for what concerns patches only. */
export const HOLDS_DIFF = /^(?:diff --git |--- .+\n\+\+\+ )/m

function longestLine(text: string): number {
  let longest = 0
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    longest = Math.max(longest, end - at)
    at = end + 1
  }
  return longest
}

/** Bytes of UTF-16 do not split into lines: the same text is handed out as UTF-8. */
function decodeWide(raw: string, charset: string | null): TextPart {
  const { text, trouble: found } = decodeText(Buffer.from(raw, 'latin1'), charset)
  const lines = dropTransportCr(text)
  const binary = Buffer.from(lines, 'utf8').toString('latin1')
  return { text: lines, binary, troubles: [...(found === null ? [] : [found]), trouble('utf-16')] }
}

/**
 * Makes CRLF mails LF. git writes the lines that structure a diff with LF even for files with
 * CRLF, so a `\r` on those was added on the way; when they have none, every other `\r` belongs to
 * the file.
 */
function dropTransportCr(text: string): string {
  if (!text.includes('\r')) return text
  // A lone CR as line end (old Macs; some web clients): there is no line feed to go by.
  if (!text.includes('\n')) return text.replaceAll('\r', '\n')
  if (/^(?:> ?)*(?:diff --git |@@ -\d|\+\+\+ ).*\n/m.test(text)) return text
  return text.replaceAll(/\r\n/g, '\n')
}

/**
 * Mailman stamps format=flowed on mails that are not, and decoding those eats the blank of context
 * lines; others are flowed indeed. The reading with more hunks that add up is right; undecided,
 * the text stays as it came.
 */
function chooseFlowed(
  text: string,
  parameters: ReadonlyMap<string, string>,
): { readonly text: string; readonly code: 'flowed' | 'flowed-kept' } | null {
  if (!text.includes('@@ -')) return null
  const decoded = unflow(text, parameters.get('delsp')?.toLowerCase() === 'yes')
  if (countWhole(decoded) > countWhole(text)) return { text: decoded, code: 'flowed' }
  const diff = HOLDS_DIFF.exec(text)?.index
  if (decoded === text || diff === undefined) return null
  // Only the diff shows that it was not flowed; git joins what stands above it, and so do we.
  const above = unflow(text.slice(0, diff), parameters.get('delsp')?.toLowerCase() === 'yes')
  return { text: above + text.slice(diff), code: 'flowed-kept' }
}

function looksQuotedPrintable(text: string): boolean {
  return text.includes('=3D') && /^[ +-].*=3D/m.test(text) && /^[ +-].*=(?:20|09)?$/m.test(text)
}
