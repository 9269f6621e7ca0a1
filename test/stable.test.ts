import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readPatch } from '../src/diff/patch.ts'
import { shapeOf, type Shape } from '../src/facts/stable/diff-shape.ts'
import { lookAt } from '../src/facts/stable/look.ts'
import { lint, loadRules } from '../src/index.ts'
import { parseMessage } from '../src/mail/message.ts'
import { patchText } from '../src/mail/patch-text.ts'
import type { History, RawMail, Tree } from '../src/model.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'

const loaded = loadRules(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))))
if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
const { set } = loaded

interface Mail {
  readonly subject?: string
  readonly log?: string
  readonly tags?: string
  readonly path?: string
  readonly diff?: string
}

const crash = '+\tcancel_work_sync(&foo->work);'
const rename = [
  '-static void foo_halt(struct foo *foo)',
  '-\tfoo_halt(foo);',
  '+static void foo_stop(struct foo *foo)',
  '+\tfoo_stop(foo);',
].join('\n')

/** Hunks of signed lines behind one line of context. */
function asMail(mail: Mail, id = 'm'): string {
  const { subject = '[PATCH] hwmon: (foo) Do it', log = 'It is done.' } = mail
  const { tags = 'Cc: stable@vger.kernel.org', path = 'drivers/hwmon/foo.c', diff = crash } = mail
  const lines = diff.split('\n')
  const count = (sign: string): number => lines.filter((line) => !line.startsWith(sign)).length + 1
  return [
    'From: A Developer <dev@example.org>',
    `Message-ID: <${id}@example.org>`,
    ...(id === 'm' ? [] : ['References: <cover@example.org>']),
    `Subject: ${subject}`,
    '',
    log,
    '',
    ...(tags === '' ? [] : [tags]),
    'Signed-off-by: A Developer <dev@example.org>',
    '---',
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -10,${count('+')} +10,${count('-')} @@ static void foo_remove(struct device *dev)`,
    ' {',
    ...lines,
    '',
  ].join('\n')
}

async function* raw(texts: readonly string[]): AsyncGenerator<RawMail, void, void> {
  for (const text of texts) {
    const bytes = Buffer.from(text)
    yield await Promise.resolve({ origin: 'x', bytes, reload: async () => Promise.resolve(bytes) })
  }
}

async function said(mails: readonly Mail[], tree: Tree | null = null) {
  const texts = mails.map((mail, i) => asMail(mail, mails.length === 1 ? 'm' : `m${i + 1}`))
  const tool = { name: 'lorelint', version: '' }
  const report = await lint(raw(texts), { tool, set, tree, only: ['stable'] })
  return report.reviews.flatMap(({ comments }) => comments)
}

function check(name: string, mail: Mail | readonly Mail[], expected: readonly string[]): void {
  test(name, async () => {
    const comments = await said('length' in mail ? mail : [mail])
    expect(comments.map(({ rule }) => rule.id.slice('stable/'.length))).toEqual(expected)
  })
}

describe('one verdict about a patch for stable, never two', () => {
  const cleanup = { subject: '[PATCH] hwmon: (foo) Rename the unused helpers for consistency' }
  check('a clean-up', { ...cleanup, diff: rename }, ['not-a-bugfix'])
  check('no symptom', { subject: '[PATCH] hwmon: (foo) Set the timer' }, ['no-symptom-stated'])
  check('a crash', { log: 'The machine crashes, since the worker is not stopped.' }, [])
  check(
    'a human saw it',
    { ...cleanup, tags: 'Reported-by: U <u@example.org>\nCc: stable@vger.kernel.org' },
    [],
  )
  check('a quirk', { subject: '[PATCH] hwmon: (foo) Add a quirk for the Bar board' }, [])
  check(
    'a backport',
    { ...cleanup, log: 'commit 0123456789abcdef0123456789abcdef01234567 upstream.' },
    [],
  )
  check('what was forgotten', { ...cleanup, log: 'The conversion forgot this one.' }, [])
  check('it asks not to be picked', { ...cleanup, tags: 'Cc: <stable+noautosel@kernel.org>' }, [])
  check(
    'a pull',
    { ...cleanup, subject: '[GIT PULL 3/7] hwmon: (foo) Rename the unused helpers' },
    [],
  )
  check(
    'documentation that is wrong',
    {
      subject: '[PATCH] hwmon: (foo) Fix the unit',
      log: 'The unit is wrong.',
      path: 'Documentation/hwmon/foo.rst',
      diff: '-degrees\n+millidegrees',
    },
    ['no-code'],
  )
})

describe('a patch before the fix', () => {
  const helper = '+static void foo_stop(struct foo *foo)\n+{\n+\tcancel_work_sync(&foo->work);\n+}'
  const first = {
    subject: '[PATCH 1/2] hwmon: (foo) Add foo_stop()',
    log: 'Put it there.',
    diff: helper,
  }
  const fix = {
    subject: '[PATCH 2/2] hwmon: (foo) Fix a crash on unbind',
    log: 'The machine crashes, since the worker is not stopped.',
    diff: ' static void foo_stop(struct foo *foo)\n {\n \tcancel_work_sync(&foo->work);\n+\tfoo->stopped = true;',
  }
  check('is asked which fix needs it', [first, fix], ['prerequisite-unexplained'])
  check('says it', [{ ...first, log: 'The next patch needs it to fix a crash.' }, fix], [])
  check(
    'says it in the tag',
    [{ ...first, tags: 'Cc: stable@vger.kernel.org # needed by the crash fix' }, fix],
    [],
  )
  check('has no tag', [{ ...first, tags: '' }, fix], ['earlier-patch-needed'])
  check(
    'goes with a repair that tells the symptom',
    [{ ...first, subject: '[PATCH 1/2] hwmon: (foo) Stop it' }, fix],
    [],
  )

  test('the fix is named', async () => {
    const [comment] = await said([first, fix])
    expect(comment?.text).toContain('Is it for "hwmon: (foo) Fix a crash on unbind"?')
  })
})

describe('the evidence is shown', () => {
  test('subject, log and diff', async () => {
    const [comment] = await said([
      {
        subject: '[PATCH] KVM: arm64: Expose FOO_EL1 to guests',
        path: 'arch/arm64/kvm/sys_regs.c',
        diff: '+static bool access_foo(struct kvm_vcpu *vcpu)',
      },
    ])
    expect(comment?.text).toContain('the subject says "Expose" and the diff adds access_foo()')
    expect(comment?.anchor).toMatchObject({ kind: 'trailer', key: 'Cc' })
  })
})

describe('a commit that no release has', () => {
  const mail = {
    log: 'The machine crashes.',
    tags: 'Fixes: 0123456789ab ("hwmon: (foo) Add a worker")\nCc: stable@vger.kernel.org',
  }
  const treeWith = (tags: readonly string[] | null): Tree => {
    const history: History = {
      commit: (id) =>
        tags === null ? null : { id, subject: 'hwmon: (foo) Add a worker', isRepair: false },
      isAncestor: () => tags !== null,
      isReleased: () => tags?.some((tag) => !tag.includes('-rc')) ?? null,
      isCut: () => false,
    }
    return { read: () => null, readBlob: () => null, holds: () => false, name: 'linux', history }
  }
  const cases: readonly (readonly [string, readonly string[] | null, readonly string[]])[] = [
    ['in no tag', [], ['stable/unreleased']],
    ['in a candidate only', ['v6.2-rc1'], ['stable/unreleased']],
    ['in a release', ['v6.2-rc1', 'v6.2', 'v6.2.1'], []],
    ['not at hand', null, []],
  ]
  test.each(cases)('%s', async (_, tags, expected) => {
    const comments = await said([mail], treeWith(tags))
    expect(comments.map(({ rule }) => rule.id)).toEqual(expected)
  })

  test('without history nothing is known', async () => {
    expect(await said([mail], { ...treeWith([]), history: null })).toEqual([])
  })
})

describe('what a diff does as a whole', () => {
  const cases: readonly (readonly [string, Shape | null])[] = [
    [rename, 'names'],
    ['-\tfoo(a, b );\n+\tfoo(a, b);', 'blanks'],
    ['-\tpr_info("a, b");\n+\tpr_info("a,b");', 'messages'],
    ['-\tfoo();\n+\tbar();', null],
    ['-\tuse(A);\n-\tuse(A);\n+\tuse(B);\n+\tuse(B);', null],
    ['-/* teh */\n+/* the */', 'comments'],
    ['-int foo(void)\n+static int foo(void)', 'annotations'],
    ['-\tint unused;', 'deletions'],
    ['+#include <linux/foo.h>', 'includes'],
    ['-\tfoo();\n \tbar();\n+\tfoo();', 'moves'],
  ]
  test.each(cases)('%s', async (diff, expected) => {
    const bytes = Buffer.from(asMail({ diff }))
    const message = await parseMessage({
      origin: 'x',
      bytes,
      reload: async () => Promise.resolve(bytes),
    })
    const text = patchText(message)
    if (text === null) throw new Error('no patch')
    expect(shapeOf(lookAt(readPatch(message, text)))).toBe(expected)
  })
})
