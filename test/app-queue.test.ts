import { EventEmitter, once } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { sayThat } from './fake-github/hand-made.ts'
import { pullRequestOnGitHub } from './fake-github/pull-request.ts'

const hub = pullRequestOnGitHub()
const { posted, start } = hub

describe('the queue', () => {
  it('the handler returns before the work is done, and a newer head supersedes a waiting one', async () => {
    const gate = new EventEmitter()
    const opened = once(gate, 'open')
    const heads: string[] = []
    const { lint } = sayThat([])
    const app = await start(async (mails) => {
      heads.push(hub.repository.head('topic'))
      await opened
      return lint(mails)
    })
    await app.receive()
    expect(posted().runs).toEqual([])
    // Two pushes while the first head is being judged.
    await vi.waitFor(() => expect(heads).toHaveLength(1), 10_000)
    for (const text of ['one\n', 'two\n']) {
      hub.repository.commit({ branch: 'topic', message: text, files: { README: text } })
      await app.receive('synchronize')
    }
    gate.emit('open')
    await app.queue.idle()
    expect(heads).toHaveLength(2)
    expect(app.log.filter((line) => line.includes('superseded'))).toHaveLength(1)
  })

  it('a failure is logged and shown, and the next delivery tries again', async () => {
    const { lint } = sayThat([])
    let broken = true
    const app = await start((mails) => {
      if (broken) throw new Error('cannot read the rules')
      return lint(mails)
    })
    await app.receive()
    await app.queue.idle()
    expect(app.log.join('\n')).toContain('cannot read the rules')
    expect(posted().run).toMatchObject({ conclusion: 'action_required', external_id: '' })
    expect(posted().run?.summary).not.toContain('rules')
    broken = false
    await app.receive()
    await app.queue.idle()
    expect(posted().runs.at(-1)?.conclusion).toBe('success')
  })

  it('our own acts and closed pull requests are left alone', async () => {
    const app = await start(sayThat([]).lint)
    await app.receive('opened', 'lorelint[bot]')
    await app.queue.idle()
    hub.fake.state.state = 'closed'
    await app.receive()
    await app.queue.idle()
    expect(posted().runs).toEqual([])
  })
})
