import { posix } from 'node:path'
import { RULE_BYTES, TABLE_BYTES } from '../limits.ts'
import { type CommitRef, readFileAt, readTreeAt, type TreeEntry } from './base-files.ts'
import type { GitHub } from './github.ts'
import type { openKeeper } from './keeper.ts'

/** A file of a rules folder: its path from the folder's parent on, "ours/lamp/no-bug-on.md". */
export interface FolderFile {
  readonly path: string
  readonly text: string
}

/** Why something of a commit is not taken; what could not be reached is thrown. */
export interface Refused {
  readonly refused: string
}

/** By the id of the tree: most commits leave the rules as they are. */
export type FolderKeeper = ReturnType<typeof openKeeper<readonly FolderFile[]>>

/** Each file is a request, and every one of them counts against what GitHub allows an hour. */
const MOST_FILES = 200
const MOST_BYTES = 4 * 1024 * 1024
/** Below the folder: pack/lists/words.txt. */
const DEEPEST = 3

/** The files of a rules folder as a commit has them, each by one request. */
export async function readFolderAt(
  github: GitHub,
  commit: CommitRef,
  folder: string,
  keep: FolderKeeper,
): Promise<readonly FolderFile[] | Refused> {
  const tree = await treeAt(github, commit, folder)
  const of = `${folder} of ${commit.sha.slice(0, 12)}`
  if (tree === null) return { refused: `cannot read ${of}: there is no such folder` }
  const entries = await readTreeAt(github, { ...commit, sha: tree }, true)
  const files = entries?.filter(isRuleFile) ?? null
  if (files === null || files.length > MOST_FILES)
    return { refused: `cannot read ${of}: it holds more than ${MOST_FILES} files` }
  if (files.length === 0) return { refused: `cannot read ${of}: it holds no rules` }
  const odd = files.find(({ path }) => !isPlain(path))
  if (odd !== undefined)
    return { refused: `cannot read ${of}: ${odd.path} has a name that is not read here` }
  if (files.reduce((sum, { size }) => sum + (size ?? 0), 0) > MOST_BYTES)
    return { refused: `cannot read ${of}: its files are larger than 4 MiB` }
  const name = partsOf(folder).at(-1) ?? ''
  return keep(`${commit.owner}/${commit.repo} ${tree} ${name}`, async () => {
    const read: FolderFile[] = []
    for (const { path } of files) {
      const most = path.endsWith('.tsv') ? TABLE_BYTES : RULE_BYTES
      const text = await readFileAt(github, commit, posix.join(folder, path), most)
      if (text === null) throw new Error(`cannot read ${path} of ${of}, though it is listed`)
      read.push({ path: `${name}/${path}`, text })
    }
    return read
  })
}

/** The id of a folder's tree, null without such a folder: a request for each folder on the way. */
async function treeAt(github: GitHub, commit: CommitRef, folder: string): Promise<string | null> {
  let tree = commit.sha
  for (const part of partsOf(folder)) {
    const entries = await readTreeAt(github, { ...commit, sha: tree }, false)
    const next = entries?.find(({ path, kind }) => path === part && kind === 'folder')
    if (next === undefined) return null
    tree = next.sha
  }
  return tree === commit.sha ? null : tree
}

/** "./tools/lorelint/" -> ["tools", "lorelint"] */
function partsOf(folder: string): readonly string[] {
  return folder.split('/').filter((part) => part !== '' && part !== '.')
}

function isRuleFile({ path, kind }: TreeEntry): boolean {
  return kind === 'file' && /\.(?:md|txt|tsv)$/.test(path) && path.split('/').length <= DEEPEST
}

/** Its files are written to a folder of ours: what leads out of it, anywhere, or has no room there is refused. */
function isPlain(path: string): boolean {
  return path.split('/').every((part) => /^[\w.+@ -]{1,200}$/.test(part) && !/^\.{1,2}$/.test(part))
}
