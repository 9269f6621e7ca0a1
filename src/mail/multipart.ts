import type { MimeNode } from '@zone-eu/mailsplit'
import { decodePart, type TextPart } from './part.ts'
import type { Trouble } from './trouble.ts'

/**
 * Reads the text of a multipart mail: its text/plain parts and its patch attachments, one after
 * the other as git mailinfo joins them. HTML, signatures and attached mails are left out. Limits
 * of the MIME reader become Problems.
 */
export async function readMultipart(mail: Buffer): Promise<TextPart> {
  const troubles: Trouble[] = []
  const leaves = await split(mail, troubles)
  const texts = leaves.filter((leaf) => isText(leaf)).map((leaf) => decode(leaf))
  const attached = leaves
    .filter((leaf) => !isText(leaf) && mayBePatch(leaf))
    .map((leaf) => decode(leaf))
    .filter((part) => holdsDiff(part.text))
  const parts = attached.length > 0 ? dropDoubles(texts, attached, troubles) : texts
  if (parts.length === 0 && leaves.some((leaf) => leaf.type === 'text/html')) {
    troubles.push(damage('html-only', 'the mail has an HTML part only; its text was not read'))
  }
  return {
    text: parts.map((part) => closeLine(part.text)).join(''),
    binary: parts.map((part) => closeLine(part.binary)).join(''),
    troubles: [
      ...troubles,
      ...parts.flatMap((part) => part.troubles.map((t) => ({ ...t, line: null }))),
    ],
  }
}

interface Leaf {
  readonly type: string
  readonly contentType: string
  readonly encoding: string
  readonly filename: string
  readonly attachment: boolean
  readonly chunks: Buffer[]
}

async function split(mail: Buffer, troubles: Trouble[]): Promise<readonly Leaf[]> {
  const { Splitter } = await import('@zone-eu/mailsplit')
  const splitter = new Splitter({ ignoreEmbedded: true })
  const leaves = new Map<MimeNode, Leaf>()
  splitter.end(mail)
  try {
    for await (const chunk of splitter) {
      if (chunk.type === 'node' && !chunk.multipart) leaves.set(chunk, leafOf(chunk))
      if (chunk.type === 'body') leaves.get(chunk.node)?.chunks.push(chunk.value)
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    troubles.push({ kind: 'limit', code: 'mime-limit', what: `MIME: ${why}`, line: null })
  }
  return [...leaves.values()]
}

function leafOf(node: MimeNode): Leaf {
  // mailsplit answers `false` for what is absent; a part without Content-Type is text (RFC 2045
  // 5.2).
  const type = node.contentType || 'text/plain'
  return {
    type,
    contentType: node.headers === false ? type : node.headers.getFirst('content-type'),
    encoding: node.encoding || '',
    filename: node.filename || '',
    attachment: node.disposition === 'attachment',
    chunks: [],
  }
}

function isText(leaf: Leaf): boolean {
  return leaf.type === 'text/plain' && !(leaf.attachment && patchName.test(leaf.filename))
}

/** By name or type first, for cheapness; holdsDiff() decides. */
function mayBePatch(leaf: Leaf): boolean {
  return /^text\/x-(?:patch|diff)$/.test(leaf.type) || patchName.test(leaf.filename)
}

const patchName = /\.(?:patch|diff|txt)$/i

function decode(leaf: Leaf): TextPart {
  return decodePart(Buffer.concat(leaf.chunks).toString('latin1'), leaf.contentType, leaf.encoding)
}

function holdsDiff(text: string): boolean {
  return /^diff --git |^--- .+\n\+\+\+ /m.test(text)
}

/** People attach the patch that already stands in the text: one of the two is enough. */
function dropDoubles(
  texts: readonly TextPart[],
  attached: readonly TextPart[],
  troubles: Trouble[],
): readonly TextPart[] {
  const inline = new Set(texts.flatMap((part) => changes(part.text)))
  const news = attached.filter((part) => !changes(part.text).every((line) => inline.has(line)))
  if (news.length < attached.length) {
    troubles.push(damage('patch-twice', 'the patch is attached and in the text; the text was read'))
  }
  return [...texts, ...news]
}

function changes(text: string): readonly string[] {
  return text.split('\n').filter((line) => /^[+-]/.test(line) && line.trim() !== '--')
}

function closeLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

function damage(code: string, what: string): Trouble {
  return { kind: 'damage', code, what, line: null }
}
