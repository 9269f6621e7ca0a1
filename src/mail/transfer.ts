/** As git mailinfo tests it: by what the value holds (`base64 (x)`, `"base64"`). */
export function transferOf(encoding: string): 'base64' | 'quoted-printable' | null {
  const value = encoding.toLowerCase()
  if (value.includes('base64')) return 'base64'
  return value.includes('quoted-printable') ? 'quoted-printable' : null
}

/**
 * Undoes a Content-Transfer-Encoding. Bytes are held as Latin-1 text here, one character per byte.
 * Unknown encodings (7bit, 8bit, binary, nonsense) leave the text as it is.
 */
export function decodeTransfer(
  binary: string,
  encoding: string,
): { readonly text: string; readonly damaged: boolean } {
  const name = transferOf(encoding)
  if (name === 'quoted-printable') {
    // A CR that stands here as it is came on the way (git mailsplit takes it off); the text's own is "=0D".
    return { text: decodeQuotedPrintable(binary.replaceAll('\r\n', '\n')), damaged: false }
  }
  return name === 'base64' ? decodeBase64(binary) : { text: binary, damaged: false }
}

/**
 * RFC 2045 6.7, except that blanks at the end of a line stay, also behind `=`, as git keeps them: they
 * were typed by people whose mailer does not encode them, and dropping them damages a patch.
 */
export function decodeQuotedPrintable(binary: string): string {
  return binary.replaceAll(/=(?:([0-9A-Fa-f]{2})|\r?\n|$)/g, (_, hex: string | undefined) =>
    hex === undefined ? '' : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

function decodeBase64(binary: string): { readonly text: string; readonly damaged: boolean } {
  const isWhole = /^[A-Za-z0-9+/\s]*(?:=\s*){0,2}$/.test(binary)
  if (isWhole) return { text: fromBase64(binary), damaged: false }
  // Lists append a plain footer to base64 text, and some mailers pad in the middle: go line by
  // line.
  let text = ''
  let pending = ''
  let damaged = false
  for (const line of binary.split('\n')) {
    const code = line.trim()
    const isCode = /^[A-Za-z0-9+/]*={0,2}$/.test(code) && (code.length % 4 === 0 || pending !== '')
    pending += isCode ? code : ''
    if (!isCode || code.endsWith('=')) {
      text += fromBase64(pending)
      pending = ''
    }
    if (!isCode) text += `${line}\n`
    damaged ||= !isCode
  }
  return { text: text + fromBase64(pending), damaged }
}

function fromBase64(code: string): string {
  return Buffer.from(code, 'base64').toString('latin1')
}
