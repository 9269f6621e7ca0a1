import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { RawMail } from '../model.ts'
import { byteReader } from './byte-reader.ts'
import { gitWords, runGit, spawnGit } from './git.ts'
import { MOST_BYTES } from './limit.ts'
import { objectReader } from './object-reader.ts'

export interface ArchiveOptions {
  /** Commit dates as git takes them: `2024-01-01`, `2.weeks.ago`. */
  readonly since: string | null
  readonly until: string | null
  /** Bytes of one mail that are handed out; more than a mail may have. */
  readonly mostBytes?: number
}

/**
 * Streams the mails of a public-inbox v2 archive (a bare repository with one file `m` per commit),
 * oldest first, through one `git cat-file --batch`. Mails the archive's owner deleted (file `d`)
 * are left out.
 */
export async function* readArchive(
  repo: string,
  options: ArchiveOptions,
): AsyncGenerator<RawMail, void, void> {
  const name = basename(repo)
  const most = options.mostBytes ?? MOST_BYTES
  const deleted = await deletedBlobs(repo)
  const readObject = objectReader(repo, most)
  const commits = spawnGit(repo, ['log', '--reverse', '--format=%H:m %H', ...limits(options)])
  const objects = spawnGit(repo, ['cat-file', '--batch=%(objectname) %(objectsize) %(rest)'])
  const failures = [failureOf(commits), failureOf(objects)]
  const feeding = feed(commits, objects)
  try {
    if (objects.stdout === null) throw new Error('git has no output')
    const reader = byteReader(objects.stdout[Symbol.asyncIterator]())
    for (let line = await reader.line(); line !== null; line = await reader.line()) {
      // A commit that only deletes has no `m`: "<commit>:m missing".
      const m = /^([0-9a-f]{40,64}) (\d+) ([0-9a-f]{40,64})$/.exec(line)
      if (m === null) continue
      const [, id = '', size = '', commit = ''] = m
      const bytes = await reader.take(Number(size), most)
      await reader.take(1, 0)
      if (deleted.has(id)) continue
      yield {
        origin: `${name} ${commit.slice(0, 12)}`,
        bytes,
        reload: async () => readObject(id),
      }
    }
    await feeding
    for (const failure of await Promise.all(failures)) if (failure !== null) throw failure
  } catch (error) {
    throw new Error(`cannot read ${repo}: ${gitWords(error)}`, { cause: error })
  } finally {
    // Also when the consumer stops early.
    commits.kill()
    objects.kill()
  }
}

function limits(options: ArchiveOptions): readonly string[] {
  const { since, until } = options
  return [
    ...(since === null ? [] : [`--since=${withTime(since, '00:00:00')}`]),
    ...(until === null ? [] : [`--until=${withTime(until, '23:59:59')}`]),
    '--end-of-options',
    'HEAD',
    '--',
  ]
}

/**
 * To git a bare date means that day at the present time of day, so that the answer would change by
 * the minute.
 */
function withTime(date: string, time: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(date) ? `${date}T${time}Z` : date
}

async function feed(commits: ChildProcess, objects: ChildProcess): Promise<void> {
  if (commits.stdout === null || objects.stdin === null) return
  try {
    await pipeline(commits.stdout, objects.stdin)
  } catch {
    // The reader went away, or git died: its exit status says which.
  }
}

async function failureOf(child: ChildProcess): Promise<Error | null> {
  const stderr: Buffer[] = []
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk))
  try {
    const [code] = await once(child, 'close')
    if (code === 0 || code === null) return null
    return Object.assign(new Error('git failed'), {
      stderr: Buffer.concat(stderr).toString('utf8'),
    })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** A deletion names the blob it deletes as `d`, so that the same blob can be skipped as `m`. */
async function deletedBlobs(repo: string): Promise<ReadonlySet<string>> {
  const args = ['log', '--format=', '--raw', '--no-abbrev', '--no-renames', 'HEAD', '--', 'd']
  try {
    const raw = await runGit(repo, args)
    return new Set(
      [...raw.matchAll(/^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [AM]\td$/gm)].map((m) => m[1] ?? ''),
    )
  } catch (error) {
    throw new Error(`cannot read ${repo}: ${gitWords(error)}`, { cause: error })
  }
}
