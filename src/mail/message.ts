import { createHash } from 'node:crypto'
import type { Address, Message, RawMail } from '../model.ts'
import { parseAddresses } from './addresses.ts'
import { parseDate } from './date.ts'
import { decodeWords } from './encoded-words.ts'
import { fieldOf, type Head, parameterised, readHead } from './head.ts'
import { readHtmlOnly } from './html.ts'
import { readMultipart } from './multipart.ts'
import { decodePart, type TextPart } from './part.ts'
import { parseSubject } from './subject.ts'
import { problemsOf, type Trouble } from './trouble.ts'
import { toBytewise } from './unicode.ts'
import { isWebText, readWebText } from './web-text.ts'

/** Decodes one mail. Any bytes give a Message; what was wrong with them is in its `problems`. */
export async function parseMessage(raw: RawMail): Promise<Message> {
  if (raw.bytes.byteLength > mailLimit) return tooLarge(raw, 'mail-too-large', 'mail', mailLimit)
  const bytes = toBytewise(raw.bytes)
  const mail = bytes.buffer
  const binary = mail.toString('latin1')
  const head = readHead(binary)
  if (isWebText(head, binary)) {
    const part = decodePart(binary, 'text/plain; charset=utf-8', '8bit')
    return assemble(raw, readWebText(part.text), part, bytes.troubles)
  }
  if (head.bodyStart > headLimit) return tooLarge(raw, 'head-too-large', 'header block', headLimit)
  const part = await readBody(mail, binary, head)
  return assemble(raw, head, part, bytes.troubles)
}

// The largest real mail of 217,561 has 386 KB; what is larger than this is no patch.
const mailLimit = 25 * 1024 * 1024
const headLimit = 1024 * 1024

async function readBody(mail: Buffer, binary: string, head: Head): Promise<TextPart> {
  const contentType = fieldOf(head, 'content-type') ?? 'text/plain'
  const { value: type } = parameterised(contentType)
  if (type.startsWith('multipart/')) {
    const plain = withoutFromLine(mail, binary)
    const parts = await readMultipart(plain)
    return parts.troubles.some(({ code }) => code === 'html-only') ? readHtmlOnly(plain) : parts
  }
  if (type === 'text/html') return readHtmlOnly(withoutFromLine(mail, binary))
  const encoding = fieldOf(head, 'content-transfer-encoding') ?? ''
  return decodePart(binary.slice(head.bodyStart), contentType, encoding)
}

/** mailsplit takes an mbox separator for a broken header. */
function withoutFromLine(mail: Buffer, binary: string): Buffer {
  const m = /^(?:\s*>?From [^\n]*\n)+/.exec(binary)
  return m === null ? mail : mail.subarray(m[0].length)
}

function assemble(raw: RawMail, head: Head, part: TextPart, before: readonly Trouble[]): Message {
  const troubles = [...before, ...part.troubles]
  if (!head.closed) {
    const isMail = head.fields.has('message-id')
    const what = isMail
      ? 'no blank line ends the header block; the text begins at the first line that is no header'
      : 'no header block (Message-ID, To, ... are unknown); the whole text was read as body'
    const code = isMail ? 'header-broken' : 'header-missing'
    troubles.push({ kind: 'damage', code, what, line: null })
  }
  const messageId = readMessageId(head) ?? inventMessageId(raw.bytes)
  const inReplyTo = readIds(head, 'in-reply-to')[0] ?? null
  const references = [...new Set(readIds(head, 'references'))]
  const dateText = fieldOf(head, 'date')
  return {
    messageId,
    inReplyTo,
    references,
    ...readFrom(head),
    automatic: !/^(?:no)?$/i.test(fieldOf(head, 'auto-submitted')?.trim() ?? ''),
    replyTo: readAddresses(head, 'reply-to'),
    to: readAddresses(head, 'to'),
    cc: readAddresses(head, 'cc'),
    date: dateText === null ? null : parseDate(dateText),
    subject: parseSubject(decodeWords(fieldOf(head, 'subject') ?? '')),
    listIds: readListIds(head),
    body: part.text,
    bodyBytes: Buffer.from(part.binary, 'latin1'),
    origin: raw.origin,
    problems: problemsOf(troubles, messageId),
  }
}

/** A malformed Message-ID is kept verbatim, so that replies to it still find it. */
function readMessageId(head: Head): string | null {
  const value = fieldOf(head, 'message-id')?.trim() ?? ''
  if (value === '') return null
  return /<([^<>]+)>/.exec(value)?.[1]?.trim() ?? value.replaceAll(/^<|>$/g, '')
}

function inventMessageId(bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 40)
  return `${hash}@no-message-id.invalid`
}

function readIds(head: Head, name: string): readonly string[] {
  const value = head.fields.get(name)?.join(' ') ?? ''
  return [...value.matchAll(/<([^<>\s]+)>/g)].map((m) => m[1] ?? '')
}

function readAddresses(head: Head, name: string): readonly Address[] {
  return parseAddresses(head.fields.get(name)?.join(', ') ?? '')
}

/**
 * Lists that rewrite From: for DMARC ("Jane Doe via B4 Relay <devnull+...>") keep the person in
 * X-Original-From or Reply-To.
 */
function readFrom(head: Head): Pick<Message, 'from' | 'fromSource'> {
  const nobody: Address = { name: '', address: '' }
  const from = readAddresses(head, 'from')[0] ?? nobody
  const via = / via .+$/.exec(from.name)
  if (via === null) return { from, fromSource: 'header' }
  const original = readAddresses(head, 'x-original-from')[0]
  if (original !== undefined) return { from: original, fromSource: 'x-original-from' }
  const replyTo = readAddresses(head, 'reply-to')
  const only = replyTo.length === 1 ? replyTo[0] : undefined
  if (only === undefined) return { from, fromSource: 'header' }
  const name = only.name === '' ? from.name.slice(0, via.index) : only.name
  return { from: { name, address: only.address }, fromSource: 'reply-to' }
}

/** `Foo list <foo.lists.linux.dev>` -> `foo.lists.linux.dev`. */
function readListIds(head: Head): readonly string[] {
  const values = head.fields.get('list-id') ?? []
  return [...new Set(values.map((v) => /<([^<>]+)>\s*$/.exec(v)?.[1] ?? v.trim()))]
}

function tooLarge(raw: RawMail, code: string, what: string, limit: number): Message {
  const empty: TextPart = { text: '', binary: '', troubles: [] }
  // The first bytes are enough to say which mail it was.
  const head = readHead(Buffer.from(raw.bytes.subarray(0, 65_536)).toString('latin1'))
  const megabytes = Math.round(limit / 1024 / 1024)
  return assemble(raw, { ...head, closed: true }, empty, [
    { kind: 'limit', code, what: `${what} over ${megabytes} MiB; not read`, line: null },
  ])
}
