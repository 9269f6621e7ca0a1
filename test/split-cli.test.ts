import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { build, lorelint } from './built-cli.ts'
import { runGit } from './git.ts'
import { am, body, commit, functions, longer, patchOf, repository } from './split-repository.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

const seed = fileURLToPath(new URL('../../shared/corpus/seed/', import.meta.url))

describe('lorelint split', () => {
  beforeAll(build)

  test.runIf(existsSync(seed))(
    'the patch this project grew from: PMCEID1 apart, and the same tree',
    () => {
      const dir = mkdtempSync(join(tmpdir(), 'lorelint-split-'))
      cpSync(`${seed}tree`, dir, { recursive: true, mode: 0 })
      runGit(dir, ['init', '-q', '-b', 'main'])
      commit(dir, 'the files before v1')
      const out = join(dir, '.git', 'parts')
      const ran = lorelint(['split', `${seed}v1.eml`, '--output', out, '--tree', dir])
      expect(ran.err).toBe('')
      expect(ran.code).toBe(0)
      const names = readdirSync(out).toSorted()
      expect(names).toEqual([
        '0001-KVM-arm64-Change-compute_pmceid1.patch',
        '0002-KVM-arm64-Expose-PMMIR_EL1.SLOTS-to-guests.patch',
      ])
      const whole = am(dir, [readFileSync(`${seed}v1.eml`, 'utf8')])
      expect(
        am(
          dir,
          names.map((name) => readFileSync(join(out, name), 'utf8')),
        ),
      ).toBe(whole)
      expect(lorelint(['split', `${seed}v1.eml`, '--output', out]).err).toContain('cannot write')
    },
  )

  test('--plan writes nothing; a patch that is one change has exit code 1', () => {
    const dir = repository({ 'net/foo.c': functions(body) })
    const two = patchOf(dir, {
      'net/foo.c': functions((name) => (/alpha|delta/.test(name) ? longer(name) : body(name))),
    })
    const plan = lorelint(['split', '-', '--plan'], { stdin: two.mail, cwd: dir })
    expect(plan.code).toBe(0)
    expect(plan.out).toContain('2/2 net: foo: Change delta_run()\n    net/foo.c:32\n')
    expect(readdirSync(dir).toSorted()).toEqual(['.git', 'net'])
    const one = patchOf(dir, {
      'net/foo.c': functions((name) => (name === 'alpha' ? longer(name) : body(name))),
    })
    const none = lorelint(['split', '-'], { stdin: one.mail, cwd: dir })
    expect(none.code).toBe(1)
    expect(none.err).toContain('hang together')
  })

  test('several patches, and a damaged one, are refused', () => {
    const dir = repository({ 'net/foo.c': functions(body) })
    const { mail } = patchOf(dir, { 'net/foo.c': functions(longer) })
    expect(
      lorelint(['split', '-'], { stdin: mail + mail.replace('two things', 'three'), cwd: dir })
        .code,
    ).toBe(2)
    const damaged = lorelint(['split', '-'], { cwd: dir, stdin: mail.replace(/^ \t.*\n/m, '') })
    expect([damaged.code, damaged.err]).toEqual([2, expect.stringContaining('damaged')])
  })
})
