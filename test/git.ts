import { execFileSync } from 'node:child_process'

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
