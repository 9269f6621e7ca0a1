import { describe, expect, test } from 'vitest'
import { baselineReport } from '../src/report/baseline.ts'
import { byRules, configOn, SAID } from './fake-github/config.ts'
import { pullRequestOnGitHub } from './fake-github/pull-request.ts'

const hub = pullRequestOnGitHub()
const { opened, said, base } = configOn(hub)

describe('the config of the base', () => {
  test('there is none: nothing is said about that', async () => {
    const { comments, run, files } = await opened({})
    expect(comments).toContain(SAID)
    expect(run).toMatchObject({ conclusion: 'neutral', title: '1 warning' })
    expect(run?.summary).toBe('1 warning in 1 patch.')
    expect(files).toEqual(['contents/.lorelint.yml', 'contents/.github%2Florelint.yml'])
  })

  test('mutes a rule, and the check run says by whose word', async () => {
    const { comments, run } = await opened({ '.lorelint.yml': 'rules: { lamp: { off: true } }\n' })
    expect(comments).toBe('')
    expect(run?.conclusion).toBe('success')
    expect(run?.summary).toContain('1 remark muted.')
    expect(run?.summary).toContain(`Judged as .lorelint.yml of the base (${base()}) says.`)
  })

  test('may stand in .github, and say that a rule is for other files', async () => {
    const config = 'rules:\n  lamp/no-bug-on: { files: [net/] }\n'
    const { comments, run } = await opened({ '.github/lorelint.yml': config })
    expect(comments).toBe('')
    expect(run?.summary).toContain('Judged as .github/lorelint.yml of the base')
  })

  for (const [config, conclusion, title] of [
    ['rules: { lamp: { severity: error } }', 'failure', '1 error'],
    ['fail-on: warning', 'failure', '1 warning'],
    ['fail-on: never\nrules: { lamp: { severity: error } }', 'neutral', '1 error'],
    ['fail-on: note\nrules: { lamp: { off: true } }', 'success', 'Nothing to say'],
  ] as const)
    test(`${config.replace('\n', ', ')}: ${conclusion}`, async () => {
      expect((await opened({ '.lorelint.yml': config })).run).toMatchObject({ conclusion, title })
    })

  test('a baseline, from the base too', async () => {
    let known = ''
    const first = await opened({}, {}, async (mails, wanted) => {
      const report = await byRules(mails, wanted)
      known = baselineReport(report)
      return report
    })
    expect(first.comments).toContain(SAID)
    hub.fake.state.reviews.length = 0
    const config = { '.lorelint.yml': 'baseline: ./known.json\n', 'known.json': known }
    const { comments, run } = await opened(config)
    expect(comments).toBe('')
    expect(run?.summary).toContain('1 remark muted.')
  })
})

describe('a pull request has no say in how it is judged', () => {
  test('its own config is none', async () => {
    const off = 'rules: { lamp: { off: true } }\n'
    const { comments, run } = await opened({}, { '.lorelint.yml': off })
    expect(comments).toContain(SAID)
    expect(run?.conclusion).toBe('neutral')
    expect(run?.summary).toContain(
      'What this pull request changes in .lorelint.yml counts once it is merged.',
    )
  })

  test('nor can it change that of the base, nor take it away', async () => {
    const note = 'fail-on: warning\n'
    const off = 'rules: { lamp: { off: true } }\n'
    const { comments, run } = await opened({ '.lorelint.yml': note }, { '.lorelint.yml': off })
    expect(comments).toContain(SAID)
    expect(run?.conclusion).toBe('failure')
    expect(run?.summary).toContain('counts once it is merged')
  })

  test('a broken one hurts nobody', async () => {
    const { run } = await opened({}, { '.lorelint.yml': 'rules: [\n' })
    expect(run?.conclusion).toBe('neutral')
  })
})

describe('a config that cannot be used', () => {
  for (const [name, files, why] of [
    [
      'an unknown key',
      { '.lorelint.yml': 'fail-on: error\nrulse: {}\n' },
      '.lorelint.yml:2:1: unknown key "rulse"; did you mean "rules"?',
    ],
    [
      'a rule that is not there',
      { '.github/lorelint.yml': 'rules:\n  lamb: { off: true }\n' },
      '.github/lorelint.yml:2:3: no rule or pack "lamb"; did you mean "lamp"?',
    ],
    ['no YAML', { '.lorelint.yml': 'rules: { lamp: { off: true }\n' }, '.lorelint.yml:2:1: '],
    [
      'too much of it',
      { '.lorelint.yml': `# ${'x'.repeat(98)}\n`.repeat(700) },
      '.lorelint.yml:1:1: the config is larger than 64 KiB; it was not read',
    ],
    [
      'two of them',
      { '.lorelint.yml': '', '.github/lorelint.yml': '' },
      'the base holds .lorelint.yml and .github/lorelint.yml; keep one of them',
    ],
    [
      'a baseline that is not there',
      { '.lorelint.yml': 'baseline: known.json\n' },
      'cannot read the baseline known.json: the base has no such file',
    ],
    [
      'a baseline that is none',
      { '.lorelint.yml': 'baseline: README\n' },
      'cannot read the baseline README: it is no JSON',
    ],
    [
      'a way out of the repository',
      { '.lorelint.yml': 'baseline: ../../secrets\n' },
      '.lorelint.yml:1:11: baseline: expected a path below',
    ],
  ] as const)
    test(`${name}: the check run says so, and nothing is judged`, async () => {
      const { comments, run, app } = await opened(files)
      expect(comments).toBe('')
      expect(run).toMatchObject({
        status: 'completed',
        conclusion: 'action_required',
        title: 'The patches could not be judged',
      })
      expect(run?.summary).toContain(`The config of the base (${base()}) cannot be used`)
      expect(run?.summary).toContain(why)
      expect(app.log.join('\n')).toContain(`the config of ${base()} is refused`)
    })

  test('text of a config can neither mention nor format', async () => {
    const { run } = await opened({ '.lorelint.yml': '"```@everyone": 1\n' })
    expect(run?.summary).toMatch(/\n````\n.*```@everyone.*\n````$/s)
  })

  test('mended, the next delivery judges', async () => {
    const { app } = await opened({ '.lorelint.yml': 'rulse: {}\n' })
    const files = { '.lorelint.yml': '' }
    hub.repository.commit({ branch: 'master', message: 'x: mend\n', files })
    await app.receive('reopened')
    await app.queue.idle()
    expect(said().comments).toContain(SAID)
    expect(said().run?.conclusion).toBe('neutral')
  })

  test('GitHub does not answer: nothing is judged, and nothing is remembered', async () => {
    for (let i = 0; i < 4; i++) hub.fake.state.refusals.push(['GET', '/contents/', 502])
    const { app, run } = await opened({ '.lorelint.yml': 'rules: { lamp: { off: true } }\n' })
    expect(run).toMatchObject({ conclusion: 'action_required' })
    expect(run?.summary).toContain('lorelint failed before it was done')
    await app.receive()
    await app.queue.idle()
    expect(said().run?.conclusion).toBe('success')
  })
})

test('a commit that was asked before is not asked again', async () => {
  const { app, files } = await opened({ '.lorelint.yml': 'fail-on: warning\n' })
  hub.repository.commit({ branch: 'topic', message: 'x: more\n', files: { README: 'more\n' } })
  await app.receive('synchronize')
  await app.queue.idle()
  expect(files).toHaveLength(2)
  expect(said().files).toHaveLength(2)
  expect(said().runs.map(({ conclusion }) => conclusion)).toEqual(['failure', 'failure'])
})
