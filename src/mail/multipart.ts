import type { MimeNode } from '@zone-eu/mailsplit'
import type { Limits } from '../model.ts'
import { overLimit } from './over-limit.ts'
import { decodePart, HOLDS_DIFF, type TextPart } from './part.ts'
import { trouble, type Trouble } from './problems.ts'
import { withoutDoubles } from './patch-twice.ts'

/**
 * Reads the text of a multipart mail: its text/plain parts and its patch attachments, one after
 * the other as git mailinfo joins them. HTML, signatures and attached mails are left out, which is said
 * where the mail carries a patch. Limits of the MIME reader become Problems.
 */
export async function readMultipart(mail: Buffer, limits: Limits): Promise<TextPart> {
  const troubles: Trouble[] = []
  const leaves = await split(mail, limits, troubles)
  const read = leaves.map((leaf) => ({ leaf, part: readLeaf(leaf, limits) }))
  const { parts, kept } = withoutDoubles(
    read.flatMap(({ leaf, part }) => (part === null ? [] : [{ part, isText: isText(leaf) }])),
  )
  if (kept !== null) troubles.push(trouble('patch-twice', kept))
  if (parts.length === 0 && leaves.some((leaf) => leaf.type === 'text/html'))
    troubles.push(trouble('html-only', 'its text was not read'))
  if (parts.some((part) => HOLDS_DIFF.test(part.text))) {
    const left = read.find(({ leaf, part }) => part === null && leaf.chunks.length > 0)
    if (left !== undefined) troubles.push(trouble('part-left-out', left.leaf.type))
  }
  return {
    text: parts.map((part) => part.text).join(''),
    binary: parts.map((part) => part.binary).join(''),
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

async function split(mail: Buffer, limits: Limits, troubles: Trouble[]): Promise<readonly Leaf[]> {
  const { Splitter } = await import('@zone-eu/mailsplit')
  const splitter = new Splitter({
    ignoreEmbedded: true,
    maxHeadSize: limits.head,
    maxChildNodes: limits.parts,
  })
  const leaves = new Map<MimeNode, Leaf>()
  const depths = new Map<MimeNode, number>()
  splitter.end(mail)
  try {
    for await (const chunk of splitter) {
      if (chunk.type === 'node') {
        const depth = chunk.parentNode === false ? 0 : (depths.get(chunk.parentNode) ?? 0) + 1
        depths.set(chunk, depth)
        if (depth > limits.depth) {
          const what = overLimit('the mail', null, 'depth', limits)
          troubles.push(trouble('mime-depth', what))
          break
        }
        if (!chunk.multipart) leaves.set(chunk, leafOf(chunk))
      }
      if (chunk.type === 'body') leaves.get(chunk.node)?.chunks.push(chunk.value)
    }
  } catch (error) {
    troubles.push(limitOf(error, limits))
  }
  return [...leaves.values()]
}

/** mailsplit says in English which of its limits was hit. */
function limitOf(error: unknown, limits: Limits): Trouble {
  const why = error instanceof Error ? error.message : String(error)
  if (/child nodes/.test(why))
    return trouble('mime-parts', overLimit('the mail', null, 'parts', limits))
  if (/header size/.test(why))
    return trouble('head-too-large', overLimit('the header block of a part', null, 'head', limits))
  return trouble('mime-broken', why)
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

/** The part decoded; null for what is no text of this mail. */
function readLeaf(leaf: Leaf, limits: Limits): TextPart | null {
  if (!isText(leaf) && !mayBePatch(leaf)) return null
  const binary = Buffer.concat(leaf.chunks).toString('latin1')
  const part = decodePart(binary, leaf.contentType, leaf.encoding, limits)
  if (!isText(leaf) && !HOLDS_DIFF.test(part.text)) return null
  const isBase64 = leaf.encoding.toLowerCase() === 'base64'
  const [text, bytes] = [part.text, part.binary].map((t) => closeLine(t, isBase64))
  return { ...part, text: text ?? '', binary: bytes ?? '' }
}

function isText(leaf: Leaf): boolean {
  return leaf.type === 'text/plain' && !(leaf.attachment && patchName.test(leaf.filename))
}

/** By name or type first, for cheapness; what stands in it decides. */
function mayBePatch(leaf: Leaf): boolean {
  return (
    /^(?:text\/x-(?:patch|diff)|text\/plain|application\/octet-stream)$/.test(leaf.type) ||
    patchName.test(leaf.filename)
  )
}

const patchName = /\.(?:patch|diff|txt)$/i

/**
 * The line feed in front of a boundary belongs to the boundary (RFC 2046 5.1.1), but git mailinfo gives it to
 * the part, unless base64 hides where the part's lines end.
 */
function closeLine(text: string, isBase64: boolean): string {
  return text === '' || (isBase64 && text.endsWith('\n')) ? text : `${text}\n`
}
