import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ExampleResult, tryRule } from '../src/examples.ts'
import { exampleDiff } from '../src/cli/example-diff.ts'
import { build, lorelint } from './built-cli.ts'
import { shipped } from './shipped.ts'

beforeAll(build, 180_000)

const example = (name: string, ...lines: readonly string[]): readonly string[] => [
  `### ${name}`,
  '',
  '```mail',
  ...lines,
  '```',
  '',
]

const hunk = [
  '> diff --git a/drivers/hwmon/foo.c b/drivers/hwmon/foo.c',
  '> --- a/drivers/hwmon/foo.c',
  '> +++ b/drivers/hwmon/foo.c',
  '> @@ -10,2 +10,4 @@ static int foo_read(struct foo *foo)',
  '>  \tint ret;',
  '> +\tBUG_ON(foo);',
]
const rest = ['> +\tfoo_start(foo);', '>  \treturn ret;']

const rule = [
  '---',
  'severity: note',
  'files: drivers/',
  '---',
  '# A BUG_ON()',
  '',
  'It ends the kernel.',
  '',
  '## Match',
  '',
  '```diff',
  '+\t$STOP(...);',
  '+\tfoo_start($FOO);',
  'where $STOP is-in {stops}',
  '```',
  '',
  '## Comment',
  '',
  '```text',
  'Must $STOP() end the kernel?',
  '```',
  '',
  '## Examples',
  '',
  ...example(
    'it speaks',
    ...hunk,
    ...rest.slice(0, 1),
    '',
    'Must BUG_ON() end the kernel?',
    '',
    ...rest.slice(1),
  ),
  ...example('it is silent', ...hunk.map((line) => line.replace('BUG_ON', 'WARN_ON')), ...rest),
].join('\n')

function folder(text: string): string {
  const cwd = mkdtempSync(join(tmpdir(), 'lorelint-explain-'))
  mkdirSync(join(cwd, 'my-rules/code'), { recursive: true })
  mkdirSync(join(cwd, 'my-rules/lists'))
  writeFileSync(join(cwd, 'my-rules/lists/stops.txt'), '# Calls that end the kernel.\nBUG_ON\n')
  writeFileSync(
    join(cwd, 'my-rules/code/PACK.md'),
    '---\nowner: A <a@example.org>\n---\n# Code\n\nFor all.\n',
  )
  writeFileSync(join(cwd, 'my-rules/code/stop.md'), text)
  return cwd
}

const cwd = folder(rule)
const file = 'my-rules/code/stop.md'

function patch(...files: readonly (readonly [path: string, added: string])[]): string {
  const mail = [
    'From: A <a@example.org>',
    'Subject: [PATCH] hwmon: (foo) Start',
    '',
    'Signed-off-by: A <a@example.org>',
    '---',
    ...files.flatMap(([path, added]) => [
      `diff --git a/${path} b/${path}`,
      `--- a/${path}`,
      `+++ b/${path}`,
      `@@ -10,2 +10,${2 + added.split('\n').length} @@ static int foo_read(struct foo *foo)`,
      ' \tint ret;',
      ...added.split('\n').map((line) => `+${line}`),
      ' \treturn ret;',
    ]),
    '',
  ]
  return mail.join('\n')
}

const both = '\tBUG_ON(a);\n\tfoo_start(a);'

describe('explain says why', () => {
  const check = (name: string, mail: string, ...said: readonly RegExp[]) => {
    test(name, () => {
      const { code, out } = lorelint(['explain', file, '-'], { cwd, stdin: mail })
      expect(code).toBe(0)
      for (const expected of said) expect(out).toMatch(expected)
    })
  }

  check(
    'it speaks, where and what',
    patch(['drivers/a.c', both]),
    /yes +the diff pattern: 1 place\(s\) +\[\$STOP = BUG_ON, \$FOO = a\]/,
    /^ {2}at drivers\/a\.c:12: Must BUG_ON\(\) end the kernel\?$/m,
    /=> speaks, 1 place\(s\)/,
  )
  check(
    'several places are all shown',
    patch(['drivers/a.c', both], ['drivers/b.c', both]),
    /^ {2}at drivers\/a\.c:12/m,
    /^ {2}at drivers\/b\.c:12/m,
    /=> speaks, 2 place\(s\)/,
  )
  check(
    'no file is in scope',
    patch(['mm/a.c', both]),
    /no +files: drivers\/: no file of the patch/,
    /^ +not in scope: mm\/a\.c$/m,
    /=> silent: my-rules\/code\/stop\.md:1$/m,
  )
  check(
    'each file: a word, a line, or only the whole is not there',
    patch(
      ['drivers/a.c', '\tBUG_ON(a);'],
      ['drivers/b.c', '\tint y = foo_start;\n\tBUG_ON(a);'],
      ['drivers/c.c', '\tfoo_start(a);\n\tBUG_ON(a);'],
    ),
    /^ +drivers\/a\.c: no added line has "foo_start"$/m,
    /^ +drivers\/b\.c: nothing there is "\+foo_start\(\$FOO\);"$/m,
    /^ +drivers\/c\.c: each line of the pattern is there, but not together as it asks$/m,
    /=> silent: my-rules\/code\/stop\.md:12$/m,
  )
  check(
    'a clause failed, with what was bound so far',
    patch(['drivers/a.c', '\tWARN_ON(a);\n\tfoo_start(a);']),
    /no +\$STOP is-in \{stops\}: WARN_ON is not in .*stops\.txt +\[\$STOP = WARN_ON, \$FOO = a\]/,
    /=> silent: my-rules\/code\/stop\.md:14$/m,
  )

  test('over many patches a line sums up', () => {
    const mails = [patch(['drivers/a.c', both]), patch(['mm/a.c', both])]
    const mbox = mails.map((mail) => `From x Thu Jan  1 00:00:00 1970\n${mail}\n`).join('')
    const { out } = lorelint(['explain', file, '-'], { cwd, stdin: mbox })
    expect(out.trimEnd().split('\n').at(-1)).toBe('2 patches: speaks in 1, at 1 place(s)')
  })

  test('an example of the rule is an input', () => {
    const { out } = lorelint(['explain', file, '--example', 'silent'], { cwd })
    expect(out).toMatch(/no +\$STOP is-in \{stops\}: WARN_ON/)
    const none = lorelint(['explain', file, '--example', 'it'], { cwd })
    expect(none).toMatchObject({ code: 2, err: expect.stringMatching(/has 2 examples like "it"/) })
    expect(lorelint(['explain', file], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('--example'),
    })
  })
})

describe('try', () => {
  test('takes a file, a folder, a rule, a pack, or nothing', () => {
    const all = /^\d+ rules, \d+ examples: all ok$/m
    expect(lorelint(['try', file], { cwd }).out).toMatch(/^ok {6}my-rules\/code\/stop\.md:28: it/)
    expect(lorelint(['try', 'my-rules'], { cwd }).out).toMatch(/^ok {6}my-rules\/code\/stop\.md:28/)
    expect(lorelint(['try', 'kvm-arm64'], { cwd }).out).toMatch(all)
    expect(lorelint(['try', 'kvm-arm64/undef-at-el0']).out.split('\n').length).toBe(5)
    expect(lorelint(['try'], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+ rules, \d+ examples: all ok$/m),
    })
    expect(lorelint(['try', 'no/such'], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('no rule file, folder, rule or pack "no/such"'),
    })
  })

  test('shows as a diff what was expected and what is said', () => {
    const wrong = folder(rule.replace('Must BUG_ON() end the kernel?', 'Should BUG_ON() end it?'))
    const { code, out } = lorelint(['try', file], { cwd: wrong })
    expect(code).toBe(1)
    expect(out).toContain(
      [
        'FAILED  my-rules/code/stop.md:28: it speaks',
        '  Noisy, under "+\tfoo_start(foo);"',
        '  Missing, under "+\tfoo_start(foo);"',
        '  --- expected',
        '  +++ said',
        '    > @@ -10,2 +10,4 @@ static int foo_read(struct foo *foo)',
        '    >  \tint ret;',
        '    > +\tBUG_ON(foo);',
        '    > +\tfoo_start(foo);',
        '  - Should BUG_ON() end it?',
        '  + Must BUG_ON() end the kernel?',
        '    >  \treturn ret;',
        'ok      my-rules/code/stop.md:44: it is silent',
      ].join('\n'),
    )
  })

  test('in colour where it is wanted, and without what a terminal acts on', async () => {
    const [known] = shipped().rules
    const [found] = known === undefined ? [] : await tryRule(known, shipped())
    const result: ExampleResult = {
      name: 'x',
      line: 1,
      problems: [],
      quoted: found === undefined ? [] : ['a\u001B[2Jb'],
      noisy: [{ under: 'a', at: 0, text: 'said' }],
      missing: [],
      unmended: [],
    }
    expect(exampleDiff(result, true)).toContain('\u001B[32m  + said\u001B[39m')
    expect(exampleDiff(result, false)).not.toContain('\u001B')
  })
})
