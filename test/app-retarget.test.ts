import { expect, test } from 'vitest'
import { configOn, SAID } from './fake-github/config.ts'
import { pullRequestOnGitHub } from './fake-github/pull-request.ts'

const hub = pullRequestOnGitHub()
const { opened, said } = configOn(hub)

const LAX = { '.lorelint.yml': 'rules: { lamp: { off: true } }\n' }
const STRICT = { '.lorelint.yml': 'fail-on: warning\n' }

/** A pull request against a lax branch, beside which there is a strict one. */
async function openedLax() {
  const { app, run } = await opened(LAX)
  const message = 'lamp: strict\n'
  hub.repository.commit({ branch: 'strict', from: 'master', message, files: STRICT })
  const sendTo = async (branch: string): Promise<void> => {
    const from = hub.fake.state.base
    hub.fake.state.base = branch
    await app.receive('edited', 'hacker', { base: { ref: { from } } })
    await app.queue.idle()
  }
  return { app, run, sendTo }
}

test('sent to another branch, it is judged again by the config of that branch', async () => {
  const { run, sendTo } = await openedLax()
  expect(run?.conclusion).toBe('success')
  await sendTo('strict')
  expect(said().run?.conclusion).toBe('failure')
  expect(said().comments).toContain(SAID)
})

test('and when it comes back, what GitHub shows last is of the branch it goes to', async () => {
  const { app, sendTo } = await openedLax()
  for (const branch of ['strict', 'master', 'strict']) await sendTo(branch)
  const conclusions = said().runs.map(({ conclusion }) => conclusion)
  expect(conclusions).toEqual(['success', 'failure', 'success', 'failure'])
  expect(hub.posted().reviews).toHaveLength(1)
  await app.receive('reopened')
  await app.queue.idle()
  expect(said().runs).toHaveLength(4)
})

test('neither a push to its branch nor a new title has it judged again', async () => {
  const { app } = await openedLax()
  hub.repository.commit({ branch: 'master', message: 'x: more\n', files: STRICT })
  await app.receive('reopened')
  await app.queue.idle()
  expect(said().runs).toHaveLength(1)
  const before = hub.fake.state.requests.length
  await app.receive('edited', 'hacker', { title: { from: 'lamp' } })
  await app.queue.idle()
  expect(hub.fake.state.requests).toHaveLength(before)
})
