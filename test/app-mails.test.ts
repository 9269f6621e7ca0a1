import { describe, expect, it } from 'vitest'
import { pullRequestOnGitHub } from './fake-github/pull-request.ts'

const hub = pullRequestOnGitHub()
const { judged } = hub

describe('commits become mail', () => {
  it('a series is threaded and numbered, and its diff is what git prints', async () => {
    const { mails } = await judged([])
    const [first = '', second = ''] = mails
    const shas = hub.repository.commits('master', 'topic').map(({ sha }) => sha)
    expect(mails).toHaveLength(2)
    expect(first).toMatch(
      /^From [0-9a-f]{40} Mon Sep 17 00:00:00 2001\nSender: "A Hacker" <hacker@example\.org>\nMessage-ID: <[0-9a-f]{40}\.octo\.linux@github\.invalid>\nFrom: A Hacker/,
    )
    expect(first).toContain('Subject: [PATCH 1/2] frob: Do it once\n')
    expect(first).not.toContain('In-Reply-To')
    expect(second).toContain(`\nIn-Reply-To: <${shas[0]}.octo.linux@github.invalid>\n`)
    expect(second).toContain('Subject: [PATCH 2/2] ')
    const sent = hub.repository.patch(shas[0] ?? '').toString('latin1')
    expect(first.slice(first.indexOf('\n\n'))).toBe(sent.slice(sent.indexOf('\n\n')))
  })

  it('the bytes of a file that is not UTF-8 stay', async () => {
    const latin1 = Buffer.from('/* Gr\u00fc\u00dfe */\n', 'latin1')
    hub.repository.commit({ branch: 'topic', message: 'x\n', files: { 'lib/latin1.c': latin1 } })
    const { mails } = await judged([])
    expect(mails[2]).toContain('+/* Gr\u00fc\u00dfe */\n')
  })

  it('a lone commit has no counter', async () => {
    hub.repository.commit({
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
    hub.repository.commit({
      branch: 'side',
      from: 'master',
      message: 's\n',
      files: { s: 's\n' },
    })
    hub.repository.commit({
      branch: 'topic',
      message: 'Merge\n',
      merge: 'side',
      files: { s: 's\n' },
    })
    hub.repository.commit({ branch: 'topic', message: 'empty\n' })
    const { mails, run } = await judged([])
    expect(mails).toHaveLength(3)
    expect(mails[2]).toContain('[PATCH 3/3]')
    expect(run?.summary).toContain('Merges and empty commits carry no patch')
    expect(run?.conclusion).toBe('success')
  })

  it('commits beyond the 250 that GitHub lists leave the run open', async () => {
    hub.fake.state.promisedCommits = 253
    const { run } = await judged([])
    expect(run?.conclusion).toBe('action_required')
    expect(run?.summary).toContain('251 of 253 commits were not listed')
  })

  it('a commit too large for GitHub leaves the run open', async () => {
    hub.fake.state.refusals.push(['GET', '/commits/', 200], ['GET', '/commits/', 406])
    const { run } = await judged([])
    expect(run?.conclusion).toBe('action_required')
  })
})
