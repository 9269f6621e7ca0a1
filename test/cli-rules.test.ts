import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { build, lorelint } from './built-cli.ts'
import { brokenRules, file, fixture, root, v1 } from './cli-files.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 180_000 })

beforeAll(build)

describe('rules, try and explain', () => {
  test('rules lists each with its severity', () => {
    const { code, out, err } = lorelint(['rules'])
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^kvm-arm64\/undef-at-el0 +warning +EL0 permission check/m)
    expect(out.trimEnd().split('\n').length).toBeGreaterThanOrEqual(5)
  })

  test('rules ID shows why, when and what it says', () => {
    const { code, out } = lorelint(['rules', 'kvm-arm64/undef-at-el0'])
    expect(code).toBe(0)
    for (const part of ['dead code', '$HANDLER is-unreachable-from EL0', "We don't need"])
      expect(out).toContain(part)
    expect(lorelint(['rules', 'kvm-arm64/nothing'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('"kvm-arm64/nothing"'),
    })
  })

  test('try says ok for examples that hold, and what is Noisy or Missing in others', () => {
    const path = 'rules/kvm-arm64/undef-at-el0.md'
    const good = lorelint(['try', path])
    expect(good.code).toBe(0)
    expect(good.out.match(/^ok /gm)?.length).toBeGreaterThanOrEqual(4)
    const text = readFileSync(root + path, 'utf8')
    const [, examples = ''] = text.split('## Examples')
    const changed = examples.replace("We don't need this check", 'We do need this check')
    const bad = file('kvm-arm64/changed.md', text.replace(examples, changed))
    const { code, out } = lorelint(['try', bad])
    expect(code).toBe(1)
    expect(out).toMatch(/FAILED .*changed\.md:\d+: /)
    expect(out).toContain('Noisy, under "+\tif (pmu_access_el0_disabled(vcpu))"')
    expect(out).toContain('Missing, under "+\tif (pmu_access_el0_disabled(vcpu))"')
  })

  test('try fails on a file that is no rule', () => {
    const { code, err } = lorelint(['try', join(brokenRules(), 'broken/x.md')])
    expect(code).toBe(2)
    expect(err).toMatch(/x\.md:2: unknown key/)
  })

  test('explain shows the evidence of each condition, or the first that failed', () => {
    const yes = lorelint(['explain', 'kvm-arm64/undef-at-el0', v1])
    expect(yes.code).toBe(0)
    expect(yes.out).toMatch(/yes +\$HANDLER is-unreachable-from EL0: PMMIR_EL1: op1 = 0/)
    expect(yes.out).toMatch(/=> speaks/)
    const no = lorelint([
      'explain',
      'kvm-arm64/undef-at-el0',
      fixture('handler-shared-with-an-el0-register'),
    ])
    expect(no.out).toMatch(/no +\$HANDLER is-unreachable-from EL0: PMSELR_EL0 can be named at EL0/)
    expect(no.out).toMatch(/=> silent/)
    const unknown = lorelint([
      'explain',
      'stable/not-a-bugfix',
      fixture('device-id-for-stable-is-fine'),
    ])
    expect(unknown.out).toMatch(/unknown +not patch is-a fix: Device ID: device ids/i)
  })

  test('explain needs a rule and a patch', () => {
    expect(lorelint(['explain', 'kvm/nothing', v1]).code).toBe(2)
    expect(lorelint(['explain', 'stable/not-a-bugfix', fixture('no-patch-at-all')])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no patch'),
    })
  })
})
