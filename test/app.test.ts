import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve, type Serving } from '../src/app/serve.ts'
import { deliver, pullRequestPayload } from './fake-github/deliver.ts'
import { sayThat } from './fake-github/hand-made.ts'
import {
  added,
  noRules,
  privateKey,
  pullRequestOnGitHub,
  secret,
} from './fake-github/pull-request.ts'
import { appId } from './fake-github/state.ts'

const hub = pullRequestOnGitHub()
const { posted } = hub

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
    rules: noRules,
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
      baseUrl: hub.fake.url,
      log: (level, text) => {
        log.push(`${level}: ${text}`)
      },
    })
    const url = serving.url
    const payload = pullRequestPayload(hub.fake.state, 'opened')
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
    expect(hub.fake.state.requests).toEqual([])

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
