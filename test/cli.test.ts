import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { build, lorelint, type Ran } from './built-cli.ts'
import { brokenRules, dir, file, fixture, jsonOf, rename, root, v1, v2 } from './cli-files.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 180_000 })

beforeAll(build)

describe('exit codes', () => {
  const check = (
    name: string,
    args: readonly string[],
    expected: { readonly code: number; readonly err: RegExp | '' },
    stdin = '',
  ) => {
    test(name, () => {
      const { code, err } = lorelint(args, { stdin })
      expect({ code, err }).toEqual({
        code: expected.code,
        err: expected.err === '' ? '' : expect.stringMatching(expected.err),
      })
      expect(err).not.toMatch(/^\s+at .*:\d+:\d+/m)
    })
  }

  check('nothing to say', [v2], { code: 0, err: '' })
  check('warnings do not fail by default', [v1], { code: 0, err: '' })
  check('warnings fail when asked', [v1, '--fail-on', 'warning'], { code: 1, err: '' })
  check('warnings are no errors', [v1, '--fail-on', 'error'], { code: 0, err: '' })
  check('never means never', [v1, '--fail-on', 'never'], { code: 0, err: '' })
  check('a rule that is skipped cannot fail', [rename, '--skip', 'stable', '--fail-on', 'note'], {
    code: 0,
    err: '',
  })
  check('a file that is not there', ['nowhere.mbox'], { code: 2, err: /nowhere\.mbox/ })
  check('one of two files is not there', [v2, 'nowhere.mbox'], { code: 2, err: /nowhere\.mbox/ })
  check('an empty input', [], { code: 2, err: /no patch in 0 mails/ })
  check('a mail without patch', [fixture('no-patch-at-all')], {
    code: 2,
    err: /no patch in 1 mail: nothing was judged/,
  })
  check('a rule there is not', [v1, '--only', 'kvm/nothing'], { code: 2, err: /"kvm\/nothing"/ })
  check('a format there is not', [v1, '--format', 'xml'], { code: 2, err: /xml.*sarif/s })
  check('an option there is not', [v1, '--frobnicate'], { code: 2, err: /--frobnicate/ })
  check('a level there is not', [v1, '--fail-on', 'all'], { code: 2, err: /all/ })
  check('a tree that is not there', [v1, '--tree', '/nowhere/linux'], {
    code: 2,
    err: /\/nowhere\/linux/,
  })
  check('a rules folder that is not there', [v1, '--rules', '/nowhere/rules'], {
    code: 2,
    err: /\/nowhere\/rules/,
  })
  check('a rule that is broken', [v1, '--rules', brokenRules()], {
    code: 2,
    err: /rules\/broken\/x\.md:2: unknown key "severety"; did you mean "severity"\?/,
  })
  check('a Message-ID, until fetching is built', ['20260302081500.11-1-jvale@example.org'], {
    code: 2,
    err: /save the thread as mbox/,
  })
  check(
    'an output more than there are formats',
    [v1, '--format', 'json', '--output', join(dir, 'b'), '--output', join(dir, 'c')],
    { code: 2, err: /--output/ },
  )
  check('an output that cannot be written', [v1, '--output', '/nowhere/out'], {
    code: 2,
    err: /\/nowhere\/out/,
  })
})

test('--version says the version of the package', () => {
  const [, version] = /"version": "(.*)"/.exec(readFileSync(`${root}package.json`, 'utf8')) ?? []
  expect(lorelint(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' })
})

test('--help names every command and the exit codes', () => {
  const { code, out } = lorelint(['--help'])
  expect(code).toBe(0)
  for (const word of ['lint', 'parse', 'rules', 'try', 'explain', 'serve', 'Exit codes'])
    expect(out).toContain(word)
})

test('--version and --help load neither parser, mail reader nor app', () => {
  const log = join(dir, 'loaded')
  const hooks = file(
    'hooks.mjs',
    `import { appendFileSync } from 'node:fs'
export async function resolve(name, context, next) {
  const found = await next(name, context)
  appendFileSync(${JSON.stringify(log)}, found.url + '\\n')
  return found
}`,
  )
  const start = file(
    'start.mjs',
    `import { register } from 'node:module'\nregister(${JSON.stringify(hooks)}, 'file:///')`,
  )
  const loadedBy = (...args: readonly string[]): string => {
    writeFileSync(log, '')
    expect(lorelint(args, { node: ['--import', start] }).code).toBe(0)
    return readFileSync(log, 'utf8')
  }
  const heavy = /node_modules\/(?:tree-sitter|mailparser|probot|@octokit|@zone-eu)/
  expect(loadedBy('--version')).toMatch(/commander/)
  expect(loadedBy('--version')).not.toMatch(heavy)
  expect(loadedBy('--help')).not.toMatch(heavy)
  expect(loadedBy('rules')).not.toMatch(/node_modules\/(?:probot|@octokit)/)
  expect(loadedBy(v2)).toMatch(heavy)
  expect(loadedBy(v2)).not.toMatch(/node_modules\/(?:probot|@octokit)/)
})

describe('input', () => {
  const mbox = readFileSync(root + v1)

  test('a pipe, a dash and a file give the same bytes', () => {
    const { out } = lorelint([v1, '--format', 'json'])
    expect(lorelint(['--format', 'json'], { stdin: mbox }).out).toBe(out)
    expect(lorelint(['-', '--format', 'json'], { stdin: mbox }).out).toBe(out)
    expect(lorelint(['lint', v1, '--format', 'json']).out).toBe(out)
  })

  test('several inputs are one run', () => {
    const { out } = lorelint([v2, rename, '--format', 'json'])
    expect(jsonOf(out).summary).toMatchObject({ messages: 5, series: 2, patches: 4 })
  })

  test('a folder of patch files is an input', () => {
    file('patches/0001-a.patch', mbox.toString())
    const { out } = lorelint([join(dir, 'patches'), '--format', 'json'])
    expect(jsonOf(out).summary).toMatchObject({ series: 1, patches: 1 })
  })

  test('any bytes are an input, and none of them is clean', () => {
    const noise = Uint8Array.from({ length: 50_000 }, (_, i) => (i * 7919 + (i >> 3)) % 256)
    const { code, err } = lorelint([], { stdin: noise })
    expect(code).toBe(2)
    expect(err).toMatch(/^lorelint: no patch in/)
  })
})

describe('--only and --skip', () => {
  const rulesOf = ({ out }: Ran): readonly string[] => [
    ...new Set(jsonOf(out).series.flatMap((one) => one.comments.map(({ rule }) => rule))),
  ]

  test('a rule by its id, a pack by its name, several by comma', () => {
    const one = lorelint([v1, '--format', 'json', '--only', 'kvm-arm64/undef-at-el0'])
    expect(rulesOf(one)).toEqual(['kvm-arm64/undef-at-el0'])
    const pack = lorelint([v1, '--format', 'json', '--only', 'kvm'])
    expect(rulesOf(pack).toSorted()).toEqual([
      'kvm/guest-visible-change-needs-opt-in',
      'kvm/userspace-restores-old-value',
    ])
    const two = lorelint([v1, '--format', 'json', '--only', 'stable,process'])
    expect(rulesOf(two).toSorted()).toEqual(['process/one-change-per-patch', 'stable/not-a-bugfix'])
  })

  test('what is skipped is not said', () => {
    const less = lorelint([v1, '--format', 'json', '--skip', 'kvm', '--skip', 'stable,process'])
    expect(rulesOf(less)).toEqual(['kvm-arm64/undef-at-el0'])
  })
})
