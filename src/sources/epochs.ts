import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { runGit } from './git.ts'

/**
 * The repositories of a public-inbox: itself when bare, or `git/0.git`, `git/1.git`, ... of a clone; none for
 * what is no archive.
 */
export async function epochsOf(path: string): Promise<readonly string[]> {
  if (isBare(path)) return (await holdsMail(path)) ? [path] : []
  const folder = join(path, 'git')
  if (!(await isDirectory(folder))) return []
  return (await readdir(folder))
    .filter((name) => /^\d+\.git$/.test(name))
    .toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map((name) => join(folder, name))
}

export function isBare(path: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(path, name)))
}

/** The newest commit of an archive holds one file: `m`, or `d` when it deletes a mail. */
async function holdsMail(repo: string): Promise<boolean> {
  try {
    return /^[md]$/.test((await runGit(repo, ['ls-tree', '--name-only', 'HEAD'])).trim())
  } catch {
    return false
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}
