import { describe, expect, test } from 'vitest'
import { configOn, type Files, SAID } from './fake-github/config.ts'
import { pullRequestOnGitHub } from './fake-github/pull-request.ts'
import { bugRule, LAMP_PACK } from './measure-mails.ts'

const hub = pullRequestOnGitHub()
const { opened, said, base } = configOn(hub)

const OWN = 'Is the lamp worth the machine?'
const rule = bugRule('speaks: always\n').replace(
  'Must BUG_ON() take the whole machine down here?',
  OWN,
)
const CONFIG = { '.lorelint.yml': 'rule-folders: [./tools/ours/]\n' }
const RULES: Files = {
  'tools/ours/hall/PACK.md': LAMP_PACK,
  'tools/ours/hall/no-bug-on.md': rule,
  'tools/ours/lists/words.txt': '# Words.\nlamp\n',
  'tools/ours/hall/a/b/c/deep.md': 'nobody reads this',
  'tools/ours/Makefile': 'all:\n',
}

describe('rules of the base', () => {
  test('speak beside those that are served', async () => {
    const { comments, run } = await opened({ ...RULES, ...CONFIG })
    expect(comments).toContain(SAID)
    expect(comments).toContain(OWN)
    expect(run?.conclusion).toBe('neutral')
  })

  test('may be one pack, may be nursery, and may be muted', async () => {
    const pack = {
      'hall/PACK.md': LAMP_PACK,
      'hall/no-bug-on.md': rule.replace('speaks: always', 'maturity: nursery'),
    }
    const config = 'rule-folders: [hall]\nnursery: true\nrules: { lamp: { off: true } }\n'
    const { comments } = await opened({ ...pack, '.lorelint.yml': config })
    expect(comments).toContain(OWN)
    expect(comments).not.toContain(SAID)
  })

  test('are not those of the head', async () => {
    const head = { 'tools/ours/hall/no-bug-on.md': rule.replace('BUG_ON($X)', 'BUG($X)') }
    const { comments, run } = await opened({ ...RULES, ...CONFIG }, head)
    expect(comments).toContain(OWN)
    expect(run?.summary).toContain(
      'What this pull request changes in tools/ours/hall/no-bug-on.md counts once it is merged.',
    )
  })

  test('are read once: a new base that leaves them alone costs no request for them', async () => {
    const { app, files } = await opened({ ...RULES, ...CONFIG })
    const rules = files.filter((file) => file.startsWith('contents/tools'))
    expect(rules.map(decodeURIComponent).toSorted()).toEqual([
      'contents/tools/ours/hall/PACK.md',
      'contents/tools/ours/hall/no-bug-on.md',
      'contents/tools/ours/lists/words.txt',
    ])
    const more = { README: 'more\n' }
    hub.repository.commit({ branch: 'master', message: 'x: more\n', files: more })
    hub.repository.commit({ branch: 'topic', message: 'x: new head\n', files: more })
    await app.receive('synchronize')
    await app.queue.idle()
    expect(said().runs).toHaveLength(2)
    expect(
      said()
        .files.slice(files.length)
        .every((file) => !file.startsWith('contents/tools')),
    ).toBe(true)
  })
})

describe('rules that cannot be used are told, and nothing is judged', () => {
  const many = Object.fromEntries(
    Array.from({ length: 201 }, (_, at) => [`tools/ours/hall/rule${at}.md`, rule]),
  )
  for (const [name, files, why] of [
    ['a folder that is not there', {}, 'there is no such folder'],
    ['one without rules', { 'tools/ours/Makefile': 'all:\n' }, 'it holds no rules'],
    [
      'a broken rule',
      { ...RULES, 'tools/ours/hall/no-bug-on.md': rule.replace('severity', 'serverity') },
      'ours/hall/no-bug-on.md:2: unknown key',
    ],
    [
      'a match that cannot be run',
      { ...RULES, 'tools/ours/hall/no-bug-on.md': rule.replace('BUG_ON($X);', 'BUG_ON((;') },
      'ours/hall/no-bug-on.md:',
    ],
    [
      'a stray rule',
      { ...RULES, 'tools/ours/stray.md': rule },
      'cannot read rules: ours/stray.md is no <pack>/<rule>.md',
    ],
    [
      'a name that leads elsewhere',
      { ...RULES, 'tools/ours/hall/b\\c.md': rule },
      'has a name that is not read here',
    ],
    ['too many', { ...RULES, ...many }, 'it holds more than 200 files'],
    [
      'too much',
      { ...RULES, 'tools/ours/tables/t.tsv': 'a\tb\n'.repeat(1_200_000) },
      'its files are larger than 4 MiB',
    ],
  ] as const)
    test(name, async () => {
      const { comments, run } = await opened({ ...files, ...CONFIG })
      expect(comments).toBe('')
      expect(run?.conclusion).toBe('action_required')
      expect(run?.summary).toContain(`The config of the base (${base()}) cannot be used`)
      expect(run?.summary).toContain(why)
      expect(run?.summary).not.toContain('lorelint-base-')
    })
})
