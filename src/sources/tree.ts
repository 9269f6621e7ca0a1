import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { Tree } from '../model.ts'
import { gitEnv, gitWords, safeArgs } from './git.ts'
import { openHistory } from './history.ts'
import type { RangeEnds } from './range-ends.ts'
import { treeFiles } from './tree-files.ts'

/**
 * A kernel tree: HEAD of a git checkout or bare repository, else the files of a plain directory. For a range of
 * its commits, the files from before the range, and the history up to its end.
 */
export function openTree(dir: string, range: RangeEnds | null = null): Tree {
  const top = resolve(dir)
  if (!existsSync(top) || !statSync(top).isDirectory()) {
    throw new Error(
      `cannot read ${dir}: no such directory; a tree is a kernel checkout or bare repository`,
    )
  }
  // Only the directory itself counts: a plain folder inside some other repository is no checkout.
  const isGit = ['.git', 'HEAD'].some((name) => existsSync(join(top, name)))
  return isGit ? gitTree(top, dir, range) : plainTree(top)
}

function gitTree(top: string, dir: string, range: RangeEnds | null): Tree {
  const head = headOf(top, dir)
  const commit = range?.from ?? head
  const cache = new Map<string, string | null>()
  const object = (name: string) => {
    const known = cache.get(name)
    if (known !== undefined) return known
    const text = readObject(top, name)
    cache.set(name, text)
    return text
  }
  return {
    read: (path) => (isInside(path) ? object(`${commit}:${path}`) : null),
    readBlob: (id) => (/^[0-9a-f]{4,64}$/.test(id) ? object(id) : null),
    name: `${basename(top)}@${commit.slice(0, 12)}`,
    holds: remembered((text, folder) => grepped(top, commit, text, folder)),
    history: openHistory((args, input) => git(top, args, input), range?.to ?? head),
  }
}

function headOf(top: string, dir: string): string {
  try {
    return git(top, ['rev-parse', '--verify', 'HEAD^{commit}']).trim()
  } catch (error) {
    throw new Error(`cannot read ${dir}: ${gitWords(error)}`, { cause: error })
  }
}

function readObject(top: string, name: string): string | null {
  try {
    return git(top, ['cat-file', 'blob', '--end-of-options', name])
  } catch {
    // No such file, or an id that is unknown or ambiguous here: for the caller the same.
    return null
  }
}

function git(top: string, args: readonly string[], input = ''): string {
  return execFileSync('git', [...safeArgs(top), ...args], {
    encoding: 'utf8',
    input,
    stdio: 'pipe',
    // A folder that is no repository must not be read as a part of the one around it.
    env: { ...gitEnv(), GIT_CEILING_DIRECTORIES: dirname(top) },
    // The ids of a kernel's commits are 60 MB.
    maxBuffer: 256 * 1024 * 1024,
  })
}

function grepped(top: string, commit: string, text: string, folder: string): boolean {
  try {
    git(top, ['grep', '-q', '-F', '-e', text, commit, '--', folder])
    return true
  } catch (error) {
    // git says no by its exit code.
    if (error instanceof Error && 'status' in error && error.status === 1) return false
    throw new Error(`cannot search ${top}: ${gitWords(error)}`, { cause: error })
  }
}

/** Each question is answered once; what is no line of text, or no folder of the tree, is not there. */
function remembered(find: (text: string, folder: string) => boolean) {
  const known = new Map<string, boolean>()
  return (text: string, folder: string): boolean => {
    if (text === '' || text.includes('\0') || text.includes('\n') || !isInside(folder)) return false
    const key = `${folder}\n${text}`
    const answer = known.get(key) ?? find(text, folder)
    known.set(key, answer)
    return answer
  }
}

function plainTree(top: string): Tree {
  const cache = new Map<string, string | null>()
  const root = realpathSync(top)
  const below = treeFiles(root)
  return {
    read(path) {
      if (!isInside(path)) return null
      const known = cache.get(path)
      if (known !== undefined) return known
      const text = readPlain(root, path)
      cache.set(path, text)
      return text
    },
    readBlob: () => null,
    holds: remembered((text, folder) => below(folder).some((file) => file.includes(text))),
    name: basename(top),
    history: null,
  }
}

function readPlain(root: string, path: string): string | null {
  try {
    const file = realpathSync(join(root, path))
    // A symbolic link must not lead out of the tree.
    const below = relative(root, file)
    if (below === '..' || below.startsWith(`..${sep}`) || !statSync(file).isFile()) return null
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function isInside(path: string): boolean {
  return (
    path !== '' &&
    !path.startsWith('/') &&
    !path.includes('\0') &&
    !path.includes('\\') &&
    path.split('/').every((part) => !['', '.', '..', '.git'].includes(part.toLowerCase()))
  )
}
