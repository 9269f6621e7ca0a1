import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const HOUR = 60 * 60 * 1000

/** So long an unused file is kept, in milliseconds, and so many bytes of files altogether. */
const KEPT_FOR = 30 * 24 * HOUR
const KEPT_BYTES = 1024 ** 3

/**
 * Removes state files that were not used for thirty days, and of the others the oldest beyond a gibibyte; none that
 * was written in the last hour, since another run may be at it. Files of another name are not ours.
 */
export function pruneStates(folder: string, now: number): void {
  const files = readdirSync(folder)
    .filter((name) => /^[0-9a-f]{32}\.jsonl$/.test(name))
    .flatMap((name) => {
      const file = join(folder, name)
      // Another run may have pruned it meanwhile.
      const found = statSync(file, { throwIfNoEntry: false })
      return found === undefined ? [] : [{ file, size: found.size, age: now - found.mtimeMs }]
    })
    .toSorted((a, b) => a.age - b.age)
  let kept = 0
  for (const { file, size, age } of files) {
    kept += size
    if (age > KEPT_FOR || (kept > KEPT_BYTES && age > HOUR)) rmSync(file, { force: true })
  }
}
