import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { BASELINE_BYTES } from '../limits.ts'
import { type ConfigFile, CONFIG_NAMES } from './config-file.ts'
import { gitWords, runGit } from './git.ts'
import { objectReader } from './object-reader.ts'

/** A blob of a commit: path from the top of the repository, and its object id. */
interface Blob {
  readonly path: string
  readonly id: string
}

/** More is no rules folder: somebody named the whole tree. */
const MOST_FILES = 5000

/**
 * The config as a commit of a repository has it ("the base of a pull request"), looked for from `repo` upward; null
 * when that commit has none. Nothing of the checkout is read: who may change it must not choose what is said of it.
 */
export async function configOfCommit(repo: string, named: string): Promise<ConfigFile | null> {
  const commit = await commitNamed(repo, named)
  const folders = upward((await runGit(repo, ['rev-parse', '--show-prefix'])).trim())
  const wanted = folders.map((folder) => CONFIG_NAMES.map((name) => posix.join(folder, name)))
  const blobs = await blobsAt(repo, commit, wanted.flat())
  for (const [at, paths] of wanted.entries()) {
    const [found, ...more] = paths.filter((path) => blobs.some((blob) => blob.path === path))
    if (found === undefined) continue
    if (more.length > 0)
      throw new Error(`${named} holds ${[found, ...more].join(' and ')}; keep one of them`)
    const folder = folders[at] ?? ''
    const name = posix.relative(folder, found)
    const copy = openCopy(repo, commit, named)
    return {
      file: `${named}:${found}`,
      name,
      root: join(copy.root, folder),
      text: await copy.text(blobs.find(({ path }) => path === found)),
      bring: async (asked) => copy.bring(asked.map((path) => posix.join(folder, path))),
    }
  }
  return null
}

async function commitNamed(repo: string, named: string): Promise<string> {
  try {
    const id = await runGit(repo, [
      'rev-parse',
      '--verify',
      '--end-of-options',
      `${named}^{commit}`,
    ])
    return id.trim()
  } catch (cause) {
    throw new Error(`cannot read the config of ${named}: ${gitWords(cause)}`, { cause })
  }
}

/** "a/b/" -> ["a/b", "a", ""]. */
function upward(prefix: string): readonly string[] {
  const parts = prefix.split('/').filter((part) => part !== '')
  return [...parts.map((_, at) => parts.slice(0, parts.length - at).join('/')), '']
}

/** Plain files only: a link could lead anywhere. */
async function blobsAt(
  repo: string,
  commit: string,
  paths: readonly string[],
): Promise<readonly Blob[]> {
  const listed = await runGit(repo, ['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...paths])
  return listed.split('\0').flatMap((entry) => {
    const m = /^100(?:644|755) blob ([0-9a-f]{40,64})\t/.exec(entry)
    return m === null ? [] : [{ path: entry.slice(m[0].length), id: m[1] ?? '' }]
  })
}

/** A folder of its own for what is taken from the commit; it is gone when the run is. */
function openCopy(repo: string, commit: string, named: string) {
  const root = mkdtempSync(join(tmpdir(), 'lorelint-config-'))
  process.once('exit', () => rmSync(root, { recursive: true, force: true }))
  const read = objectReader(repo, BASELINE_BYTES)
  const bring = async (paths: readonly string[]): Promise<void> => {
    for (const path of paths) {
      const all = await blobsAt(repo, commit, [path])
      const blobs = all.filter((blob) => blob.path === path || /\.(?:md|txt|tsv)$/.test(blob.path))
      if (blobs.length === 0) throw new Error(`cannot read ${path} of ${named}: it is not there`)
      if (blobs.length > MOST_FILES)
        throw new Error(`cannot read ${path} of ${named}: it holds more than ${MOST_FILES} files`)
      for (const blob of blobs) {
        const file = join(root, blob.path)
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, await read(blob.id))
      }
    }
  }
  const text = async (blob: Blob | undefined): Promise<string> =>
    blob === undefined ? '' : Buffer.from(await read(blob.id)).toString()
  return { root, bring, text }
}
