import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A hash of the program's own files below a folder: what another version found is not what this one finds. */
export function codeHash(folder: string): string {
  const hash = createHash('sha256')
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted())
    if (/\.[jt]s$/.test(file)) hash.update(file).update(readFileSync(join(folder, file)))
  return hash.digest('hex')
}
