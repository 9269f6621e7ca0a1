import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { RawMail } from '../model.ts'
import { MOST_BYTES } from './limit.ts'
import { readMbox, readMboxStream } from './mbox.ts'

/**
 * The mails of one file: many when it is a mbox (its first word is `From`), none when it is empty, else
 * the whole file is one. A pipe or a device can be read once only.
 */
export async function* readFileMails(
  path: string,
  most = MOST_BYTES,
): AsyncGenerator<RawMail, void, void> {
  if (!(await stat(path)).isFile()) {
    yield* readStreamMails(createReadStream(path), path, most)
    return
  }
  const iterator = createReadStream(path)[Symbol.asyncIterator]()
  const { kind } = await firstWord(iterator, most)
  await iterator.return?.()
  if (kind === 'mbox') yield* readMbox(path, most)
  if (kind !== 'mail') return
  const reload = async () => readStart(path, most)
  yield { origin: path, bytes: await reload(), reload }
}

/** The same for a stream that comes only once, such as stdin. */
export async function* readStreamMails(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  most = MOST_BYTES,
): AsyncGenerator<RawMail, void, void> {
  const iterator = chunks[Symbol.asyncIterator]()
  const { kind, read } = await firstWord(iterator, most)
  if (kind === 'nothing') return
  const all = chain(read, iterator)
  if (kind === 'mbox') {
    yield* readMboxStream(all, name, most)
    return
  }
  const bytes = await gather(all, most)
  yield { origin: name, bytes, reload: async () => bytes }
}

/** What the first word says a file is; a byte order mark, and blank lines however many, may stand before it. */
async function firstWord(
  iterator: AsyncIterator<Uint8Array>,
  most: number,
): Promise<{
  readonly kind: 'mbox' | 'mail' | 'nothing'
  readonly read: readonly Uint8Array[]
}> {
  const read: Uint8Array[] = []
  let size = 0
  let word = ''
  let isPastMark = false
  while (word.length < 5 && size < most) {
    const next = await iterator.next()
    if (next.done === true) return { kind: wordOf(word) === '' ? 'nothing' : 'mail', read }
    read.push(next.value)
    size += next.value.byteLength
    word += Buffer.from(next.value).toString('latin1')
    if (!isPastMark && word.length < MARK.length) continue
    word = (isPastMark ? word.trimStart() : wordOf(word)).slice(0, 5)
    isPastMark = true
  }
  return { kind: word === 'From ' ? 'mbox' : 'mail', read }
}

const MARK = '\xef\xbb\xbf'

function wordOf(start: string): string {
  return (start.startsWith(MARK) ? start.slice(MARK.length) : start).trimStart()
}

async function readStart(path: string, size: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { size: length } = await file.stat()
    const buffer = Buffer.alloc(Math.min(size, length))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function* chain(
  first: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  yield* first
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}

async function gather(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    if (size < most) parts.push(chunk)
    size += chunk.byteLength
  }
  return Buffer.concat(parts).subarray(0, most)
}
