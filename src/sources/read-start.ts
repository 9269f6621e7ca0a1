import { closeSync, openSync, readSync, statSync } from 'node:fs'

/**
 * The bytes of a file as UTF-8, up to one byte more than it may have: so that a large one is not held, and
 * whoever reads the text sees that it is too long. Null without such a file.
 */
export function readStart(file: string, most: number): string | null {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined) return null
  // A pipe would wait for ever.
  if (!stat.isFile()) throw new Error(`cannot read ${file}: it is no file`)
  const bytes = Buffer.alloc(Math.min(most, stat.size) + 1)
  const open = openSync(file, 'r')
  try {
    let length = 0
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(open, bytes, length, bytes.length - length, null)
    return bytes.toString('utf8', 0, length)
  } finally {
    closeSync(open)
  }
}
