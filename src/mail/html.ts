import type { TextPart } from './part.ts'
import { trouble } from './problems.ts'

/**
 * Reads a mail that has an HTML part only. mailparser undoes MIME, transfer encoding and charset (its text
 * conversions are off: they re-wrap and re-indent); of the HTML only `<pre>` keeps a diff's columns, so
 * only that is read. The Problem stays: what git would apply is nothing.
 */
export async function readHtmlOnly(mail: Buffer): Promise<TextPart> {
  const { simpleParser } = await import('mailparser')
  const parsed = await simpleParser(mail, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
  }).catch(() => null)
  const html = parsed === null || parsed.html === false ? '' : (parsed.html ?? '')
  const text = preformatted(html)
  const what =
    text === '' ? 'its text was not read' : 'its preformatted text was read, git sees none'
  return {
    text,
    binary: Buffer.from(text).toString('latin1'),
    troubles: [trouble('html-only', what)],
  }
}

/** What stands in `<pre>` elements, without tags. Found by index, not by regex: linear in hostile HTML. */
function preformatted(html: string): string {
  const lower = html.toLowerCase()
  const found: string[] = []
  for (let open = lower.indexOf('<pre'); open !== -1; ) {
    const start = lower.indexOf('>', open) + 1
    const close = lower.indexOf('</pre', start)
    if (start === 0 || close === -1) break
    found.push(unescape(html.slice(start, close)))
    open = lower.indexOf('<pre', close)
  }
  return found.map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join('')
}

function unescape(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/<[^<>]{0,1000}>/g, '')
    .replace(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|quot|apos|nbsp|amp));/gi,
      (all, decimal, hex, name) => {
        if (typeof name === 'string') return NAMED[name.toLowerCase()] ?? all
        const code =
          typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16)
        return code > 0 && code < 0x11_00_00 ? String.fromCodePoint(code) : all
      },
    )
}

const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  amp: '&',
}
