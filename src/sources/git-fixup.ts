import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gitEnv, gitWords, runGit, safeArgs } from './git.ts'
import { endsOf } from './range.ts'

/** One fixup to be committed. */
export interface WantedFixup {
  /** Of the patch it mends, as its mail has it. */
  readonly title: string
  readonly log: string
  /** Tried in order: each alternative is one diff, or several that together do as much. */
  readonly diffs: readonly (readonly string[])[]
}

export interface CommittedFixups {
  /** The last commit; null when no diff applied. */
  readonly id: string | null
  /** How many commits were made. */
  readonly commits: number
  /** The range's ends, as object ids. */
  readonly from: string
  readonly to: string
  /** Diffs that no longer apply on top of the range, with the titles of their patches. */
  readonly refused: readonly { readonly title: string; readonly diff: string }[]
  /** Null when the branch was moved on to `id`, else why not. */
  readonly kept: string | null
}

/**
 * Commits fixups on top of a range `A..B`, in an index of their own: no checkout is needed, nothing is left
 * behind, and no hook, filter or editor runs. Where B is checked out and clean, the branch follows.
 */
export async function commitFixups(
  repo: string,
  range: string,
  fixups: readonly WantedFixup[],
): Promise<CommittedFixups> {
  const top = await topOf(repo)
  const { from, to } = await endsOf(range, repo)
  const subjects = await subjectsOf(repo, from, to)
  const folder = await mkdtemp(join(tmpdir(), 'lorelint-'))
  try {
    const index = { GIT_INDEX_FILE: join(folder, 'index') }
    const git = async (args: readonly string[], input = '') => gitWith(top, args, index, input)
    await git(['read-tree', to])
    const refused: { title: string; diff: string }[] = []
    let id = to
    let commits = 0
    for (const { title, log, diffs } of fixups) {
      for (const diff of await applyAll(git, diffs)) refused.push({ title, diff })
      const tree = (await git(['write-tree'])).trim()
      if (tree === (await git(['rev-parse', `${id}^{tree}`])).trim()) continue
      const message = `fixup! ${fullSubject(title, subjects)}\n\n${log}\n`
      id = (await git(['commit-tree', tree, '-p', id, '-F', '-'], message)).trim()
      commits++
    }
    const kept = commits === 0 ? null : await follow(top, to, id)
    return { id: commits === 0 ? null : id, commits, from, to, refused, kept }
  } catch (error) {
    throw new Error(`cannot commit the fixups: ${gitWords(error)}`, { cause: error })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Git = (args: readonly string[], input?: string) => Promise<string>

/** Gives back the diffs that did not apply. */
async function applyAll(
  git: Git,
  alternatives: readonly (readonly string[])[],
): Promise<readonly string[]> {
  const refused: string[] = []
  for (const [whole = '', ...singles] of alternatives) {
    if (await applies(git, whole)) continue
    for (const diff of singles) if (!(await applies(git, diff))) refused.push(diff)
    if (singles.length === 0) refused.push(whole)
  }
  return refused
}

async function applies(git: Git, diff: string): Promise<boolean> {
  try {
    await git(['apply', '--cached', '--whitespace=nowarn', '-'], diff)
    return true
  } catch {
    return false
  }
}

/** `git apply` in a folder below passes over what is outside of it. */
async function topOf(repo: string): Promise<string> {
  try {
    return (await runGit(repo, ['rev-parse', '--show-toplevel'])).trimEnd()
  } catch {
    // A bare repository has none.
    return repo
  }
}

async function subjectsOf(repo: string, from: string, to: string): Promise<readonly string[]> {
  const log = ['log', '-z', '--no-merges', '--format=%s', `${from}..${to}`, '--']
  return (await runGit(repo, log)).split('\0')
}

/** A mail's title is without the brackets that a commit's may begin with; git rebase compares the whole. */
function fullSubject(title: string, subjects: readonly string[]): string {
  if (subjects.includes(title)) return title
  return subjects.find((subject) => subject.endsWith(`] ${title}`)) ?? title
}

/** Moves the branch that is checked out, if it stands at `to` and nothing is in the way; else says what is. */
async function follow(top: string, to: string, id: string): Promise<string | null> {
  const head = (await runGit(top, ['rev-parse', 'HEAD'])).trim()
  if (head !== to) return 'the range does not end in what is checked out'
  if ((await runGit(top, ['rev-parse', '--is-bare-repository'])).trim() === 'true')
    return 'the repository is bare'
  const status = ['status', '--porcelain', '--untracked-files=no', '--ignore-submodules=all']
  if ((await runGit(top, status)).trim() !== '') return 'the work tree has changes of its own'
  await runGit(top, ['merge', '--ff-only', '--quiet', id])
  return null
}

async function gitWith(
  repo: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input: string,
): Promise<string> {
  const child = spawn('git', [...safeArgs(repo), ...args], { env: { ...gitEnv(), ...env } })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  const closed = new Promise<number | null>((done, fail) => {
    child.on('close', done)
    child.on('error', fail)
  })
  // Who reads nothing closes the pipe: how the command ended says all.
  child.stdin.on('error', () => null)
  child.stdin.end(input)
  const code = await closed
  if (code === 0) return Buffer.concat(out).toString('utf8')
  const stderr = Buffer.concat(err).toString('utf8')
  throw Object.assign(new Error(`git ${args[0] ?? ''} failed`), { stderr })
}
