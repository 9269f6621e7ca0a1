import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'

/**
 * Starts git without anything that a hostile repository could make it run: no hooks, no external
 * diff, no textconv, no pager, no file system monitor, no fetching of missing objects.
 */
export function spawnGit(repo: string, args: readonly string[]): ChildProcess {
  return spawn('git', [...safeArgs(repo), ...args], { env: gitEnv() })
}

/** Runs git to its end and gives its output. */
export async function runGit(repo: string, args: readonly string[]): Promise<string> {
  const options = { env: gitEnv(), maxBuffer: 64 * 1024 * 1024 }
  const { stdout } = await promisify(execFile)('git', [...safeArgs(repo), ...args], options)
  return stdout
}

export function safeArgs(repo: string): readonly string[] {
  const settings = [
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    'core.pager=cat',
    'log.showSignature=false',
    // Else git starts itself in each submodule, with that one's settings.
    'diff.submodule=short',
    // No command below asks for these; a later one, or a later git, shall not either.
    'core.sshCommand=false',
    'core.askPass=false',
    'gpg.program=false',
    'protocol.allow=never',
  ]
  return ['-C', repo, '--no-pager', ...settings.flatMap((s) => ['-c', s])]
}

/**
 * GIT_DIR and the like would win over -C when lorelint runs inside a hook; GIT_CONFIG_*
 * (safe.directory) may stay.
 */
export function gitEnv(): NodeJS.ProcessEnv {
  const env = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('GIT_') || name.startsWith('GIT_CONFIG'),
  )
  return {
    ...Object.fromEntries(env),
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    // refs/replace would show other commits than those of the range.
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
  }
}

/** What git said on its way out, for an error's second half. */
export function gitWords(error: unknown): string {
  const stderr =
    typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : ''
  const line = stderr.split('\n').find((l) => l.trim() !== '')
  if (line !== undefined) return line.replace(/^(?:fatal|error): /, '').trim()
  return error instanceof Error ? error.message : String(error)
}
