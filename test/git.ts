import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Runs git in a repository as nobody in particular, with no settings but the repository's own. */
export function runGit(
  repo: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): string {
  const env = {
    ...process.env,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@x',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@x',
    ...more,
  }
  return execFileSync('git', ['-C', repo, ...args], { env, encoding: 'utf8', stdio: 'pipe' })
}

/** Writes files below a folder, with the folders they lie in. */
export function writeFiles(top: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true })
    writeFileSync(join(top, path), text)
  }
}
