// src/ and test/mutants/ as JavaScript, as they stand now.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
export const fixtures = join(root, 'mbox-fixtures')

/** Below node_modules, where the compiled files find theirs; gone when this process is. */
export function compiled() {
  const place = mkdtempSync(join(root, 'node_modules/.lorelint-fuzz-'))
  process.on('exit', () => rmSync(place, { recursive: true, force: true }))
  process.on('SIGINT', () => process.exit(130))
  const args = ['tsc', '-p', 'test/tsconfig.json', '--noEmit', 'false', '--outDir', place]
  const ran = spawnSync('npx', args, { cwd: root, encoding: 'utf8' })
  // The other tests are not run here: what is wrong with them is no matter.
  if (ran.error !== undefined || /^(?:src|test\/mutants)\//m.test(ran.stdout))
    throw new Error(`tsc failed:\n${ran.stdout}`, { cause: ran.error })
  for (const name of ['rules', 'package.json']) symlinkSync(join(root, name), join(place, name))
  return place
}
