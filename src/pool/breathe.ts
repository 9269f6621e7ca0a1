import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Garbage that may pile up before it is collected: V8 alone would let it grow with the machine's memory. */
const SLACK = 64 * 1024 * 1024

/** A turn of the event loop, and a collection when much garbage has piled up since the last one. */
export function openBreathing(): () => Promise<void> {
  let collect: (() => void) | null = null
  let floor = 0
  return async () => {
    await nextTurn()
    const { heapUsed, external } = process.memoryUsage()
    if (floor === 0) floor = heapUsed + external
    if (heapUsed + external < floor + SLACK) return
    collect ??= collector()
    collect()
    const after = process.memoryUsage()
    floor = after.heapUsed + after.external
  }
}

function collector(): () => void {
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('gc')
  return () => {
    if (typeof gc === 'function') gc()
  }
}
