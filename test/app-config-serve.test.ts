import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { build } from './built-cli.ts'
import { configOn, SAID } from './fake-github/config.ts'
import { deliver, pullRequestPayload } from './fake-github/deliver.ts'
import { privateKey, pullRequestOnGitHub, secret } from './fake-github/pull-request.ts'
import { appId } from './fake-github/state.ts'
import { bugRule, LAMP_PACK } from './measure-mails.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 })
beforeAll(build)

const hub = pullRequestOnGitHub()
const { committed, said } = configOn(hub)
let server: ChildProcess | null = null
afterEach(() => server?.kill('SIGKILL'))

const OURS = {
  'ours/lamp/PACK.md': LAMP_PACK,
  'ours/lamp/no-bug-on.md': bugRule('speaks: always\n'),
  '.lorelint.yml': 'rule-folders: [ours]\nfail-on: warning\n',
}

/** The command as its user starts it; its URL, and what ends it as a signal does. */
async function served() {
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
  const env = {
    ...process.env,
    APP_ID: String(appId),
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: secret,
    GITHUB_API_URL: hub.fake.url,
  }
  const child = spawn(process.execPath, [main, 'serve', '--port', '0'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  server = child
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  const url = await vi.waitFor(() => /listens on (\S+)/.exec(log)?.[1] ?? fail(log), 30_000)
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const end = async (): Promise<string> => {
    child.kill('SIGTERM')
    await ended
    return log
  }
  return { url, end }
}

function fail(log: string): never {
  throw new Error(`it does not listen: ${log}`)
}

test('lorelint serve judges by the rules of the base, in its children', async () => {
  committed(OURS, { '.lorelint.yml': 'rules: { lamp: { off: true } }\n' })
  const { url, end } = await served()
  await deliver(url, secret, pullRequestPayload(hub.fake.state, 'opened'))
  // Work that was taken is done first.
  expect(await end()).toContain('octo/linux#1')
  expect(said().comments).toContain(SAID)
  expect(said().run).toMatchObject({ conclusion: 'failure' })
})

test('and says what is wrong with them', async () => {
  committed({ ...OURS, 'ours/lamp/no-bug-on.md': 'no rule\n' })
  const { url, end } = await served()
  await deliver(url, secret, pullRequestPayload(hub.fake.state, 'opened'))
  await end()
  expect(said().run).toMatchObject({ conclusion: 'action_required' })
  expect(said().run?.summary).toContain('ours/lamp/no-bug-on.md:1: ')
})
