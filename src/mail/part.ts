import { decodeText } from './charset.ts'
import { countWhole, unflow } from './flowed.ts'
import { parameterised } from './head.ts'
import { decodeTransfer } from './transfer.ts'
import type { Trouble } from './trouble.ts'

/**
 * A text part, decoded. `binary` holds its bytes after transfer decoding, one character per byte.
 */
export interface TextPart {
  readonly text: string
  readonly binary: string
  readonly troubles: readonly Trouble[]
}

/** Decodes one text part: transfer encoding, line ends, format=flowed, charset. */
export function decodePart(binary: string, contentType: string, encoding: string): TextPart {
  const { parameters } = parameterised(contentType)
  const charset = parameters.get('charset') ?? null
  const raw = decodeTransfer(binary, encoding)
  if (/^utf-?(?:16|32)/i.test(charset ?? '')) return decodeWide(raw, charset)
  const lines = dropTransportCr(raw)
  const isFlowed = parameters.get('format')?.toLowerCase() === 'flowed'
  const flowed = isFlowed ? chooseFlowed(lines, parameters) : null
  const decoded = decodeText(Buffer.from(flowed?.text ?? lines, 'latin1'), charset)
  // What base64 and quoted-printable protect, git mailinfo hands to git apply with its CRs.
  const kept = raw === binary ? lines : raw
  const isDamaged = !/quoted-printable/i.test(encoding) && looksQuotedPrintable(lines)
  const troubles = [flowed?.trouble, decoded.trouble, isDamaged ? quotedPrintable : null]
  return {
    text: decoded.text,
    binary: flowed?.text ?? kept,
    troubles: troubles.filter((t) => t !== null && t !== undefined),
  }
}

const quotedPrintable: Trouble = {
  kind: 'damage',
  code: 'quoted-printable-damage',
  what: 'the diff holds quoted-printable codes ("=3D", "=20") that no header announces',
  line: null,
}

/** Bytes of UTF-16 do not split into lines: the same text is handed out as UTF-8. */
function decodeWide(raw: string, charset: string | null): TextPart {
  const { text, trouble } = decodeText(Buffer.from(raw, 'latin1'), charset)
  const lines = dropTransportCr(text)
  const binary = Buffer.from(lines, 'utf8').toString('latin1')
  return { text: lines, binary, troubles: trouble === null ? [] : [trouble] }
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
  if (/^(?:> ?)*(?:diff --git |@@ -\d|\+\+\+ )[^\r\n]*\n/m.test(text)) return text
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
): { readonly text: string; readonly trouble: Trouble } | null {
  if (!text.includes('@@ -')) return null
  const decoded = unflow(text, parameters.get('delsp')?.toLowerCase() === 'yes')
  if (countWhole(decoded) <= countWhole(text)) return null
  const what = 'the patch was sent as format=flowed; its lines were joined again'
  return { text: decoded, trouble: { kind: 'repair', code: 'flowed', what, line: null } }
}

function looksQuotedPrintable(text: string): boolean {
  return text.includes('=3D') && /^[ +-].*=3D/m.test(text) && /^[ +-].*=(?:20|09)?$/m.test(text)
}
