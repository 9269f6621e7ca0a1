import { Octokit } from '@octokit/rest'
import { expect, test } from 'vitest'
import { readFileAt, readTreeAt } from '../src/app/base-files.ts'
import { pullRequestOnGitHub } from './fake-github/pull-request.ts'
import { owner, repo, token } from './fake-github/state.ts'

const hub = pullRequestOnGitHub()
const quiet = () => {}
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
const open = () => ({
  github: new Octokit({ baseUrl: hub.fake.url, auth: token, log }),
  commit: { owner, repo, sha: hub.repository.head('master') },
})

test('a file of a commit, no more of it than is asked for', async () => {
  const { github, commit } = open()
  expect(await readFileAt(github, commit, 'README', 5)).toBe('frob\n')
  expect(await readFileAt(github, commit, 'drivers/frob.c', 2)).toBe('int')
  expect(await readFileAt(github, commit, 'drivers/none.c', 2)).toBe(null)
  hub.repository.commit({ branch: 'master', message: 'x: y\n', files: { empty: '' } })
  expect(await readFileAt(github, open().commit, 'empty', 5)).toBe('')
})

test('a commit that is not there is no commit without such a file', async () => {
  const { github, commit } = open()
  const gone = { ...commit, sha: '0123456789'.repeat(4) }
  await expect(readFileAt(github, gone, '.lorelint.yml', 5)).rejects.toThrow(
    'cannot read .lorelint.yml of octo/linux at 012345678901',
  )
})

test('a tree, with its kinds', async () => {
  const { github, commit } = open()
  const paths = async (recursive: boolean): Promise<readonly string[]> => {
    const entries = (await readTreeAt(github, commit, recursive)) ?? []
    return entries.map(({ path, kind, size }) => `${kind} ${path} ${size ?? '-'}`)
  }
  expect(await paths(false)).toEqual(['file README 5', 'folder drivers -', 'folder lib -'])
  expect(await paths(true)).toContain('file lib/old.c 12')
})
