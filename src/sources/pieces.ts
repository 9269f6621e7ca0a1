/** A line with its line feed; or, of a line that is very long, one piece after the other. */
export interface Piece {
  readonly bytes: Buffer
  /** Offset in the stream. */
  readonly start: number
  readonly opensLine: boolean
}

/** Cuts a stream into lines, without ever holding much more than one chunk. */
export async function* piecesOf(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Piece, void, void> {
  let carry: Buffer = Buffer.alloc(0)
  let start = 0
  let opensLine = true
  for await (const chunk of chunks) {
    const window = carry.length === 0 ? asBuffer(chunk) : Buffer.concat([carry, chunk])
    let at = 0
    for (let end = window.indexOf(0x0a); end >= 0; end = window.indexOf(0x0a, at)) {
      yield { bytes: window.subarray(at, end + 1), start: start + at, opensLine }
      opensLine = true
      at = end + 1
    }
    carry = window.subarray(at)
    start += at
    // Nothing that opens a line matters behind this many bytes.
    if (carry.length > longLine) {
      yield { bytes: carry, start, opensLine }
      opensLine = false
      start += carry.length
      carry = Buffer.alloc(0)
    }
  }
  if (carry.length > 0) yield { bytes: carry, start, opensLine }
}

const longLine = 8192

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}
