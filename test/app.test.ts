import { generateKeyPairSync } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Probot } from 'probot'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LintMails, lorelintApp } from '../src/app/app.ts'
import { LorelintOctokit } from '../src/app/octokit.ts'
import { createQueue, type Queue } from '../src/app/queue.ts'
import { serve, type Serving } from '../src/app/serve.ts'
import { deliver, pullRequestPayload } from './fake-github/deliver.ts'
import { onLine, sayThat, type Wanted } from './fake-github/hand-made.ts'
import { makeRepository, type Repository } from './fake-github/repository.ts'
import { type FakeGitHub, startFakeGitHub } from './fake-github/server.ts'
import { appId } from './fake-github/state.ts'

const secret = 'a secret for the tests only'
const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString()

const numbered = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `\tstep_${from + index}();\n`).join('')
const driver = `int probe(void)\n{\n${numbered(3, 10)}\treturn 0;\n}\n`

let repository: Repository
let fake: FakeGitHub

/** Two commits: the first adds a line 4 and removes a 9; the second adds 100 lines before both. */
beforeEach(async () => {
  repository = makeRepository()
  repository.commit({
    branch: 'master',
    message: 'base\n',
    files: { 'drivers/frob.c': driver, 'lib/old.c': 'a\nb\nc\nd\ne\nf\n', README: 'frob\n' },
  })
  const first = driver.replace('\tstep_3();\n', '\tstep_3();\n\tfrob_once();\n')
  const changed = first.replace('\tstep_9();\n', '')
  repository.commit({
    branch: 'topic',
    from: 'master',
    message:
      'frob: Do it once\n\nTwice is too much.\n\nSigned-off-by: A Hacker <hacker@example.org>\n',
    files: { 'drivers/frob.c': changed },
  })
  repository.commit({
    branch: 'topic',
    message: 'frob: Say it a hundred times, for @everyone (#1)\n',
    files: { 'drivers/frob.c': `${numbered(1001, 1100)}${changed}`, 'lib/new.c': numbered(1, 120) },
  })
  fake = await startFakeGitHub({ repository, base: 'master', branch: 'topic', privateKey })
})

afterEach(async () => {
  await fake.close()
  repository.remove()
})

/** An app as probot's own documentation tests one: no server, events handed to receive(). */
async function start(
  lint: LintMails,
  throttle: object = { enabled: false },
): Promise<{
  readonly queue: Queue
  readonly log: readonly string[]
  readonly receive: (action?: string, sender?: string) => Promise<void>
}> {
  const probot = new Probot({
    appId,
    privateKey,
    secret,
    logLevel: 'fatal',
    // As a function: probot's own defaults come later and would win over an object's.
    Octokit: LorelintOctokit.defaults((options: object) => ({
      ...options,
      baseUrl: fake.url,
      // Repeats come at once, so that a test can see them.
      retry: { retryAfterBaseValue: 1 },
      throttle,
    })),
  })
  const log: string[] = []
  const note = (level: string, text: string): void => {
    log.push(`${level}: ${text}`)
  }
  const queue = createQueue(note)
  await probot.load(lorelintApp({ lint, secret, queue, log: note }))
  const receive = async (action = 'opened', sender = 'hacker'): Promise<void> => {
    const payload = pullRequestPayload(fake.state, action, sender)
    await probot.receive(asEvent({ id: 'x', name: 'pull_request', payload }))
  }
  return { queue, log, receive }
}

type ProbotEvent = Parameters<Probot['receive']>[0]

function asEvent(event: { id: string; name: 'pull_request'; payload: object }): ProbotEvent {
  // The payload is cut to what an app may rely on, which is less than GitHub's schema lists.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return event as ProbotEvent
}

/** Opens the pull request and gives what stands on GitHub afterwards. */
async function judged(wanted: readonly Wanted[], complete = true) {
  const { lint, mails } = sayThat(wanted, complete)
  const app = await start(lint)
  await app.receive()
  await app.queue.idle()
  return { app, mails, ...posted() }
}

function posted() {
  const { reviews, runs } = fake.state
  return { reviews, runs, review: reviews[0], run: runs[0] }
}

const added = onLine('drivers/frob.c', 'new', 4, '\tfrob_once();')
const removed = onLine('drivers/frob.c', 'old', 9, '\tstep_9();')
const newFile = (line: number) => onLine('lib/new.c', 'new', line, `\tstep_${line}();`)

describe('commits become mail', () => {
  it('a series is threaded and numbered, and its diff is what git prints', async () => {
    const { mails } = await judged([])
    const [first = '', second = ''] = mails
    const shas = repository.commits('master', 'topic').map(({ sha }) => sha)
    expect(mails).toHaveLength(2)
    expect(first).toMatch(
      /^Message-ID: <[0-9a-f]{40}\.octo\.linux@github\.invalid>\nFrom: A Hacker/,
    )
    expect(first).toContain('Subject: [PATCH 1/2] frob: Do it once\n')
    expect(first).not.toContain('In-Reply-To')
    expect(second).toContain(`\nIn-Reply-To: <${shas[0]}.octo.linux@github.invalid>\n`)
    expect(second).toContain('Subject: [PATCH 2/2] ')
    const sent = repository.patch(shas[0] ?? '').toString('latin1')
    expect(first.slice(first.indexOf('\n\n'))).toBe(sent.slice(sent.indexOf('\n\n')))
  })

  it('the bytes of a file that is not UTF-8 stay', async () => {
    const latin1 = Buffer.from('/* Gr\u00fc\u00dfe */\n', 'latin1')
    repository.commit({ branch: 'topic', message: 'x\n', files: { 'lib/latin1.c': latin1 } })
    const { mails } = await judged([])
    expect(mails[2]).toContain('+/* Gr\u00fc\u00dfe */\n')
  })

  it('a lone commit has no counter', async () => {
    repository.commit({
      branch: 'topic',
      from: 'master',
      message: 'x: y\n',
      files: { z: 'z\n' },
    })
    const { mails } = await judged([])
    expect(mails).toHaveLength(1)
    expect(mails[0]).toContain('Subject: [PATCH] x: y\n')
  })

  it('merges and empty commits are skipped, and said to be', async () => {
    repository.commit({
      branch: 'side',
      from: 'master',
      message: 's\n',
      files: { s: 's\n' },
    })
    repository.commit({
      branch: 'topic',
      message: 'Merge\n',
      merge: 'side',
      files: { s: 's\n' },
    })
    repository.commit({ branch: 'topic', message: 'empty\n' })
    const { mails, run } = await judged([])
    expect(mails).toHaveLength(3)
    expect(mails[2]).toContain('[PATCH 3/3]')
    expect(run?.summary).toContain('Merges and empty commits carry no patch')
    expect(run?.conclusion).toBe('success')
  })

  it('commits beyond the 250 that GitHub lists leave the run open', async () => {
    fake.state.promisedCommits = 253
    const { run } = await judged([])
    expect(run?.conclusion).toBe('action_required')
    expect(run?.summary).toContain('251 of 253 commits were not listed')
  })

  it('a commit too large for GitHub leaves the run open', async () => {
    fake.state.refusals.push(['GET', '/commits/', 200], ['GET', '/commits/', 406])
    const { run } = await judged([])
    expect(run?.conclusion).toBe('action_required')
  })
})

describe('placing', () => {
  it('comments land on the lines and sides of the whole diff', async () => {
    const { review, run } = await judged([
      { patch: 1, anchor: added, severity: 'error' },
      { patch: 1, anchor: removed },
      { patch: 2, anchor: newFile(7), severity: 'note' },
    ])
    expect(review?.comments.map(({ path, side, line }) => [path, side, line])).toEqual([
      // Line 4 of its own commit: the hundred lines of the second moved it.
      ['drivers/frob.c', 'RIGHT', 104],
      ['drivers/frob.c', 'LEFT', 9],
      ['lib/new.c', 'RIGHT', 7],
    ])
    expect(review).toMatchObject({ event: 'COMMENT', commit_id: repository.head('topic') })
    expect(run).toMatchObject({ conclusion: 'failure', title: '1 error, 1 warning, 1 note' })
    expect(run?.annotations.map((each) => [each.start_line, each.annotation_level])).toEqual([
      [104, 'failure'],
      [7, 'notice'],
    ])
  })

  it('what has no sure place goes into both summaries, with commit and quote', async () => {
    const { review, run } = await judged([
      { patch: 1, anchor: onLine('drivers/frob.c', 'new', 900, '\tgone();'), text: 'Why this?' },
      { patch: 1, anchor: onLine('drivers/nowhere.c', 'new', 1, 'x') },
      { patch: 2, anchor: { kind: 'subject' }, text: 'Too loud.' },
      {
        patch: 1,
        anchor: { kind: 'trailer', key: 'Signed-off-by', value: 'A <a@b.c>', mailLine: 3 },
      },
    ])
    const [sha = ''] = repository.commits('master', 'topic').map((commit) => commit.sha)
    expect(review?.comments).toEqual([])
    expect(run?.annotations).toEqual([])
    for (const text of [review?.body, run?.summary]) {
      expect(text).toContain(`**${sha.slice(0, 12)} frob: Do it once, drivers/frob.c:900**`)
      expect(text).toContain('```\n\tgone();\n```\n\nWhy this?')
      expect(text).toContain('Signed-off-by: A <a@b.c>\n```')
    }
    expect(run?.conclusion).toBe('neutral')
  })

  it('a line that stands twice has no sure place', async () => {
    repository.commit({
      branch: 'topic',
      message: 'twice\n',
      files: { 'lib/new.c': 'x();\ny();\nx();\n' },
    })
    const { review } = await judged([{ patch: 3, anchor: onLine('lib/new.c', 'new', 9, 'x();') }])
    expect(review?.comments).toEqual([])
  })

  it('a renamed file goes by its new name', async () => {
    const moved = 'a\nb\nc\nD\ne\nf\n'
    repository.commit({
      branch: 'topic',
      message: 'move\n',
      files: { 'lib/old.c': null, 'lib/moved.c': moved },
    })
    const { review } = await judged([{ patch: 3, anchor: onLine('lib/old.c', 'old', 4, 'd') }])
    expect(review?.comments).toMatchObject([{ path: 'lib/moved.c', side: 'LEFT', line: 4 }])
  })

  it('when GitHub refuses the places, everything is said in the body', async () => {
    fake.state.refusals.push(['POST', '/reviews', 422])
    const { reviews, review } = await judged([{ patch: 1, anchor: added, text: 'Once is enough.' }])
    expect(reviews).toHaveLength(1)
    expect(review?.comments).toEqual([])
    expect(review?.body).toContain('Once is enough.')
  })
})

describe('posting', () => {
  it('nothing to say is a green check run and no review', async () => {
    const { reviews, run } = await judged([])
    expect(reviews).toEqual([])
    expect(run).toMatchObject({ name: 'lorelint', status: 'completed', conclusion: 'success' })
  })

  it('a muted comment is counted and not said', async () => {
    const { reviews, run } = await judged([{ patch: 1, anchor: added, muted: 'by the author' }])
    expect(reviews).toEqual([])
    expect(run?.summary).toContain('1 remark muted.')
  })

  it('an input that was not judged whole is neither passed nor failed', async () => {
    const { run } = await judged([{ patch: 1, anchor: added, severity: 'error' }], false)
    expect(run?.conclusion).toBe('action_required')
    expect(run?.title).toBe('Not everything was judged; 1 error')
  })

  it('120 errors are three requests of annotations and one review of 30', async () => {
    const lines = Array.from({ length: 120 }, (_, index) => index + 1)
    const { runs, run, reviews, review } = await judged(
      lines.map((line) => ({ patch: 2, anchor: newFile(line), severity: 'error' as const })),
    )
    const writes = fake.state.requests.filter(({ path }) => path.includes('/check-runs'))
    expect(writes.map(({ method }) => method)).toEqual(['GET', 'POST', 'PATCH', 'PATCH'])
    expect(runs).toHaveLength(1)
    expect(run?.annotations.map((each) => each.start_line)).toEqual(lines)
    expect(reviews).toHaveLength(1)
    expect(review?.comments).toHaveLength(30)
    expect(review?.body).toContain('lib/new.c:120')
    expect(run?.summary).not.toContain('lib/new.c:30*')
  })

  it('of what is no error five a patch are said, the rest is named', async () => {
    const { run, review } = await judged(
      [1, 2, 3, 4, 5, 6, 7, 8].map((line) => ({
        patch: 2,
        anchor: newFile(line),
        text: `Step ${line} is one too many.`,
      })),
    )
    expect(review?.comments).toHaveLength(5)
    expect(run?.title).toBe('8 warnings')
    expect(run?.summary).toMatch(/3 more remarks: .+ \(3\)/)
  })

  it('a flood is cut with a sentence, never refused', async () => {
    const text = `${'word '.repeat(400)}\n\n\tcode();\n`
    const { run, review } = await judged(
      Array.from({ length: 120 }, () => ({
        patch: 2,
        anchor: { kind: 'subject' as const },
        severity: 'error' as const,
        text,
      })),
    )
    expect(run?.summary.length).toBeLessThanOrEqual(65_535)
    expect(run?.summary).toMatch(
      /\d+ more remarks not shown: GitHub takes 65535 characters here\.$/,
    )
    expect(review?.body).toContain('lorelint:v1:')
  })

  it('one remark without end is cut, and its code block closed', async () => {
    const text = `Look:\n\n${'\tcode();\n'.repeat(20_000)}`
    const { run } = await judged([{ patch: 2, anchor: { kind: 'subject' }, text }])
    expect(run?.summary).toMatch(/code\(\);\n```\n\nThe rest was cut after 16000 characters\.$/)
  })

  it('text of a mail mentions nobody, refers to nothing and is no HTML', async () => {
    const text = [
      'cc @torvalds, see #12 and GH-7, <img src=x> ![x](https://x.y/z) `@code` <!-- a -->',
      '``` @all #5',
      '\\@all ``@all`` https://x.y/@all#6 https://x.y/![x](https://x.y/z) https://#7 www.#8',
      'https://github.com/octo/linux/issues/9 \u202e\u0007',
    ].join('\n')
    const { review } = await judged([{ patch: 2, anchor: { kind: 'subject' }, text }])
    const body = (review?.body ?? '').replace(/^<!-- lorelint:v1:[0-9a-f]{32} -->/, '')
    // What a reader of Markdown takes for text: no code blocks, no escaped signs, no code spans.
    const outside = body
      .replaceAll(/^```[^]*?^```/gm, '')
      .replaceAll(/\\[^]/g, '')
      .replaceAll(/`[^`]+`/g, '')
    expect(outside).not.toMatch(/@\w|#\d|GH-\d|[<`]|!\[|\]\(/)
    expect(outside).not.toMatch(/github\.com|\p{Bidi_Control}|[^\P{Cc}\n]/u)
    expect(body).toContain('`@code`')
  })
})

describe('once', () => {
  it('the same delivery twice is one review and one check run', async () => {
    const { app } = await judged([{ patch: 1, anchor: added }])
    const before = fake.state.requests.length
    await app.receive('reopened')
    await app.queue.idle()
    const again = fake.state.requests.slice(before).map(({ method }) => method)
    expect(again).toEqual(['GET', 'GET'])
    expect(posted().reviews).toHaveLength(1)
    expect(posted().runs).toHaveLength(1)
  })

  it('a new head gets its own', async () => {
    const { app } = await judged([{ patch: 1, anchor: added }])
    repository.commit({ branch: 'topic', message: 'more\n', files: { README: 'more\n' } })
    await app.receive('synchronize')
    await app.queue.idle()
    expect(posted().reviews.map((review) => review.commit_id)).toHaveLength(2)
    expect(posted().runs).toHaveLength(2)
  })

  it('work that stopped between review and check run is taken up without a second review', async () => {
    fake.state.refusals.push(['POST', '/check-runs', 502], ['POST', '/check-runs', 502])
    const { app } = await judged([{ patch: 1, anchor: added }])
    expect(posted().runs).toHaveLength(0)
    await app.receive()
    await app.queue.idle()
    expect(posted().reviews).toHaveLength(1)
    expect(posted().run).toMatchObject({ conclusion: 'neutral' })
  })

  it('a check run that was left half-made is continued', async () => {
    fake.state.refusals.push(['PATCH', '/check-runs', 502])
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
    fake.state.reviews.length = 0
    fake.state.runs.length = 0
    const forger = { login: 'lorelint', type: 'User' as const }
    const other = { login: 'other[bot]', type: 'Bot' as const }
    for (const user of [forger, other]) {
      const id = 1000 + fake.state.reviews.length
      fake.state.reviews.push({ id, body: forged, event: '', commit_id: '', comments: [], user })
    }
    await judged([{ patch: 1, anchor: added }])
    expect(posted().reviews.map(({ user }) => user.login)).toEqual([
      'lorelint',
      'other[bot]',
      'lorelint[bot]',
    ])
  })

  it('writes are never repeated by the client', async () => {
    fake.state.refusals.push(['POST', '/reviews', 502])
    const { app } = await judged([{ patch: 1, anchor: added }])
    const tries = fake.state.requests.filter((each) => each.method === 'POST')
    expect(tries.filter(({ path }) => path.endsWith('/reviews'))).toHaveLength(1)
    expect(app.log.join('\n')).toMatch(/^error: octo\/linux#1 at [0-9a-f]{12}: /m)
  })
})

describe('rate limits', () => {
  it('a review that GitHub refused for its secondary limit is posted later', async () => {
    fake.state.refusals.push(['POST', '/reviews', 403])
    const wanted = sayThat([{ patch: 1, anchor: added }])
    const app = await start(wanted.lint, { enabled: true, retryAfterBaseValue: 1 })
    await app.receive()
    await app.queue.idle()
    expect(posted().reviews).toHaveLength(1)
  })
})

describe('the queue', () => {
  it('the handler returns before the work is done, and a newer head supersedes a waiting one', async () => {
    const gate = new EventEmitter()
    const opened = once(gate, 'open')
    const heads: string[] = []
    const { lint } = sayThat([])
    const app = await start(async (mails) => {
      heads.push(repository.head('topic'))
      await opened
      return lint(mails)
    })
    await app.receive()
    expect(posted().runs).toEqual([])
    // Two pushes while the first head is being judged.
    await new Promise((resolve) => setTimeout(resolve, 300))
    for (const text of ['one\n', 'two\n']) {
      repository.commit({ branch: 'topic', message: text, files: { README: text } })
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
    fake.state.state = 'closed'
    await app.receive()
    await app.queue.idle()
    expect(posted().runs).toEqual([])
  })
})

describe('app.yml', () => {
  it('asks for what the calls need and for no more', () => {
    const manifest = readFileSync(new URL('../app.yml', import.meta.url), 'utf8')
    const settings = manifest.split('\n').filter((line) => !/^\s*(?:#|$)/.test(line))
    const asked = settings.filter((line) => line.startsWith(' ')).map((line) => line.trim())
    expect(asked.toSorted()).toEqual([
      '- pull_request',
      'checks: write',
      'contents: read',
      'metadata: read',
      'pull_requests: write',
    ])
  })
})

describe('serve', () => {
  let serving: Serving | null = null
  const { lint } = sayThat([{ patch: 1, anchor: added }])
  const options = {
    port: 0,
    host: '127.0.0.1',
    appId,
    privateKey,
    webhookSecret: secret,
    lint,
    version: '0',
  }
  const log: string[] = []

  beforeAll(() => {
    log.length = 0
  })
  afterAll(async () => {
    await serving?.close()
  })

  for (const webhookSecret of ['', '  ', 'development', 'fifteen letters']) {
    it(`does not start with the secret "${webhookSecret}"`, async () => {
      const weak = { ...options, webhookSecret, baseUrl: null }
      await expect(serve(weak)).rejects.toThrow(/webhook secret is .*openssl rand/)
    })
  }

  it('does not start with a key that is none', async () => {
    const bad = { ...options, privateKey: 'nonsense', baseUrl: null }
    await expect(serve(bad)).rejects.toThrow(/private key cannot be read/)
  })

  it('runs on signed deliveries only', { timeout: 30_000 }, async () => {
    serving = await serve({
      ...options,
      baseUrl: fake.url,
      log: (level, text) => {
        log.push(`${level}: ${text}`)
      },
    })
    const url = serving.url
    const payload = pullRequestPayload(fake.state, 'opened')
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect((await fetch(`${url}/probot`)).status).toBe(404)
    for (const wrong of ['development', `${secret}x`]) {
      expect((await deliver(url, wrong, payload)).status).toBe(400)
    }
    const huge = await fetch(`${url}/api/github/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: ' '.repeat(6 * 1024 * 1024),
    }).catch(() => null)
    expect(huge?.status ?? 413).toBe(413)
    expect(fake.state.requests).toEqual([])

    const before = Date.now()
    const answered = await deliver(url, secret, payload)
    expect(answered.status).toBe(200)
    expect(Date.now() - before).toBeLessThan(1000)
    await serving.close()
    serving = null
    expect(posted().review?.comments).toMatchObject([{ side: 'RIGHT', line: 104 }])
    expect(posted().run).toMatchObject({ status: 'completed', conclusion: 'neutral' })
    expect(log.join('\n')).not.toContain('ghs_')
  })
})
