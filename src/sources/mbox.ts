import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { RawMail } from '../model.ts'
import { splitMbox } from './mbox-split.ts'
import { MOST_BYTES } from './limit.ts'

/**
 * Streams the mails of a mbox file (also of concatenated git format-patch files); a mail is read
 * again by its place.
 */
export async function* readMbox(
  path: string,
  most = MOST_BYTES,
): AsyncGenerator<RawMail, void, void> {
  let count = 0
  for await (const mail of splitMbox(createReadStream(path), most)) {
    count++
    const { start, end, unescape } = mail
    yield {
      origin: `${path}:${count}`,
      bytes: mail.bytes,
      reload: async () => unescape(await readRange(path, start, end, most)),
    }
  }
}

/** The same for a stream that comes only once, such as stdin. */
export async function* readMboxStream(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  most = MOST_BYTES,
): AsyncGenerator<RawMail, void, void> {
  let count = 0
  for await (const { bytes } of splitMbox(chunks, most)) {
    count++
    yield { origin: `${name}:${count}`, bytes, reload: async () => bytes }
  }
}

async function readRange(path: string, start: number, end: number, most: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const buffer = Buffer.alloc(Math.min(end - start, most))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
