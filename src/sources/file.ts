import { open } from 'node:fs/promises'
import type { RawMail } from '../model.ts'
import { MOST_BYTES } from './limit.ts'
import { readMbox, readMboxStream } from './mbox.ts'

/**
 * The mails of one file: many when it is a mbox (its first word is `From`), else the whole file is
 * one.
 */
export async function* readFileMails(
  path: string,
  most = MOST_BYTES,
): AsyncGenerator<RawMail, void, void> {
  const start = await readStart(path, 64)
  if (beginsMbox(start)) {
    yield* readMbox(path, most)
    return
  }
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
  const first: Uint8Array[] = []
  let size = 0
  while (size < 64) {
    const next = await iterator.next()
    if (next.done === true) break
    first.push(next.value)
    size += next.value.byteLength
  }
  const start = Buffer.concat(first)
  const all = chain(start, iterator)
  if (beginsMbox(start)) {
    yield* readMboxStream(all, name, most)
    return
  }
  const bytes = await gather(all, most)
  // An empty stdin is no mail.
  if (bytes.length > 0) yield { origin: name, bytes, reload: async () => bytes }
}

function beginsMbox(start: Buffer): boolean {
  return /^(?:\xef\xbb\xbf)?\s*From /.test(start.subarray(0, 64).toString('latin1'))
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
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  yield first
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
