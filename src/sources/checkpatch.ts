import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'

/** A checkpatch.pl that was found. */
export interface Checkpatch {
  readonly file: string
  /** Of its bytes: another version finds other things. */
  readonly hash: string
  /** Gives it a mail and returns what it prints. */
  readonly run: (mail: string) => Promise<string>
}

/** No patch takes it so long; one that hangs must not hang us. */
const PATIENCE_MS = 120_000

/** Takes the one named, else the first on PATH, else the newest below /usr/src. */
export function openCheckpatch(named: string | null, env: NodeJS.ProcessEnv): Checkpatch {
  const file = named === null ? (found(env) ?? null) : resolve(named)
  if (file === null || !isReadable(file))
    throw new Error(
      `cannot run checkpatch.pl: ${named === null ? 'it is neither on PATH nor in /usr/src/*/scripts' : `no file ${named}`}; name one with --checkpatch PATH`,
    )
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12)
  return { file, hash, run: async (mail) => run(file, mail, env) }
}

function found(env: NodeJS.ProcessEnv): string | undefined {
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'checkpatch.pl'))
  const trees = existsSync('/usr/src') ? readdirSync('/usr/src').toSorted().toReversed() : []
  const inTrees = trees.map((tree) => join('/usr/src', tree, 'scripts', 'checkpatch.pl'))
  return [...onPath, ...inTrees].find(isReadable)
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}

/** In its own folder, which is also its home: a .checkpatch.conf of the user would change what it finds. */
async function run(file: string, mail: string, env: NodeJS.ProcessEnv): Promise<string> {
  const home = dirname(file)
  const args = [file, '--no-tree', '--terse', '--show-types', '--no-summary', '--color=never', '-']
  const child = spawn('perl', args, {
    cwd: home,
    env: { PATH: env['PATH'], HOME: home, LC_ALL: 'C.UTF-8' },
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  })
  const out: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  // It may end before it has read everything.
  child.stdin.on('error', () => {})
  child.stdin.end(mail)
  return new Promise((done, failed) => {
    child.on('error', (cause) => failed(new Error('cannot run checkpatch.pl with perl', { cause })))
    // 0: nothing found, 1: something found; anything else is no answer.
    child.on('close', (code) => {
      if (code === 0 || code === 1) done(Buffer.concat(out).toString('utf8'))
      else failed(new Error(`cannot run ${file}: it ended with ${code ?? 'a signal'}`))
    })
  })
}
