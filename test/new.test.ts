import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { LIMITS } from '../src/limits.ts'
import { parseMessage } from '../src/mail/message.ts'
import type { Message } from '../src/index.ts'
import { answeredPatch, newRule } from '../src/new-rule.ts'
import { bareRemark, firstSentence, isSubstantive } from '../src/rules/draft/remark-text.ts'
import { anonymous } from '../src/rules/draft/names.ts'
import { readReply } from '../src/rules/draft/remarks.ts'
import { build, lorelint } from './built-cli.ts'
import { shipped } from './shipped.ts'

const patchMail = [
  'From: Paula Patch <paula@corp.example>',
  'To: linux-hwmon@vger.kernel.org',
  'Cc: Rita Review <rita@kernel.example>',
  'Subject: [PATCH v2] hwmon: (foo) Add a driver',
  'Message-ID: <20260301.1-paula@corp.example>',
  'Date: Sun, 1 Mar 2026 10:00:00 +0000',
  '',
  'The foo chip has a sensor.',
  '',
  'Fixes: 0123456789ab ("hwmon: (foo) Begin")',
  'Reported-by: Tom Tester <tom@lab.example>',
  'Signed-off-by: Paula Patch <paula@corp.example>',
  '---',
  ' drivers/hwmon/foo.c | 12 ++++++++++++',
  ' 1 file changed, 12 insertions(+)',
  '',
  'diff --git a/drivers/hwmon/foo.c b/drivers/hwmon/foo.c',
  '--- a/drivers/hwmon/foo.c',
  '+++ b/drivers/hwmon/foo.c',
  '@@ -10,3 +10,11 @@ static int foo_probe(struct platform_device *pdev)',
  ' \tstruct foo *foo;',
  ' ',
  '+\tfoo = devm_kzalloc(&pdev->dev, sizeof(*foo), GFP_KERNEL);',
  '+\tif (!foo) {',
  '+\t\tdev_err(&pdev->dev, "no memory\\n");',
  '+\t\treturn -ENOMEM;',
  '+\t}',
  '+',
  '+\tfoo_start(foo, pdev->dev.of_node,',
  '+\t\t  FOO_MODE_FAST);',
  ' \treturn 0;',
  '-- ',
  '2.43.0',
].join('\n')

/** A reply to that patch: the quoted lines up to each `under`, and below it what is said. */
function reply(...said: readonly (readonly [under: string, text: string])[]): string {
  const body = patchMail.slice(patchMail.indexOf('\n\n') + 2, patchMail.indexOf('\n-- \n'))
  const lines = body.split('\n').flatMap((line) => {
    const quote = line === '' ? '>' : `> ${line}`
    const here = said.filter(([under]) => under !== '' && line.includes(under))
    return [quote, ...here.flatMap(([, text]) => ['', ...text.split('\n'), ''])]
  })
  return [
    'From: Rita Review <rita@kernel.example>',
    'To: Paula Patch <paula@corp.example>',
    'Cc: linux-hwmon@vger.kernel.org',
    'List-Id: <linux-hwmon.vger.kernel.org>',
    'Subject: Re: [PATCH v2] hwmon: (foo) Add a driver',
    'Message-ID: <20260302.7-rita@kernel.example>',
    'In-Reply-To: <20260301.1-paula@corp.example>',
    'References: <20260301.1-paula@corp.example>',
    '',
    'On Sun, 1 Mar 2026 10:00:00 +0000, Paula Patch <paula@corp.example> wrote:',
    '',
    ...said.filter(([under]) => under === '').map(([, text]) => text),
    '',
    ...lines,
    '',
  ].join('\n')
}

const messageOf = async (text: string): Promise<Message> => {
  const bytes = Buffer.from(text)
  return parseMessage({ origin: 'x', bytes, reload: async () => bytes }, LIMITS)
}

interface Drafted {
  readonly text: string
  readonly match: string
  readonly ok: readonly boolean[]
}

async function draft(text: string, thread: readonly string[] = []): Promise<Drafted> {
  const message = await messageOf(text)
  const mails = await Promise.all(thread.map(messageOf))
  const read = readReply(message, answeredPatch(message, mails))
  const remark = read.remarks.find((other) => isSubstantive(other.text))
  if (remark === undefined) throw new Error('no remark')
  const made = await newRule({ id: 'my/x', reply: message, read, remark, set: shipped() })
  const match = /## Match\n\n```\w+\n([^]*?)\n```/.exec(made.text)?.[1] ?? ''
  const ok = made.results.map((r) => r.noisy.length + r.missing.length + r.problems.length === 0)
  return { text: made.text, match, ok }
}

describe('the first draft says of the patch what the reviewer said', () => {
  const check = (
    name: string,
    said: readonly (readonly [string, string])[],
    match: string,
    under: string,
  ) => {
    for (const [how, thread] of [
      ['as quoted', []],
      ['with its thread', [patchMail]],
    ] as const) {
      test(`${name}, ${how}`, async () => {
        const made = await draft(reply(...said), thread)
        expect(made.match).toBe(match)
        expect(made.ok).toEqual([true, true])
        const lines = made.text.split('\n')
        const at = lines.findIndex((line) => line.startsWith('>') && line.includes(under))
        expect(lines[at + 2]).toBe(said.at(-1)?.[1].split('\n')[0])
      })
    }
  }

  check(
    'a call',
    [['"no memory', 'No need for a message here, the allocator prints one.']],
    '+\tdev_err(&$PDEV->dev, $TEXT);',
    '"no memory',
  )
  check(
    'an assignment',
    [['devm_kzalloc', 'Please check the size first.']],
    '+\t$FOO = devm_kzalloc(&$PDEV->dev, sizeof(*$FOO), GFP_KERNEL);',
    'devm_kzalloc',
  )
  check(
    'a statement with a body',
    [['if (!foo) {', 'This cannot happen here, can it?']],
    '+\tif (!$FOO) {\n \t\t...\n+\t}',
    'if (!foo) {',
  )
  check(
    'the last line of a statement: the comment stands where it begins',
    [['FOO_MODE_FAST', 'Fast is not a mode for a sensor.']],
    '+\tfoo_start($FOO, $PDEV->dev.of_node,\n+\t\t  FOO_MODE_FAST);',
    'foo_start',
  )
  check(
    'a trailer',
    [['Fixes: 0123', 'This Fixes tag names no commit of any tree.']],
    'Fixes: *',
    'Fixes: 0123',
  )
  check(
    'the log',
    [['foo chip has', 'Which chip would that be, please?']],
    'Message: /The\\s+foo\\s+chip\\s+has\\s+a\\s+sensor\\./',
    'Subject: ',
  )
  check(
    'the whole patch',
    [['', 'The subject should say which sensor it is.']],
    'Subject: hwmon: *',
    'Subject: ',
  )
})

test('the file names its source, its folder and what is to be written', async () => {
  const { text } = await draft(reply(['"no memory', 'No message here. It is printed anyway.']))
  expect(text.split('\n').slice(0, 9)).toEqual([
    '---',
    'severity: note',
    'files: drivers/hwmon/',
    'source: https://lore.kernel.org/linux-hwmon/20260302.7-rita@kernel.example/',
    '---',
    '# No message here',
    '',
    'TODO: say in some sentences why this is wrong, what it leads to, and when it is right after all.',
    'Name the document or the mail that says so.',
  ])
})

test('no person of the review is named in the examples', async () => {
  const remark = 'As Tom Tester says (tom@lab.example), this tag is no tag.'
  const { text } = await draft(reply(['Reported-by', remark]), [patchMail])
  const [, body = ''] = text.split('\n# ')
  for (const name of ['Paula', 'Rita', 'Tom', 'corp.example', 'lab.example'])
    expect(body).not.toContain(name)
  expect(body).toContain('> Signed-off-by: A Developer <dev@example.org>')
})

test('a hunk that is long is cut, and its counts are right', async () => {
  const many = Array.from({ length: 200 }, (_, i) => `+\tcall_${i}(foo);`)
  const long = patchMail
    .replace('+10,11 @@', '+10,211 @@')
    .replace('+\tfoo = devm', `${many.join('\n')}\n+\tfoo = devm`)
  const quoted = ['> @@ -10,3 +10,211 @@ static int foo_probe(struct platform_device *pdev)']
  const answer = [
    ...reply().split('\n').slice(0, 9),
    ...quoted,
    '> +\tcall_150(foo);',
    '',
    'Please do not call this 200 times.',
    '',
  ].join('\n')
  const { text, ok, match } = await draft(answer, [long])
  expect(match).toBe('+\tcall_150($FOO);')
  expect(ok).toEqual([true, true])
  expect(text.split('\n').length).toBeLessThan(130)
})

describe('what is no C', () => {
  test('a line of Kconfig is compared as text', async () => {
    const kconfig = [
      ...reply().split('\n').slice(0, 9),
      '> diff --git a/drivers/hwmon/Kconfig b/drivers/hwmon/Kconfig',
      '> --- a/drivers/hwmon/Kconfig',
      '> +++ b/drivers/hwmon/Kconfig',
      '> @@ -1,2 +1,3 @@',
      '>  config FOO',
      '> +\tdepends on (((BAR)',
      '',
      'This must depend on I2C.',
      '',
      '>  \thelp',
      '',
    ].join('\n')
    const made = await draft(kconfig)
    expect(made.match).toBe('+depends on (((BAR)')
    expect(made.ok).toEqual([true, true])
    expect(made.text).toContain('files: drivers/hwmon/')
  })

  test('a reply without a patch gives one with a patch of its own', async () => {
    const bare = [...reply().split('\n').slice(0, 9), '> Some words.', '', 'Which words?', '']
    const made = await draft(bare.join('\n'))
    expect(made.ok.length).toBe(2)
    expect(made.text).toContain('> +\ttwo();')
  })

  test.each([
    ['fences', 'Write it so:\n\n```c\nfoo();\n```\n\nplease do.'],
    ['holes', 'What is $FOO or $BAR to you?'],
    ['headings and quotes', '## Match\n> x\n---\nFrom a@b.c Mon\nreads oddly here'],
    ['a title of nothing', '..... ??? !!! aa'],
  ])('a remark with %s in it does not break the file', async (_, text) => {
    const made = await draft(reply(['"no memory', text]))
    expect(made.ok.length).toBe(2)
  })
})

describe('a remark', () => {
  test.each([
    ['Hi Paula,\n\nThis leaks.\n\nThanks,\nRita', 'This leaks.'],
    ['nit: drop this', 'drop this'],
    ['This leaks.\n\n        R.', 'This leaks.'],
    ['This leaks.\n\nBest regards,\nRita Review', 'This leaks.'],
    ['Fine with me', 'Fine with me'],
  ])('%j without its greetings', (text, bare) => {
    expect(bareRemark(text)).toBe(bare)
  })

  test.each([
    ['Please drop this.', true],
    ['Typo', true],
    ['Ditto.', false],
    ['Hi,\n\nThanks for the patch, a few comments below.', false],
    ['Reviewed-by: A B <a@b.example>', false],
    ['LGTM', false],
    ['', false],
  ])('%j asks for something: %s', (text, asks) => {
    expect(isSubstantive(text)).toBe(asks)
  })

  test.each([
    ['No. You cannot do this here. Why?', 'No. You cannot do this here'],
    ['nit: drop the cast: it hides errors', 'drop the cast: it hides errors'],
    ['', 'TODO: what is wrong'],
  ])('%j begins a title', (text, title) => {
    expect(firstSentence(text)).toBe(title)
  })

  test('a long one is cut at a word', () => {
    expect(firstSentence('word '.repeat(40)).length).toBeLessThanOrEqual(90)
  })
})

test('one person has one name, and lists keep theirs', () => {
  const hide = anonymous([
    { name: 'Paula Patch', address: 'paula@corp.example' },
    { name: 'Rita Review', address: 'rita@kernel.example' },
  ])
  expect(
    ['Cc: Rita Review <RITA@kernel.example>', 'Cc: stable@vger.kernel.org', 'says Paula Patch'].map(
      hide,
    ),
  ).toEqual([
    'Cc: B Reviewer <reviewer@example.org>',
    'Cc: stable@vger.kernel.org',
    'says A Developer',
  ])
})

describe('on the command line', () => {
  beforeAll(build, 180_000)
  const fresh = (): string => mkdtempSync(join(tmpdir(), 'lorelint-new-'))
  const two = reply(
    ['devm_kzalloc', 'Please check the size first.'],
    ['"no memory', 'No need for a message here, the allocator prints one.'],
  )

  test('new writes a file, tries it and says what is next', () => {
    const cwd = fresh()
    writeFileSync(join(cwd, 'reply.eml'), two)
    const { code, out, err } = lorelint(['new', 'my/x', 'reply.eml'], { cwd })
    expect(code).toBe(0)
    expect(out).toMatch(
      /^wrote my-rules\/my\/x\.md\nwrote my-rules\/my\/PACK\.md: say who to ask about its rules\n\nok {6}my-rules\/my\/x\.md:\d+: the review/,
    )
    for (const step of ['edit', 'try', 'explain', 'measure'])
      expect(out).toMatch(new RegExp(`^ {2}${step} `, 'm'))
    expect(err).toMatch(/2 remarks; --remark N chooses/)
    expect(err).toMatch(/^\* {2}1 {2}foo\.c: \+foo = devm_kzalloc/m)
    expect(lorelint(['try', 'my-rules/my/x.md'], { cwd }).code).toBe(0)
  })

  test('--remark chooses, --rules says where, and nothing is overwritten', () => {
    const cwd = fresh()
    mkdirSync(join(cwd, 'rules'))
    const args = ['new', 'my/x', '-', '--remark', '2']
    expect(lorelint(args, { cwd, stdin: two }).out).toContain('wrote rules/my/x.md')
    const text = readFileSync(join(cwd, 'rules/my/x.md'), 'utf8')
    expect(text).toContain('dev_err(')
    expect(lorelint(args, { cwd, stdin: two })).toMatchObject({
      code: 2,
      err: expect.stringContaining('rules/my/x.md is there already'),
    })
    expect(readFileSync(join(cwd, 'rules/my/x.md'), 'utf8')).toBe(text)
    lorelint([...args, '--rules', 'other'], { cwd, stdin: two })
    expect(existsSync(join(cwd, 'other/my/x.md'))).toBe(true)
  })

  test('--stdout writes nothing; a thread gives the patch', () => {
    const cwd = fresh()
    const separator = 'From mboxrd@z Thu Jan  1 00:00:00 1970'
    const thread = [separator, patchMail, '', separator, two].join('\n')
    const id = ['--msgid', '20260302.7-rita@kernel.example']
    const { code, out } = lorelint(['new', 'my/x', '-', '--stdout', ...id], { cwd, stdin: thread })
    expect(code).toBe(0)
    expect(out).toContain('> @@ -10,3 +10,11 @@')
    expect(existsSync(join(cwd, 'my-rules'))).toBe(false)
  })

  test('what cannot be done says why', () => {
    const cwd = fresh()
    const rows: readonly (readonly [readonly string[], RegExp])[] = [
      [['x', '-'], /"x" is no id of a rule; it reads <pack>\/<rule>/],
      [['my/x', '-', '--remark', '9'], /there is no remark 9; the reply has 2/],
      [['my/x', '-', '--remark', 'two'], /Remarks are counted from 1/],
      [['my/x', '-', '--msgid', 'none@x'], /no <none@x>/],
      [['my/x', 'nowhere.eml'], /nowhere\.eml/],
    ]
    for (const [args, said] of rows) {
      const { code, err } = lorelint(['new', ...args], { cwd, stdin: two })
      expect([code, err]).toEqual([2, expect.stringMatching(said)])
    }
    expect(lorelint(['new', 'my/x', '-'], { cwd, stdin: patchMail })).toMatchObject({
      code: 2,
      err: expect.stringContaining('no remark in'),
    })
  })
})
