import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { LoadRules } from '../src/app/rule-copy.ts'
import { withFolders } from '../src/app/rule-copy.ts'
import { failedHere } from '../src/app/failed-here.ts'
import { configOn, SAID } from './fake-github/config.ts'
import { pullRequestOnGitHub } from './fake-github/pull-request.ts'
import { bugRule, LAMP_PACK } from './measure-mails.ts'

const hub = pullRequestOnGitHub()
const { opened, said } = configOn(hub)
afterEach(() => vi.unstubAllEnvs())

const OURS = {
  'ours/lamp/PACK.md': LAMP_PACK,
  'ours/lamp/no-bug-on.md': bugRule('speaks: always\n'),
  '.lorelint.yml': 'rule-folders: [ours]\n',
}

test('without a temporary folder nothing is said of the config, and nothing is remembered', async () => {
  vi.stubEnv('TMPDIR', '/nowhere/at/all')
  const { app, run } = await opened(OURS)
  expect(run).toMatchObject({ conclusion: 'action_required' })
  expect(run?.summary).toBe(
    'lorelint failed before it was done. Nothing is known about these commits.',
  )
  expect(app.log.join('\n')).toContain('ENOENT')
  vi.unstubAllEnvs()
  await app.receive()
  await app.queue.idle()
  expect(said().comments).toContain(SAID)
  expect(said().run?.conclusion).toBe('neutral')
})

/** What is thrown when rules of one folder are loaded so. */
function thrown(load: LoadRules): unknown {
  try {
    return withFolders([[{ path: 'ours/lamp/PACK.md', text: LAMP_PACK }]], load)
  } catch (error) {
    return error
  }
}

test('a copy that is gone before it is read is our failure, broken rules are not', () => {
  const gone = thrown(([folder = '']) => {
    rmSync(dirname(folder), { recursive: true })
    throw new Error(`cannot read rules: there is no folder ${folder}`)
  })
  expect(failedHere(gone)).toBe(true)
  const broken = thrown(([folder = '']) => {
    throw new Error(`${folder}/lamp/PACK.md:1: unknown key`)
  })
  expect(failedHere(broken)).toBe(false)
  expect(broken).toMatchObject({ message: 'ours/lamp/PACK.md:1: unknown key' })
})
