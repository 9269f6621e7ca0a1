import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { build, lorelint, type Ran } from './built-cli.ts'
import { runGit, writeFiles } from './git.ts'
import { bugRule, LAMP_PACK } from './measure-mails.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 })
beforeAll(build)

const LAMP = 'int lamp_read(int channel)\n{\n\tint ret;\n\n\treturn lamp_select(channel);\n}\n'

/** A pull request: the base has these files, the head these changes, and a patch the rule lamp/no-bug-on speaks about. */
function pull(base: Readonly<Record<string, string>>, head: Readonly<Record<string, string>>) {
  const repo = mkdtempSync(join(tmpdir(), 'lorelint-pull-'))
  const git = (...args: readonly string[]): string => runGit(repo, args).trim()
  const commit = (files: Readonly<Record<string, string>>, subject: string): string => {
    writeFiles(repo, files)
    git('add', '-A')
    git('commit', '-q', '-m', `${subject}\n\nWhy it is so.\n\nSigned-off-by: A <a@example.org>`)
    return git('rev-parse', 'HEAD')
  }
  git('init', '-q')
  const first = commit({ 'drivers/lamp.c': LAMP, ...base }, 'lamp: start')
  const bad = LAMP.replace('int ret;\n', 'int ret;\n\tBUG_ON(channel > 3);\n')
  const last = commit({ 'drivers/lamp.c': bad, ...head }, 'lamp: check the channel')
  return { repo, base: first, range: `${first}..${last}` }
}

const RULES = {
  'ours/lamp/PACK.md': LAMP_PACK,
  'ours/lamp/no-bug-on.md': bugRule('speaks: always\n'),
}
const CONFIG = 'rule-folders: [ours]\n'
const OFF = `${CONFIG}rules:\n  lamp: { off: true }\n`

function run({ repo, base, range }: ReturnType<typeof pull>, ...more: readonly string[]): Ran {
  return lorelint([range, '--repo', repo, '--config-from', base, '--only', 'lamp', ...more])
}

/** A baseline of what the rule says about such a pull request. */
function knownBaseline(): string {
  const { repo, range } = pull({ ...RULES, '.lorelint.yml': CONFIG }, {})
  const baseline = join(repo, 'known.json')
  const update = ['--update-baseline', '--baseline', baseline]
  lorelint([range, '--repo', repo, '--only', 'lamp', ...update])
  return readFileSync(baseline, 'utf8')
}

describe('the config of the commit that a pull request starts from', () => {
  test('the pull request cannot mute itself', () => {
    const asked = pull({ ...RULES, '.lorelint.yml': CONFIG }, { '.lorelint.yml': OFF })
    const ran = run(asked)
    expect(ran.out).toContain('Must BUG_ON() take the whole machine down here?')
    expect(ran.out).not.toContain('muted')
    expect(ran.err).toContain(
      `.lorelint.yml of ${asked.base} holds; that of the checkout differs, and is not read`,
    )
  })

  test('nor change the rules, nor add a baseline', () => {
    const asked = pull(
      { ...RULES, '.lorelint.yml': CONFIG },
      {
        'ours/lamp/no-bug-on.md': bugRule('speaks: always\n').replace('BUG_ON($X)', 'BUG($X)'),
        'known.json': knownBaseline(),
        '.lorelint.yml': `${CONFIG}baseline: known.json\n`,
      },
    )
    expect(run(asked).out).toContain('Must BUG_ON() take the whole machine down here?')
  })

  test('what the base mutes is muted: rules, and a baseline of the base', () => {
    expect(run(pull({ ...RULES, '.lorelint.yml': OFF }, {}))).toMatchObject({
      code: 0,
      out: expect.stringContaining('(1 muted)'),
      err: '',
    })
    const asked = pull(
      {
        ...RULES,
        'known.json': knownBaseline(),
        '.lorelint.yml': `${CONFIG}baseline: known.json\n`,
      },
      {},
    )
    expect(run(asked).out).toContain('(1 muted)')
  })

  test('a config that comes with the pull request is none yet', () => {
    const asked = pull(RULES, { '.lorelint.yml': OFF })
    const ran = run(asked, '--rules', join(asked.repo, 'ours'))
    expect(ran.out).toContain('Must BUG_ON()')
    expect(ran.err).toContain(
      `${asked.base} has no config; .lorelint.yml of the checkout is not read`,
    )
  })

  test('a link is no config, and leads nowhere', () => {
    const asked = pull(RULES, {})
    symlinkSync('/etc/passwd', join(asked.repo, '.lorelint.yml'))
    runGit(asked.repo, ['add', '-A'])
    runGit(asked.repo, ['commit', '-q', '-m', 'x: y'])
    const ran = run({ ...asked, base: 'HEAD' }, '--rules', join(asked.repo, 'ours'))
    expect(ran.out).toContain('Must BUG_ON()')
    expect(ran.err).not.toContain('root:')
  })

  test('nothing is left behind', () => {
    const before = readdirSync(tmpdir()).filter((name) =>
      name.startsWith('lorelint-config-'),
    ).length
    const asked = pull({ ...RULES, '.lorelint.yml': CONFIG }, {})
    run(asked)
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith('lorelint-config-')).length
    expect(after).toBeLessThanOrEqual(before)
    rmSync(asked.repo, { recursive: true })
  })

  test('what cannot be', () => {
    const asked = pull({ ...RULES, '.lorelint.yml': 'rule-folders: [gone]\n' }, {})
    expect(run(asked).err).toContain(`cannot read gone of ${asked.base}: it is not there`)
    expect(run({ ...asked, base: 'nothing' }).err).toContain('cannot read the config of nothing')
    expect(run({ ...asked, base: '--all' }).err).toContain('cannot read the config of --all')
    expect(run(asked, '--no-config').err).toContain('--config-from')
    expect(run(asked, '--update-baseline').err).toContain('--baseline')
  })
})

test('the action reads the config of the base', () => {
  const action = readFileSync(fileURLToPath(new URL('../action.yml', import.meta.url)), 'utf8')
  expect(action).toContain('--config-from "$BASE"')
})
