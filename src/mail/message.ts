import { LIMITS } from '../limits.ts'
import type { Address, Limits, Message, RawMail } from '../model.ts'
import { parseAddresses } from './addresses.ts'
import { parseDate } from './date.ts'
import { commitMark } from '../commit-mark.ts'
import { decodeWords, unknownCharset } from './encoded-words.ts'
import { gitAuthor, sameAuthor } from './git-author.ts'
import { fieldOf, type Head, parameterised, readHead } from './head.ts'
import { readHtmlOnly } from './html.ts'
import { madeUpId } from './made-up.ts'
import { readMultipart } from './multipart.ts'
import { overLimit } from './over-limit.ts'
import { decodePart, type TextPart } from './part.ts'
import { patchText } from './patch-text.ts'
import { problemsOf, trouble, type Trouble } from './problems.ts'
import { parseSubject } from './subject.ts'
import { toBytewise } from './unicode.ts'
import { isWebText, readWebText } from './web-text.ts'

/** Decodes one mail. Any bytes give a Message; what was wrong with them is in its `problems`. */
export async function parseMessage(raw: RawMail, limits: Limits = LIMITS): Promise<Message> {
  const size = raw.bytes.byteLength
  if (size > limits.mail)
    return tooLarge(raw, 'mail-too-large', overLimit('the mail', size, 'mail', limits))
  const bytes = toBytewise(raw.bytes)
  const mail = bytes.buffer
  const binary = mail.toString('latin1')
  const front = frontOf(binary, limits.head)
  const head = readHead(front)
  if (isWebText(head, binary)) {
    const part = decodePart(binary, 'text/plain; charset=utf-8', '8bit', limits)
    return assemble(raw, readWebText(part.text), part, bytes.troubles)
  }
  if (front !== binary && head.isOpen)
    return tooLarge(raw, 'head-too-large', overLimit('the header block', null, 'head', limits))
  const part = await readBody(mail, binary, head, limits)
  return withAuthorTold(assemble(raw, head, part, bytes.troubles), head)
}

/** No more whole lines than a header block may have. */
function frontOf(binary: string, most: number): string {
  return binary.length <= most ? binary : binary.slice(0, binary.lastIndexOf('\n', most) + 1)
}

async function readBody(
  mail: Buffer,
  binary: string,
  head: Head,
  limits: Limits,
): Promise<TextPart> {
  const contentType = fieldOf(head, 'content-type') ?? 'text/plain'
  const { value: type } = parameterised(contentType)
  // Without a boundary git mailinfo reads the body as it stands.
  if (type.startsWith('multipart/') && /boundary\s*=/i.test(contentType)) {
    const plain = withoutFromLine(mail, binary)
    const parts = await readMultipart(plain, limits)
    return parts.troubles.some(({ code }) => code === 'html-only') ? readHtmlOnly(plain) : parts
  }
  if (type === 'text/html') return readHtmlOnly(withoutFromLine(mail, binary))
  const encoding = fieldOf(head, 'content-transfer-encoding') ?? ''
  return decodePart(binary.slice(head.bodyStart), contentType, encoding, limits)
}

/** mailsplit takes an mbox separator for a broken header. */
function withoutFromLine(mail: Buffer, binary: string): Buffer {
  const m = /^(?:\s*>?From [^\n]*\n)+/.exec(binary)
  return m === null ? mail : mail.subarray(m[0].length)
}

function assemble(raw: RawMail, head: Head, part: TextPart, before: readonly Trouble[]): Message {
  const troubles = [...before, ...part.troubles]
  if (!head.closed)
    troubles.push(trouble(head.fields.has('message-id') ? 'header-broken' : 'header-missing'))
  for (const name of ['From', 'Subject'])
    if (new Set(head.fields.get(name.toLowerCase())).size > 1)
      troubles.push(trouble('header-twice', name))
  const names = ['from', 'subject'].map((name) => unknownCharset(lastOf(head, name) ?? ''))
  const unknown = names.find((charset) => charset !== null)
  if (unknown !== undefined && unknown !== null)
    troubles.push(trouble('charset-unknown', unknown.slice(0, 40)))
  const messageId = readMessageId(head) ?? madeUpId(raw.bytes.subarray(commitMark(raw.bytes)))
  const inReplyTo = readIds(head, 'in-reply-to')[0] ?? null
  const references = [...new Set(readIds(head, 'references'))]
  const dateText = fieldOf(head, 'date')
  return {
    messageId,
    inReplyTo,
    references,
    ...withSender(readFrom(head), head, raw.bytes),
    automatic: !/^(?:no)?$/i.test(fieldOf(head, 'auto-submitted')?.trim() ?? ''),
    replyTo: readAddresses(head, 'reply-to'),
    to: readAddresses(head, 'to'),
    cc: readAddresses(head, 'cc'),
    date: dateText === null ? null : parseDate(dateText),
    subject: parseSubject(decodeWords(lastOf(head, 'subject') ?? '')),
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

/** git format-patch writes the author's name into From:, whoever sends it then. */
function withSender(
  from: Pick<Message, 'from' | 'fromSource'>,
  head: Head,
  bytes: Uint8Array,
): Pick<Message, 'from' | 'fromSource' | 'sender'> {
  if (commitMark(bytes) > 0) return { ...from, sender: readAddresses(head, 'sender')[0] ?? null }
  const isSent = SENT.some((name) => head.fields.has(name))
  return { ...from, sender: isSent ? from.from : null }
}

/** quilt and others write patch files with a From: of the author, too; what was sent has one of these. */
const SENT = ['message-id', 'to', 'cc', 'received', 'list-id', 'in-reply-to']

function readIds(head: Head, name: string): readonly string[] {
  const value = head.fields.get(name)?.join(' ') ?? ''
  return [...value.matchAll(/<([^<>\s]+)>/g)].map((m) => m[1] ?? '')
}

function readAddresses(head: Head, name: string): readonly Address[] {
  return parseAddresses(head.fields.get(name)?.join(', ') ?? '')
}

/**
 * Lists that rewrite From: for DMARC ("Jane Doe via B4 Relay <devnull+...>", "'Jane Doe' via Foo") keep the
 * person in X-Original-From or Reply-To.
 */
function readFrom(head: Head): Pick<Message, 'from' | 'fromSource'> {
  const nobody: Address = { name: '', address: '' }
  const from = parseAddresses(lastOf(head, 'from') ?? '')[0] ?? nobody
  const via = from.name.indexOf(' via ')
  if (via < 0) return { from, fromSource: 'header' }
  const original = readAddresses(head, 'x-original-from')[0]
  if (original !== undefined) return { from: withoutMarks(original), fromSource: 'x-original-from' }
  const replyTo = readAddresses(head, 'reply-to')
  const only = replyTo.length === 1 ? replyTo[0] : undefined
  if (only === undefined || only.address === from.address) return { from, fromSource: 'header' }
  const name = only.name === '' ? from.name.slice(0, via) : only.name
  return { from: withoutMarks({ name, address: only.address }), fromSource: 'reply-to' }
}

/** Google Groups puts the name in single quotes. */
function withoutMarks({ name, address }: Address): Address {
  const isMarked = name.length > 2 && name.startsWith("'") && name.endsWith("'")
  return { name: isMarked ? name.slice(1, -1) : name, address }
}

/** git am takes the last one where From: or Subject: stands twice (mailinfo.c: check_header). */
function lastOf(head: Head, name: string): string | null {
  return head.fields.get(name)?.at(-1) ?? null
}

/** Where git am would record another author for the patch that the mail carries, that is said. */
function withAuthorTold(message: Message, head: Head): Message {
  const git = gitAuthor(decodeWords(lastOf(head, 'from') ?? ''))
  if (sameAuthor(git, message.from)) return message
  const text = patchText(message)
  if (text === null || text.authorSource === 'in-body') return message
  const told = trouble('author-differs', `"${git.name} <${git.address}>"`)
  return { ...message, problems: [...message.problems, ...problemsOf([told], message.messageId)] }
}

/** `Foo list <foo.lists.linux.dev>` -> `foo.lists.linux.dev`. */
function readListIds(head: Head): readonly string[] {
  const values = head.fields.get('list-id') ?? []
  return [...new Set(values.map((v) => /<([^<>]+)>\s*$/.exec(v)?.[1] ?? v.trim()))]
}

function tooLarge(raw: RawMail, code: 'mail-too-large' | 'head-too-large', what: string): Message {
  const empty: TextPart = { text: '', binary: '', troubles: [] }
  // The first bytes are enough to say which mail it was.
  const head = readHead(Buffer.from(raw.bytes.subarray(0, 65_536)).toString('latin1'))
  return assemble(raw, { ...head, closed: true }, empty, [trouble(code, what)])
}
