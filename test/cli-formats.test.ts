import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { build, lorelint } from './built-cli.ts'
import { dir, jsonOf, rename, root, v1, v2 } from './cli-files.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 180_000 })

beforeAll(build)

describe('formats', () => {
  test('text is what comes without --format, in the order of the mail', () => {
    const { out } = lorelint([v1])
    const places = ['Cc: stable', 'pmu-emul.c:854', 'sys_regs.c:1378', 'sys_regs.c:1384']
    const at = places.map((place) => out.indexOf(place))
    expect(at.every((offset) => offset >= 0)).toBe(true)
    expect(at).toEqual(at.toSorted((a, b) => a - b))
  })

  test('json is one document, and only that', () => {
    const { out, err } = lorelint([v1, '--format', 'json'])
    const { series } = jsonOf(out)
    expect(series.flatMap(({ comments }) => comments.map(({ rule }) => rule))).toContain(
      'kvm-arm64/undef-at-el0',
    )
    expect(err).toBe('')
  })

  test('sarif says that the run went through', () => {
    const { out } = lorelint([v1, '--format', 'sarif'])
    const { runs } = sarifOf(out)
    expect(runs.map((run) => run.invocations)).toEqual([
      [expect.objectContaining({ executionSuccessful: true })],
    ])
    expect(runs[0]?.results.map(({ ruleId }) => ruleId)).toContain('kvm-arm64/undef-at-el0')
  })

  test('github lines are workflow commands', () => {
    const lines = lorelint([v1, '--format', 'github']).out.trimEnd().split('\n')
    expect(lines.pop()).toMatch(/^1 patch: /)
    expect(lines.every((line) => /^::(?:error|warning|notice) .*::/.test(line))).toBe(true)
    expect(lines.some((line) => line.includes('file=arch/arm64/kvm/sys_regs.c,line=1378'))).toBe(
      true,
    )
  })

  test('a mail draft is a mail to git', () => {
    const { out, err } = lorelint([v1, '--format', 'mail', '--from', 'Robin <robin@example.org>'])
    expect(err).toBe('')
    expect(out).not.toMatch(/\r/)
    const info = spawnSync('git', ['mailinfo', 'msg', 'patch'], { cwd: dir, input: out })
    expect(info.stdout.toString()).toBe(
      'Author: Robin\nEmail: robin@example.org\nSubject: KVM: arm64: Let guests read PMMIR_EL1.SLOTS\n\n',
    )
    const msg = readFileSync(join(dir, 'msg'), 'utf8')
    expect(msg).toContain("We don't need this check")
    expect(out).toContain('In-Reply-To: <20260302081500.11-1-jvale@example.org>\n')
  })

  test('nothing to say is no draft', () => {
    expect(lorelint([v2, '--format', 'mail'])).toEqual({ code: 0, out: '', err: '' })
  })

  test('each --output takes its --format, and a first one without goes to stdout', () => {
    const [sarif, json] = [join(dir, 'a.sarif'), join(dir, 'a.json')]
    const formats = ['--format', 'github', '--format', 'sarif', '--format', 'json']
    const { code, out, err } = lorelint([v1, ...formats, '--output', sarif, '--output', json])
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^::/)
    expect(readFileSync(sarif, 'utf8')).toBe(lorelint([v1, '--format', 'sarif']).out)
    expect(readFileSync(json, 'utf8')).toBe(lorelint([v1, '--format', 'json']).out)
  })

  test('--output alone takes the text', () => {
    const path = join(dir, 'a.txt')
    expect(lorelint([v1, '--output', path])).toEqual({ code: 0, out: '', err: '' })
    expect(readFileSync(path, 'utf8')).toBe(lorelint([v1]).out)
  })

  test('a run that could not finish leaves no report that looks clean', () => {
    const path = join(dir, 'never.sarif')
    const { code } = lorelint([v1, 'nowhere.mbox', '--format', 'sarif', '--output', path])
    expect(code).toBe(2)
    if (existsSync(path))
      expect(sarifOf(readFileSync(path, 'utf8')).runs[0]?.invocations).toEqual([
        expect.objectContaining({ executionSuccessful: false }),
      ])
  })
})

interface Sarif {
  readonly runs: readonly {
    readonly invocations: readonly unknown[]
    readonly results: readonly { readonly ruleId: string }[]
  }[]
}

describe('what reaches the terminal', () => {
  const escape = String.fromCodePoint(0x1b)

  test('no colour in a pipe, even when the environment wants some', () => {
    expect(lorelint([v1]).out).not.toContain(escape)
    expect(lorelint([v1], { env: { FORCE_COLOR: '1' } }).out).not.toContain(escape)
    expect(lorelint([v1], { env: { CI: 'true', TERM: 'xterm-256color' } }).out).not.toContain(
      escape,
    )
  })

  test('control and direction characters of a mail are shown, not sent', () => {
    const override = String.fromCodePoint(0x202e)
    const words = Buffer.from(`${escape}]0;gone${escape}[2J${override}x`).toString('base64')
    const hostile = readFileSync(root + rename, 'utf8')
      .replace(/^Subject: .*$/m, `Subject: [PATCH] hwmon: =?UTF-8?B?${words}?= Rename macros`)
      .replace('more readable', `more ${escape}[31mreadable${override}`)
    for (const format of ['text', 'github', 'mail', 'json', 'sarif']) {
      const { out } = lorelint(['--format', format], { stdin: hostile })
      expect(out, format).toContain('stable')
      // oxlint-disable-next-line no-control-regex -- these are what must not be there
      expect(out, format).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
      // A draft quotes the author's text as it was.
      if (format !== 'mail') expect(out, format).not.toMatch(/[\u202a-\u202e]/)
    }
    expect(lorelint([], { stdin: hostile }).out).toContain('[2J')
  })
})

function sarifOf(text: string): Sarif {
  const log: Sarif = JSON.parse(text)
  return log
}
