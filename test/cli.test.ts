import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { build, lorelint, type Ran } from './built-cli.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 180_000 })
beforeAll(build)

const root = fileURLToPath(new URL('../', import.meta.url))
const fixture = (name: string): string => `mbox-fixtures/${name}.mbox`
const v1 = fixture('pmmir-exposed-to-guests-v1')
const v2 = fixture('pmmir-behind-a-vcpu-feature-v2')
const rename = fixture('stable-on-a-rename')
const dir = mkdtempSync(join(tmpdir(), 'lorelint-cli-'))

function file(name: string, text: string): string {
  const path = join(dir, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return path
}

/** The shipped files a run cannot be without, and one broken rule. */
function brokenRules(): string {
  file('rules/broken/x.md', '---\nseverety: warning\n---\n# X\n\n## Match\n')
  return join(dir, 'rules')
}

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

interface Json {
  readonly summary: Readonly<Record<string, number>>
  readonly series: readonly {
    readonly comments: readonly { readonly rule: string; readonly severity: string }[]
  }[]
}

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

interface Parsed {
  readonly messages: readonly Readonly<Record<string, unknown>>[]
  readonly series: readonly Readonly<Record<string, unknown>>[]
}

describe('parse', () => {
  const messageKeys = ['messageId', 'inReplyTo', 'references', 'from', 'to', 'cc', 'date']
  const patchKeys = ['author', 'log', 'trailers', 'notes', 'diffstat', 'diff', 'files', 'patchId']

  test('a message has every documented key', () => {
    const { code, out, err } = lorelint(['parse', v2, '--format', 'json'])
    expect([code, err]).toEqual([0, ''])
    const { messages, series } = parsedOf(out)
    expect(messages.length).toBe(4)
    for (const message of messages)
      expect(Object.keys(message)).toEqual(
        expect.arrayContaining([...messageKeys, 'subject', 'problems']),
      )
    expect(Object.keys(Object(messages[1]?.['subject'])).toSorted()).toEqual(
      [
        'counter',
        'expected',
        'isPatch',
        'isReply',
        'prefix',
        'revision',
        'tags',
        'text',
        'title',
      ].toSorted(),
    )
    expect(Object.keys(messages[1] ?? {})).toEqual(expect.arrayContaining(patchKeys))
    expect(series).toMatchObject([
      {
        messageIds: [1, 2, 3, 4].map((n) => `20260401081500.22-${n}-jvale@example.org`),
        revision: 2,
        expected: 3,
        missing: [],
      },
    ])
    expect(Object.keys(series[0] ?? {})).toEqual(
      expect.arrayContaining(['coverLetter', 'previous']),
    )
  })

  test('diff and patchId are what git makes of the mail', () => {
    const { messages } = parsedOf(lorelint(['parse', v1]).out)
    const bare = readFileSync(root + v1, 'utf8').replace(/^From .*\n/, '')
    spawnSync('git', ['mailinfo', 'msg', 'patch'], { cwd: dir, input: bare })
    const patch = readFileSync(join(dir, 'patch'), 'utf8')
    expect(messages[0]?.['log']).toBe(readFileSync(join(dir, 'msg'), 'utf8'))
    expect(patch).toContain(String(messages[0]?.['diff']))
    const id = spawnSync('git', ['patch-id', '--stable'], { cwd: dir, input: patch })
    expect(id.stdout.toString()).toMatch(new RegExp(`^${String(messages[0]?.['patchId'])} `))
  })

  test('a mail without patch is understood too, and no mail is not', () => {
    expect(lorelint(['parse', fixture('no-patch-at-all')]).code).toBe(0)
    expect(lorelint(['parse']).code).toBe(2)
  })
})

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

// What we print ourselves; the tests look at the parts they name.
/* oxlint-disable no-unsafe-type-assertion */
function jsonOf(text: string): Json {
  return JSON.parse(text) as Json
}

function sarifOf(text: string): Sarif {
  return JSON.parse(text) as Sarif
}

function parsedOf(text: string): Parsed {
  return JSON.parse(text) as Parsed
}
