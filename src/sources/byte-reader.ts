/**
 * Reads lines and runs of bytes from a stream of chunks, without copying what came before again
 * and again.
 */
export interface ByteReader {
  /** The next line without its line feed; null at the end. */
  readonly line: () => Promise<string | null>
  /** The next `size` bytes, of which at most `keep` are kept. */
  readonly take: (size: number, keep: number) => Promise<Buffer>
}

export function byteReader(chunks: AsyncIterator<Buffer>): ByteReader {
  let current: Buffer = Buffer.alloc(0)
  const more = async () => {
    const next = await chunks.next()
    if (next.done === true) return false
    current = next.value
    return true
  }
  return {
    async line() {
      const parts: Buffer[] = []
      for (;;) {
        const end = current.indexOf(0x0a)
        if (end >= 0) {
          parts.push(current.subarray(0, end))
          current = current.subarray(end + 1)
          return Buffer.concat(parts).toString('utf8')
        }
        if (current.length > 0) parts.push(current)
        if (!(await more()))
          return parts.length === 0 ? null : Buffer.concat(parts).toString('utf8')
      }
    },
    async take(size, keep) {
      const parts: Buffer[] = []
      let left = size
      let room = keep
      while (left > 0) {
        if (current.length === 0 && !(await more())) break
        const part = current.subarray(0, left)
        current = current.subarray(part.length)
        left -= part.length
        if (room > 0) parts.push(part.subarray(0, room))
        room -= part.length
      }
      // Always a copy: a slice would hold the whole chunk in memory.
      return Buffer.concat(parts)
    },
  }
}
