import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import parseDiff from 'parse-diff'

/** One commit to be made; a null text removes the file. */
export interface NewCommit {
  readonly branch: string
  readonly message: string
  readonly files?: Readonly<Record<string, string | Buffer | null>>
  /** A branch to start from; the branch itself when left out. Nothing for the first commit. */
  readonly from?: string
  /** A branch to merge. */
  readonly merge?: string
  readonly author?: string
  /** The author when left out. */
  readonly committer?: string
}

/** A file of a pull request as `pulls.listFiles` shows it. */
export interface DiffFile {
  readonly filename: string
  readonly previous_filename?: string
  readonly status: string
  readonly patch?: string
}

/** A commit of a pull request as `pulls.listCommits` shows it. */
export interface ListedCommit {
  readonly sha: string
  readonly parents: readonly string[]
  readonly committer: { readonly name: string; readonly email: string }
}

export type Repository = ReturnType<typeof makeRepository>

/** A bare repository in a temporary folder, which the caller removes. */
export function makeRepository() {
  const directory = mkdtempSync(join(tmpdir(), 'lorelint-fake-github-'))
  // No configuration of whoever runs the tests may change what git prints.
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  const git = (args: readonly string[], input?: Buffer): Buffer =>
    execFileSync('git', ['-C', directory, ...args], {
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(input ? { input } : {}),
    })
  const text = (args: readonly string[]): string => git(args).toString('utf8').trimEnd()
  git(['init', '--quiet', '--bare', '--initial-branch=master'])

  return {
    commit(commit: NewCommit): string {
      const from = commit.from ?? commit.branch
      const exists = text(['for-each-ref', `refs/heads/${from}`]) !== ''
      const stream = importStream(commit, exists ? from : null)
      git(['fast-import', '--quiet', '--force', '--date-format=raw'], stream)
      return text(['rev-parse', `refs/heads/${commit.branch}`])
    },
    read: (branch: string, path: string): string =>
      git(['show', `refs/heads/${branch}:${path}`]).toString('utf8'),
    has: (commit: string): boolean =>
      / commit /.test(git(['cat-file', '--batch-check'], Buffer.from(`${commit}\n`)).toString()),
    /** A file of a commit or a branch; null without such a file. */
    file(commit: string, path: string): Buffer | null {
      const entry = text(['ls-tree', commit, '--', path])
      return / blob /.test(entry) ? git(['cat-file', 'blob', `${commit}:${path}`]) : null
    },
    /** As the API lists a tree. */
    tree(tree: string, recursive: boolean) {
      const rows = text(['ls-tree', '-l', '-z', ...(recursive ? ['-r', '-t'] : []), tree])
      return rows.split('\0').flatMap((row) => {
        const [, mode, type, sha, size, path] = /^(\d+) (\w+) (\w+) +(\S+)\t(.+)$/s.exec(row) ?? []
        return path === undefined
          ? []
          : [{ path, mode, type, sha, size: size === '-' ? undefined : Number(size) }]
      })
    },
    head: (branch: string): string => text(['rev-parse', `refs/heads/${branch}`]),
    /** Oldest first, as GitHub lists them. */
    commits(base: string, head: string): readonly ListedCommit[] {
      const format = '--format=%H%x09%P%x09%cn%x09%ce'
      const rows = text(['log', '--reverse', '--topo-order', format, `${base}..${head}`])
      return rows.split('\n').map((row) => {
        const [sha = '', parents = '', name = '', email = ''] = row.split('\t')
        const above = parents.split(' ').filter((each) => each !== '')
        return { sha, parents: above, committer: { name, email } }
      })
    },
    /** What GitHub sends for the media type "patch". */
    patch: (sha: string): Buffer =>
      git(['format-patch', '--stdout', '--no-signature', '-1', '--end-of-options', sha]),
    files(base: string, head: string): readonly DiffFile[] {
      const diff = text(['diff', '--find-renames', `${base}...${head}`])
      return diff.split(/^(?=diff --git )/m).map(diffFile)
    },
    /** "path RIGHT 12" for every line that takes a review comment, by parse-diff: an independent reading. */
    commentable(base: string, head: string): ReadonlySet<string> {
      const parsed = parseDiff(text(['diff', '--find-renames', `${base}...${head}`]))
      return new Set(parsed.flatMap((file) => spotsOf(file)))
    },
    remove: (): void => rmSync(directory, { recursive: true, force: true }),
  }
}

function importStream(commit: NewCommit, from: string | null): Buffer {
  const author = commit.author ?? 'A Hacker <hacker@example.org>'
  const chunks: (string | Buffer)[] = [`commit refs/heads/${commit.branch}\n`]
  const committer = commit.committer ?? author
  chunks.push(`author ${author} 1767225600 +0100\ncommitter ${committer} 1767225600 +0100\n`)
  chunks.push(...counted(Buffer.from(commit.message)))
  // fast-import takes a branch it did not make itself for an empty one, unless told its commit.
  if (from !== null) chunks.push(`from refs/heads/${from}^0\n`)
  if (commit.merge !== undefined) chunks.push(`merge refs/heads/${commit.merge}^0\n`)
  for (const [path, content] of Object.entries(commit.files ?? {})) {
    if (content === null) chunks.push(`D ${path}\n`)
    else chunks.push(`M 100644 inline ${path}\n`, ...counted(Buffer.from(content)))
  }
  return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)))
}

function counted(content: Buffer): readonly (string | Buffer)[] {
  return [`data ${content.length}\n`, content, '\n']
}

function diffFile(diff: string): DiffFile {
  const to = /^\+\+\+ b\/(.+)$/m.exec(diff)?.[1]
  const from = /^--- a\/(.+)$/m.exec(diff)?.[1]
  const renamed = /^rename from (.+)\nrename to (.+)$/m.exec(diff)
  const start = diff.search(/^@@ /m)
  return {
    filename: renamed?.[2] ?? to ?? from ?? '',
    status: renamed ? 'renamed' : statusOf(from, to),
    ...(renamed?.[1] === undefined ? {} : { previous_filename: renamed[1] }),
    ...(start === -1 ? {} : { patch: diff.slice(start).replace(/\n$/, '') }),
  }
}

function statusOf(from: string | undefined, to: string | undefined): string {
  if (from === undefined) return 'added'
  return to === undefined ? 'removed' : 'modified'
}

function spotsOf(file: parseDiff.File): readonly string[] {
  const path = file.to === '/dev/null' || file.to === undefined ? file.from : file.to
  return file.chunks.flatMap((chunk) =>
    chunk.changes.map((change) => {
      if (change.type === 'del') return `${path} LEFT ${change.ln}`
      return `${path} RIGHT ${change.type === 'add' ? change.ln : change.ln2}`
    }),
  )
}
