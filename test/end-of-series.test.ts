import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { lint, loadRules, type RawMail, type Report } from '../src/index.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'

const files = readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url)))

async function* sent(mails: readonly string[]): AsyncGenerator<RawMail, void, void> {
  for (const [i, text] of mails.entries()) {
    const bytes = Buffer.from(text)
    yield await Promise.resolve({ origin: `${i}`, bytes, reload: async () => bytes })
  }
}

async function judge(only: string, mails: readonly string[]): Promise<Report> {
  const loaded = loadRules(files)
  if ('errors' in loaded) throw new Error('the shipped rules are broken')
  const tool = { name: 'lorelint', version: '0' }
  return lint(sent(mails), { tool, set: loaded.set, only: [only] })
}

/** One patch of a series of two over drivers/foo.c, with its hunks as they stand in the mail. */
function mail(counter: number, hunks: readonly string[], path = 'drivers/foo.c'): string {
  return [
    'From: A Developer <dev@example.org>',
    `Message-ID: <${counter}@example.org>`,
    ...(counter === 1 ? [] : ['In-Reply-To: <1@example.org>']),
    `Subject: [PATCH ${counter}/2] foo: Step ${counter}`,
    '',
    'Signed-off-by: A Developer <dev@example.org>',
    '---',
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    ...hunks,
    '',
  ].join('\n')
}

const FOUND = [
  '@@ -10,3 +10,5 @@ static int foo_get(struct foo *foo)',
  ' {',
  ' \tstart(foo);',
  '+\tif (foo->buf)',
  '+\t\tkfree(foo->buf);',
  ' \treturn 0;',
]

async function outcome(only: string, mails: readonly string[]) {
  const { reviews } = await judge(only, mails)
  return {
    said: reviews.flatMap(({ comments }) => comments.map(({ patch }) => patch)),
    repaired: reviews
      .flatMap(({ problems }) => problems)
      .filter(({ code }) => code === 'repaired-later').length,
  }
}

describe('the series is judged as it ends', () => {
  test.each([
    {
      name: 'a later patch takes the lines away: not said, and the report says that it was left out',
      second: [
        '@@ -10,5 +10,3 @@ static int foo_get(struct foo *foo)',
        ' {',
        ' \tstart(foo);',
        '-\tif (foo->buf)',
        '-\t\tkfree(foo->buf);',
        ' \treturn 0;',
      ],
      said: [],
      repaired: 1,
    },
    {
      name: 'it takes them away and puts them back: said',
      second: [
        '@@ -10,5 +10,5 @@ static int foo_get(struct foo *foo)',
        ' {',
        '-\tstart(foo);',
        '-\tif (foo->buf)',
        '-\t\tkfree(foo->buf);',
        '+\tif (foo->buf)',
        '+\t\tkfree(foo->buf);',
        '+\tstart(foo);',
        ' \treturn 0;',
      ],
      said: [1],
      repaired: 0,
    },
    {
      name: 'such lines of another function go: said',
      second: [
        '@@ -30,4 +32,2 @@ static int foo_put(struct foo *foo)',
        ' {',
        '-\tif (foo->buf)',
        '-\t\tkfree(foo->buf);',
        ' \treturn 0;',
      ],
      said: [1],
      repaired: 0,
    },
  ])('$name', async ({ second, said, repaired }) => {
    const mails = [mail(1, FOUND), mail(2, second)]
    expect(await outcome('code/null-test-before-free', mails)).toEqual({ said, repaired })
  })

  test('what breaks the build between two patches is said though the series ends well', async () => {
    const mails = [
      mail(1, [
        '@@ -80,3 +80,4 @@ static int foo_resume(struct foo *foo)',
        ' {',
        '+\tfoo_write(foo, FOO_REG_POWER, 1);',
        ' \tstart(foo);',
        ' \treturn 0;',
      ]),
      mail(2, [
        '@@ -5,2 +5,3 @@',
        ' #define FOO_REG_MODE 1',
        '+#define FOO_REG_POWER 2',
        ' #define FOO_REG_PAGE 3',
        '@@ -80,4 +81,3 @@ static int foo_resume(struct foo *foo)',
        ' {',
        '-\tfoo_write(foo, FOO_REG_POWER, 1);',
        ' \tstart(foo);',
        ' \treturn 0;',
      ]),
    ]
    expect(await outcome('series/bisect', mails)).toEqual({ said: [1], repaired: 0 })
  })

  test('what a patch mixes stays mixed, whatever becomes of its lines', async () => {
    const binding = 'Documentation/devicetree/bindings/leds/example,lamp.txt'
    const ids = [
      '@@ -80,1 +80,2 @@',
      ' { .compatible = "example,lamp" },',
      '+{ "example,desk-lamp" },',
    ]
    const one = `${mail(1, ['@@ -12,1 +12,2 @@', ' - example,lamp', '+- example,desk-lamp'], binding)}${[
      'diff --git a/drivers/foo.c b/drivers/foo.c',
      '--- a/drivers/foo.c',
      '+++ b/drivers/foo.c',
      ...ids,
      '',
    ].join('\n')}`
    const two = mail(2, ['@@ -12,2 +12,1 @@', ' - example,lamp', '-- example,desk-lamp'], binding)
    expect(await outcome('dt/binding-separate', [one, two])).toEqual({ said: [1], repaired: 0 })
  })
})
