import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { cpuClock } from '../src/pool/clock.ts'
import { configure, loadRules, readConfig } from '../src/index.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'

const loaded = loadRules(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))))

async function errorsOf(text: string): Promise<readonly string[]> {
  const read = await readConfig('.lorelint.yml', text)
  const errors = 'errors' in read ? read.errors : []
  return errors.map(({ line, column, what }) => `${line}:${column}: ${what}`)
}

describe('a config is read', () => {
  const check = (name: string, text: string, expected: object) => {
    test(name, async () => {
      const read = await readConfig('.lorelint.yml', text)
      const nothing = { name: '.lorelint.yml', ruleFolders: [], nursery: null, failOn: null }
      expect(read).toEqual({
        config: { ...nothing, baseline: null, rules: [], ...expected },
      })
    })
  }
  const setting = { off: null, severity: null, files: null }

  check('nothing in it', '', {})
  check('comments alone', '# nothing yet\n', {})
  check(
    'everything',
    `rules:
  stable: { off: true }
  kvm/new-hypercall-needs-opt-in:
    severity: note
    files: [arch/arm64/kvm/, "virt/**/*.h"]
rule-folders: [tools/lorelint, extra]
baseline: .lorelint-baseline.json
nursery: true
fail-on: warning
`,
    {
      rules: [
        { ...setting, id: 'stable', at: { line: 2, column: 3 }, off: true },
        {
          ...setting,
          id: 'kvm/new-hypercall-needs-opt-in',
          at: { line: 3, column: 3 },
          severity: 'note',
          files: ['arch/arm64/kvm/', 'virt/**/*.h'],
        },
      ],
      ruleFolders: ['tools/lorelint', 'extra'],
      baseline: '.lorelint-baseline.json',
      nursery: true,
      failOn: 'warning',
    },
  )
})

describe('what is wrong with a config is said with line and column', () => {
  const check = (name: string, text: string, ...expected: readonly string[]) => {
    test(name, async () => {
      expect(await errorsOf(text)).toEqual(expected)
    })
  }
  check('an unknown key', 'nursry: true', '1:1: unknown key "nursry"; did you mean "nursery"?')
  check(
    'an unknown key of a rule',
    'rules:\n  kvm:\n    ofl: true\n',
    '3:5: unknown key "ofl"; did you mean "off"?',
  )
  check(
    'a word in the place of keys',
    'rules:\n  kvm: off\n',
    '2:8: what is said of "kvm" has keys, as in { off: true }, found "off"',
  )
  check('a list in the place of keys', '- kvm\n', expect.stringMatching(/^1:1: a config has keys/))
  check('yes is no truth', 'nursery: yes', '1:10: nursery is true or false, found "yes"')
  check(
    'a severity there is not',
    'rules: { kvm: { severity: fatal } }',
    '1:27: severity is "fatal"; there are error, warning, note',
  )
  check('a level there is not', 'fail-on: nvr', '1:10: fail-on is "nvr"; did you mean "never"?')
  check(
    'a level that is a list',
    'fail-on: [a]',
    '1:10: fail-on is a list; there are error, warning, note, never',
  )
  check(
    'files that are none',
    'rules: { kvm: { files: [] } }',
    '1:24: files is a list of folders or globs, as in [drivers/hwmon/, include/**/*.h], found an empty list',
  )
  check(
    'a file that is a number',
    'rules: { kvm: { files: [1] } }',
    '1:25: files: expected a folder or a glob, found 1',
  )
  for (const path of ['/etc/x', '../x', 'a/../../x', 'C:\\x', '""'])
    check(
      `the path ${path}`,
      `baseline: ${path}`,
      expect.stringMatching(/^1:11: baseline: expected a path below the config's folder, found "/),
    )
  check('a key twice', 'nursery: true\nnursery: true', '2:1: Map keys must be unique')
  check('no YAML', 'rules: "\n', expect.stringMatching(/^\d+:\d+: Missing closing "quote/))
  check(
    'several documents',
    'a: 1\n---\nb: 2\n',
    expect.stringMatching(/^\d+:\d+: Source contains multiple/),
  )
  check(
    'all at once',
    'a: 1\nfail-on: x\nrules: { kvm: { x: 1 } }\n',
    expect.stringMatching(/^1:1:/),
    expect.stringMatching(/^2:10:/),
    expect.stringMatching(/^3:17:/),
  )
})

describe('a hostile config is refused in no time', () => {
  const many = (text: string, bytes = 60_000): string => text.repeat(bytes / text.length)
  test.each([
    ['aliases', 'a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n', /^1:7: a config has no anchors/],
    ['a tag', 'a: !!binary x\n', /^1:13: a config has no anchors, aliases and tags|Unresolved tag/],
    ['a tag of its own', 'a: !run x\n', /Unresolved tag/],
    ['a merge key', '<<: { a: 1 }\n', /^1:1: unknown key "<<"/],
    ['__proto__', 'rules: { __proto__: { ofl: 1 } }\n', /^1:23: unknown key "ofl"/],
    ['deep brackets', '['.repeat(400), /^1:33: more than 32 brackets are open/],
    ['deep brackets on many lines', many('[\n'), /more than 32 brackets are open/],
    ['deep lists', many('- '), /^1:501: the line is longer than 500 characters/],
    ['deep keys', many('? '), /^1:501: /],
    ['short deep lists', many(`${'- '.repeat(240)}\n`), /^1:1: a config has keys/],
    ['short deep keys', many(`${'? '.repeat(240)}\n`), /./],
    ['anchors', many(`${'&a '.repeat(160)}\n`), /./],
    [
      'many keys',
      Array.from({ length: 6000 }, (_, i) => `k${i}: 1`).join('\n'),
      /unknown key "k0"/,
    ],
    ['one key, often', many('a: 1\n'), /Map keys must be unique/],
    ['NUL bytes', many(`${'\0'.repeat(400)}\n`), /./],
    ['100 KB', many('# x\n', 100_000), /^1:1: the config is larger than 64 KiB; it was not read/],
  ])('%s', async (_, text, expected) => {
    const start = cpuClock()
    const errors = await errorsOf(text)
    expect(errors[0]).toMatch(expected)
    expect(cpuClock() - start).toBeLessThan(3000)
  })
})

describe('what it says of rules', () => {
  const configured = async (text: string) => {
    const read = await readConfig('.lorelint.yml', text)
    if ('errors' in read || 'errors' in loaded) throw new Error('broken')
    return configure(loaded.set, read.config)
  }
  const rule = 'stable/not-a-bugfix'

  test('only what is told of them gets a hint', async () => {
    const unknown = Array.from({ length: 25 }, (_, i) => `  stable/not-a-bugfi${i % 10}${i}: {}\n`)
    const made = await configured(`rules:\n${unknown.join('')}`)
    const whats = 'errors' in made ? made.errors.map(({ what }) => what) : []
    expect(whats).toHaveLength(25)
    const isHinted = whats.map((what) => what.includes('did you mean'))
    expect(isHinted).toEqual(whats.map((_, i) => i < 20))
  })

  test('a rule or pack there is not is an error with the nearest', async () => {
    expect(
      await configured('rules:\n  stble: {}\n  stable/not-a-bug: {}\n  nothing/like-it: {}\n'),
    ).toEqual({
      errors: [
        { line: 2, column: 3, what: 'no rule or pack "stble"; did you mean "stable"?' },
        {
          line: 3,
          column: 3,
          what: 'no rule or pack "stable/not-a-bug"; did you mean "stable/not-a-bugfix"?',
        },
        {
          line: 4,
          column: 3,
          what: 'no rule or pack "nothing/like-it"; lorelint rules lists them',
        },
      ],
    })
  })

  const check = (name: string, text: string, severity: string, muted: object | undefined) => {
    test(name, async () => {
      const made = await configured(text)
      const set = 'set' in made ? made.set : null
      expect(set?.rules.find(({ id }) => id === rule)?.severity).toBe(severity)
      expect(set?.muted.get(rule)).toEqual(muted)
    })
  }
  const by = '.lorelint.yml'
  check('nothing', '', 'warning', undefined)
  check('a pack', 'rules: { stable: { severity: error } }', 'error', undefined)
  check(
    'what is said of the rule wins, key by key',
    `rules: { ${rule}: { severity: note }, stable: { severity: error, files: [mm/] } }`,
    'note',
    { by, off: false, files: ['mm/'] },
  )
  check(
    'a rule of a pack that is off may be on',
    `rules: { stable: { off: true }, ${rule}: { off: false } }`,
    'warning',
    undefined,
  )
  check('off', `rules: { ${rule}: { off: true } }`, 'warning', { by, off: true, files: [] })
})
