import { basename, resolve } from 'node:path'
import { epochsOf } from './epochs.ts'
import { runGit } from './git.ts'

/** The newest commit of an archive, twelve digits; null for an input that is none. */
export async function headOf(input: string, cwd: string): Promise<string | null> {
  const newest = (await epochsOf(resolve(cwd, input))).at(-1)
  if (newest === undefined) return null
  return (await runGit(newest, ['rev-parse', '--verify', '--end-of-options', 'HEAD']))
    .trim()
    .slice(0, 12)
}

/** "kvmarm" for an archive, a file or a folder of that name. */
export function nameOf(input: string): string {
  const name = basename(input).replace(/\.(?:git|mbox|eml|patch|txt)$/, '')
  return name.replace(/[^\w.+-]/g, '-') || 'stdin'
}
