import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { build, lorelint, type Ran } from './built-cli.ts'
import { writeFiles } from './git.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 180_000 })
beforeAll(build)

const root = fileURLToPath(new URL('../', import.meta.url))
const v1 = `${root}mbox-fixtures/pmmir-exposed-to-guests-v1.mbox`

/** A repository with these files; its `deep/er` folder is there, too. */
function repository(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'lorelint-config-'))
  execFileSync('git', ['init', '-q', dir])
  writeFiles(dir, { 'deep/er/x': '', ...files })
  return dir
}

interface Json {
  readonly series: readonly {
    readonly comments: readonly {
      readonly rule: string
      readonly severity: string
      readonly muted: string | null
    }[]
  }[]
}

function mutedIn({ out, err }: Ran): readonly string[] {
  expect(err).toBe('')
  const parsed: Json = JSON.parse(out)
  const comments = parsed.series.flatMap((one) => one.comments)
  return comments.map(({ rule, severity, muted }) => `${rule} ${severity} ${muted ?? 'said'}`)
}

describe('the command line and a config', () => {
  const config =
    'rules:\n  stable: { off: true }\n  kvm: { files: [drivers/] }\n  process: { severity: error }\n'
  const muted = [
    'stable/not-a-bugfix warning .lorelint.yml: off',
    'process/one-change-per-patch error said',
    'kvm/guest-visible-change-needs-opt-in warning .lorelint.yml: files',
    'kvm-arm64/undef-at-el0 warning said',
    'kvm/guest-visible-change-needs-opt-in warning .lorelint.yml: files',
    'kvm/userspace-restores-old-value warning .lorelint.yml: files',
  ]

  test('it is found upward, and its severities reach the exit code', () => {
    const cwd = join(repository({ '.lorelint.yml': config }), 'deep/er')
    const ran = lorelint([v1, '--format', 'json'], { cwd })
    expect(mutedIn(ran)).toEqual(muted)
    expect(ran.code).toBe(1)
    expect(lorelint([v1], { cwd }).out).toMatch(/1 patch: 1 error, 1 warning \(4 muted\)\n$/)
    expect(lorelint(['rules'], { cwd }).out).toMatch(/^stable\/not-a.* \(off: \.lorelint\.yml\)$/m)
  })

  test('in .github, from --repo, and by --config', () => {
    const repo = repository({ '.github/lorelint.yml': config })
    const named = muted.map((line) => line.replace('.lorelint.yml', '.github/lorelint.yml'))
    expect(mutedIn(lorelint([v1, '--format', 'json'], { cwd: repo }))).toEqual(named)
    expect(mutedIn(lorelint([v1, '--format', 'json', '--repo', repo]))).toEqual(named)
    const file = '.github/lorelint.yml'
    const given = lorelint([v1, '--format', 'json', '--config', file], { cwd: repo })
    expect(mutedIn(given)).toEqual(named)
  })

  test('--no-config and other flags win', () => {
    const cwd = repository({ '.lorelint.yml': `${config}fail-on: note\n` })
    expect(lorelint([v1], { cwd }).code).toBe(1)
    expect(lorelint([v1, '--fail-on', 'never'], { cwd }).code).toBe(0)
    expect(mutedIn(lorelint([v1, '--format', 'json', '--no-config'], { cwd }))).toContain(
      'stable/not-a-bugfix warning said',
    )
  })

  test('what lies above the repository is about something else', () => {
    const outer = repository({ '.lorelint.yml': 'broken' })
    execFileSync('git', ['init', '-q', join(outer, 'deep')])
    expect(lorelint([v1], { cwd: join(outer, 'deep/er') }).code).toBe(0)
  })

  test('its rule folders come under those of --rules, and its nursery rules speak', () => {
    const rule = (comment: string): string =>
      `---\nsource: https://example.org\n---\n# X\n\nWhy.\n\n## Match\n\n\`\`\`diff\nSubject: /Let guests/\n\`\`\`\n\n## Comment\n\n\`\`\`text\n${comment}\n\`\`\`\n`
    const pack = '---\nowner: A Maintainer <m@example.org>\n---\n# Mine\n\nFor tests.\n'
    const cwd = repository({
      '.lorelint.yml':
        'rule-folders: [tools]\nnursery: true\nrules: { mine: { severity: note } }\n',
      'tools/mine/PACK.md': pack,
      'tools/mine/x.md': rule('Of the config.'),
      'over/mine/x.md': rule('Of the command line.'),
    })
    expect(lorelint([v1], { cwd }).out).toContain('Of the config.')
    expect(lorelint([v1, '--rules', 'over'], { cwd }).out).toContain('Of the command line.')
    expect(lorelint([v1, '--no-nursery'], { cwd }).out).not.toContain('Of the')
    expect(lorelint(['rules', 'mine/x'], { cwd: join(cwd, 'deep') }).out).toContain(
      'owner: A Maintainer',
    )
  })

  test('a broken one stops the run, and is named as seen from here', () => {
    const cwd = repository({ '.lorelint.yml': 'rules:\n  kvm:\n    ofl: true\n' })
    for (const args of [[v1], ['rules'], ['explain', 'kvm/x', v1]])
      expect(lorelint(args, { cwd })).toEqual({
        code: 2,
        out: '',
        err: 'lorelint: the config is broken:\n.lorelint.yml:3:5: unknown key "ofl"; did you mean "off"?\n',
      })
    expect(lorelint([v1], { cwd: join(cwd, 'deep') }).err).toContain('\n../.lorelint.yml:3:5: ')
  })

  test('two of them, one that is not there, and one that is no file', () => {
    const cwd = repository({ '.lorelint.yml': '', '.github/lorelint.yml': '' })
    expect(lorelint([v1], { cwd }).err).toContain(
      '.lorelint.yml and .github/lorelint.yml; keep one',
    )
    expect(lorelint([v1, '--config', 'nowhere.yml'], { cwd }).err).toContain(
      'nowhere.yml: there is no such',
    )
    expect(lorelint([v1, '--config', 'deep'], { cwd }).err).toContain('deep: it is no file')
  })

  test('without a config no YAML is read', () => {
    const cwd = repository({})
    const script = join(cwd, 'deep/refuse.mjs')
    writeFileSync(
      script,
      `import { register } from 'node:module'\nregister('data:text/javascript,' + encodeURIComponent(\`export async function resolve(name, context, next) { if (name === 'yaml') throw new Error('yaml was loaded'); return next(name, context) }\`))\n`,
    )
    expect(lorelint([v1], { cwd, node: ['--import', script] }).code).toBe(0)
    writeFileSync(join(cwd, '.lorelint.yml'), '')
    expect(lorelint([v1], { cwd, node: ['--import', script] }).err).toContain('yaml was loaded')
  })
})
