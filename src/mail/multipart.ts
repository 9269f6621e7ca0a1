import type { MimeNode } from '@zone-eu/mailsplit'
import type { Limits } from '../model.ts'
import { parameterised } from './head.ts'
import { overLimit } from './over-limit.ts'
import { decodePart, HOLDS_DIFF, type TextPart } from './part.ts'
import { trouble, type Trouble } from './problems.ts'
import { withoutDoubles } from './patch-twice.ts'
import { decodeTransfer, transferOf } from './transfer.ts'

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
  /** False for the last part of a mail that was cut. */
  isBounded: boolean
  /** True when an end boundary follows. */
  endsMultipart: boolean
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
  const open: string[] = []
  let last: Leaf | null = null
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
        if (chunk.multipart) {
          const boundary = boundaryOf(chunk)
          if (boundary === '')
            troubles.push(trouble('mime-broken', `multipart/${chunk.multipart} without boundary`))
          else open.push(`--${boundary}--`)
        } else {
          last = leafOf(chunk)
          leaves.set(chunk, last)
        }
      }
      if (chunk.type === 'body') leaves.get(chunk.node)?.chunks.push(chunk.value)
      if (chunk.type === 'data' && last !== null) {
        last.isBounded = true
        last.endsMultipart ||= closes(chunk.value, open)
      }
    }
  } catch (error) {
    troubles.push(limitOf(error, limits))
  }
  return [...leaves.values()]
}

function contentTypeOf(node: MimeNode): string {
  return node.headers === false ? '' : node.headers.getFirst('content-type')
}

/** "" where there is none that mailsplit takes: it must be ASCII. */
function boundaryOf(node: MimeNode): string {
  const { parameters } = parameterised(contentTypeOf(node))
  const boundary = (parameters.get('boundary') ?? '').trimEnd()
  return /^[ -~]*$/.test(boundary) ? boundary : ''
}

/** True when open multiparts end in these lines; they, and what is open within them, are open no more. */
function closes(lines: Buffer, open: string[]): boolean {
  const before = open.length
  let known = new Set(open)
  for (const line of lines.toString('latin1').split('\n')) {
    if (!line.startsWith('--') || !known.has(line.trimEnd())) continue
    open.splice(open.lastIndexOf(line.trimEnd()))
    known = new Set(open)
  }
  return open.length < before
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
    contentType: contentTypeOf(node) || type,
    encoding: node.headers === false ? '' : node.headers.getFirst('content-transfer-encoding'),
    filename: node.filename || '',
    attachment: node.disposition === 'attachment',
    chunks: [],
    isBounded: false,
    endsMultipart: false,
  }
}

/** The part decoded; null for what is no text of this mail. */
function readLeaf(leaf: Leaf, limits: Limits): TextPart | null {
  if (!isText(leaf) && !mayBePatch(leaf)) return null
  const binary = Buffer.concat(leaf.chunks).toString('latin1')
  const part = decodePart(binary, leaf.contentType, leaf.encoding, limits)
  const isOverLimit = part.troubles.some(({ kind }) => kind === 'limit')
  const looked = isOverLimit ? withoutNul(decodeTransfer(binary, leaf.encoding).text) : part.text
  if (!isText(leaf) && !HOLDS_DIFF.test(looked)) return null
  if (isOverLimit) return part
  const added = lineFeeds(part.text, binary, leaf)
  return { ...part, text: part.text + added, binary: part.binary + added }
}

/** UTF-16 can be looked through. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '')
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
 * What git mailinfo writes behind a part: the line feed in front of a boundary, which belongs to the boundary
 * (RFC 2046 5.1.1), unless an encoding hides where the part's lines end; and one more for an end boundary, or several.
 */
function lineFeeds(text: string, binary: string, leaf: Leaf): string {
  const encoding = transferOf(leaf.encoding)
  const isHidden =
    encoding === 'base64' || (encoding === 'quoted-printable' && binary.endsWith('='))
  const end = leaf.endsMultipart ? '\n' : ''
  if (text === '' || !leaf.isBounded) return end
  if (!isHidden) return `\n${end}`
  // git lets the next part begin in the same line.
  return text.endsWith('\n') ? end : '\n'
}
