import { describe, expect, test } from 'vitest'
import { LIMITS } from '../src/limits.ts'
import { parseMessage } from '../src/mail/message.ts'
import type { Message } from '../src/index.ts'
import { answeredPatch, newRule } from '../src/new-rule.ts'
import { isSubstantive } from '../src/rules/draft/remark-text.ts'
import { readReply } from '../src/rules/draft/remarks.ts'
import { shipped } from './shipped.ts'
import { patchMail, reply } from './new-mails.ts'

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
