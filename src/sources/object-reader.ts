import type { ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'
import { type ByteReader, byteReader } from './byte-reader.ts'
import { spawnGit } from './git.ts'

interface Batch {
  readonly child: ChildProcess
  readonly reader: ByteReader
}

/**
 * Gives a function that reads objects of a repository by id, one after the other, through one git
 * process. It is started on first use and holds nothing up: between reads it is unreferenced, so
 * it ends with us when its input closes.
 */
export function objectReader(repo: string, most: number): (id: string) => Promise<Uint8Array> {
  let batch: Batch | null = null
  let last: Promise<unknown> = Promise.resolve()
  const read = async (id: string) => {
    batch ??= startBatch(repo)
    hold(batch.child, true)
    try {
      batch.child.stdin?.write(`${id}\n`)
      const head = await batch.reader.line()
      const m = /^[0-9a-f]+ blob (\d+)$/.exec(head ?? '')
      if (m === null)
        throw new Error(`cannot read ${repo}: object ${id} is ${head ?? 'not answered'}`)
      const bytes = await batch.reader.take(Number(m[1]), most)
      await batch.reader.take(1, 0)
      return bytes
    } finally {
      hold(batch.child, false)
    }
  }
  return (id) => {
    const next = last.then(() => read(id))
    // A failed read must not fail the ones behind it.
    last = next.catch(() => null)
    return next
  }
}

function startBatch(repo: string): Batch {
  const child = spawnGit(repo, ['cat-file', '--batch'])
  // A dead process shows as a missing answer.
  child.on('error', () => null)
  child.stdin?.on('error', () => null)
  child.stderr?.resume()
  if (child.stderr instanceof Socket) child.stderr.unref()
  if (child.stdout === null) throw new Error(`cannot read ${repo}: git has no output`)
  return { child, reader: byteReader(child.stdout[Symbol.asyncIterator]()) }
}

function hold(child: ChildProcess, needed: boolean): void {
  for (const handle of [child, child.stdin, child.stdout]) {
    if (handle !== child && !(handle instanceof Socket)) continue
    if (needed) handle.ref()
    else handle.unref()
  }
}
