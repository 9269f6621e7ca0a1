import { describe, expect, it } from 'vitest'
import { sayThat } from './fake-github/hand-made.ts'
import { added, newFile, pullRequestOnGitHub } from './fake-github/pull-request.ts'

const hub = pullRequestOnGitHub()
const { judged, posted, start } = hub

describe('once', () => {
  it('the same delivery twice is one review and one check run', async () => {
    const { app } = await judged([{ patch: 1, anchor: added }])
    const before = hub.fake.state.requests.length
    await app.receive('reopened')
    await app.queue.idle()
    const again = hub.fake.state.requests.slice(before).map(({ method }) => method)
    expect(again).toEqual(['GET', 'GET'])
    expect(posted().reviews).toHaveLength(1)
    expect(posted().runs).toHaveLength(1)
  })

  it('a new head gets its own', async () => {
    const { app } = await judged([{ patch: 1, anchor: added }])
    hub.repository.commit({ branch: 'topic', message: 'more\n', files: { README: 'more\n' } })
    await app.receive('synchronize')
    await app.queue.idle()
    expect(posted().reviews.map((review) => review.commit_id)).toHaveLength(2)
    expect(posted().runs).toHaveLength(2)
  })

  it('work that stopped between review and check run is taken up without a second review', async () => {
    hub.fake.state.refusals.push(['POST', '/check-runs', 502], ['POST', '/check-runs', 502])
    const { app } = await judged([{ patch: 1, anchor: added }])
    expect(posted().runs).toHaveLength(0)
    await app.receive()
    await app.queue.idle()
    expect(posted().reviews).toHaveLength(1)
    expect(posted().run).toMatchObject({ conclusion: 'neutral' })
  })

  it('a check run that was left half-made is continued', async () => {
    hub.fake.state.refusals.push(['PATCH', '/check-runs', 502])
    const lines = Array.from({ length: 120 }, (_, index) => index + 1)
    const { app } = await judged(
      lines.map((line) => ({ patch: 2, anchor: newFile(line), severity: 'error' as const })),
    )
    await app.receive()
    await app.queue.idle()
    const keyed = posted().runs.filter((run) => run.external_id !== '')
    expect(keyed).toHaveLength(1)
    expect(keyed[0]?.annotations.map((each) => each.start_line)).toEqual(lines)
    expect(keyed[0]?.status).toBe('completed')
    expect(posted().reviews).toHaveLength(1)
  })

  it('a marker in the text of somebody else does not count', async () => {
    const { review } = await judged([{ patch: 1, anchor: added }])
    const forged = review?.body ?? ''
    hub.fake.state.reviews.length = 0
    hub.fake.state.runs.length = 0
    const forger = { login: 'lorelint', type: 'User' as const }
    const other = { login: 'other[bot]', type: 'Bot' as const }
    for (const user of [forger, other]) {
      const id = 1000 + hub.fake.state.reviews.length
      hub.fake.state.reviews.push({
        id,
        body: forged,
        event: '',
        commit_id: '',
        comments: [],
        user,
      })
    }
    await judged([{ patch: 1, anchor: added }])
    expect(posted().reviews.map(({ user }) => user.login)).toEqual([
      'lorelint',
      'other[bot]',
      'lorelint[bot]',
    ])
  })

  it('writes are never repeated by the client', async () => {
    hub.fake.state.refusals.push(['POST', '/reviews', 502])
    const { app } = await judged([{ patch: 1, anchor: added }])
    const tries = hub.fake.state.requests.filter((each) => each.method === 'POST')
    expect(tries.filter(({ path }) => path.endsWith('/reviews'))).toHaveLength(1)
    expect(app.log.join('\n')).toMatch(/^error: octo\/linux#1 at [0-9a-f]{12}: /m)
  })
})

describe('rate limits', () => {
  it('a review that GitHub refused for its secondary limit is posted later', async () => {
    hub.fake.state.refusals.push(['POST', '/reviews', 403])
    const wanted = sayThat([{ patch: 1, anchor: added }])
    const app = await start(wanted.lint, { enabled: true, retryAfterBaseValue: 1 })
    await app.receive()
    await app.queue.idle()
    expect(posted().reviews).toHaveLength(1)
  })
})
