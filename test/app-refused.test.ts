import { expect, test } from 'vitest'
import { configOn, SAID } from './fake-github/config.ts'
import { sayThat } from './fake-github/hand-made.ts'
import { newFile, pullRequestOnGitHub } from './fake-github/pull-request.ts'

const hub = pullRequestOnGitHub()
const { opened, said } = configOn(hub)
const onMaster = (files: Readonly<Record<string, string>>) =>
  hub.repository.commit({ branch: 'master', message: 'x: config\n', files })

test('a config that is refused again is told in the same run, and a judgement gets its own', async () => {
  const { app, run } = await opened({ '.lorelint.yml': 'rulse: {}\n' })
  expect(run?.summary).toContain('rulse')
  onMaster({ '.lorelint.yml': 'rluse: {}\n' })
  await app.receive('reopened')
  await app.queue.idle()
  expect(said().runs).toHaveLength(1)
  expect(said().run?.summary).toContain('rluse')
  onMaster({ '.lorelint.yml': '' })
  await app.receive('reopened')
  await app.queue.idle()
  expect(said().runs.map(({ conclusion }) => conclusion)).toEqual(['action_required', 'neutral'])
  expect(said().comments).toContain(SAID)
})

test('a run that was left half-made is completed by the refusal', async () => {
  hub.fake.state.refusals.push(['PATCH', '/check-runs', 502])
  const lines = Array.from({ length: 60 }, (_, index) => index + 1)
  const wanted = lines.map((line) => ({
    patch: 2,
    anchor: newFile(line),
    severity: 'error' as const,
  }))
  const app = await hub.start(sayThat(wanted).lint)
  await app.receive()
  await app.queue.idle()
  const open = () => said().runs.filter(({ status }) => status !== 'completed')
  expect(open()).toHaveLength(1)
  const [begun] = open()
  onMaster({ '.lorelint.yml': 'rulse: {}\n' })
  const before = said().runs.length
  await app.receive('reopened')
  await app.queue.idle()
  expect(open()).toEqual([])
  expect(said().runs).toHaveLength(before)
  const completed = said().runs.find(({ id }) => id === begun?.id)
  expect(completed).toMatchObject({ conclusion: 'action_required' })
})
