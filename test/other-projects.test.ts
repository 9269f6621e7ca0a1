import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { lint, loadRules, type RuleSet } from '../src/index.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'

interface Sent {
  readonly subject?: string
  readonly to?: string
  readonly path?: string
}

const shipped = readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url)))

function setOf(files: typeof shipped): RuleSet {
  const loaded = loadRules(files)
  if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
  return loaded.set
}

const set = setOf(shipped)

/** A patch that nobody signed, and whose Fixes: tag is short. */
function mailOf(sent: Sent, id: string): string {
  const { subject = '[PATCH] lamp: turn off', to = 'list@example.org', path = 'lib/lamp.c' } = sent
  return [
    'From: A Developer <dev@example.org>',
    `Message-ID: <${id}@example.org>`,
    ...(id === '1' ? [] : ['In-Reply-To: <1@example.org>']),
    `To: ${to}`,
    `Subject: ${subject}`,
    '',
    'The lamp stays on.',
    '',
    'Fixes: 0123456 ("lamp: add it")',
    '---',
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    '@@ -10,2 +10,3 @@ int lamp_probe(void)',
    ' fail:',
    '+\tlamp_off();',
    ' \treturn err;',
    '',
  ].join('\n')
}

async function* mails(sent: readonly Sent[]) {
  for (const [i, one] of sent.entries()) {
    const bytes = Buffer.from(mailOf(one, `${i + 1}`))
    yield await Promise.resolve({ origin: 'test', bytes, reload: async () => bytes })
  }
}

async function reviewsOf(sent: readonly Sent[], rules = set) {
  const { reviews, complete } = await lint(mails(sent), {
    tool: { name: 'lorelint', version: '' },
    set: rules,
    nursery: true,
  })
  const told = reviews.flatMap(({ problems }) => problems)
  return {
    rules: reviews.flatMap(({ comments }) => comments.map(({ rule }) => rule.id)),
    told: told.filter(({ code }) => code === 'other-project').map(({ what }) => what),
    complete,
  }
}

/** All of them take patches with a sign-off only: the rule says "project: any". */
const ANYWHERE = ['tags/missing-signed-off-by']

const REST = 'rules about the Linux kernel were not asked'

describe('a patch for another project is not asked about by rules of the kernel', () => {
  const check = (name: string, sent: Sent, because: string) => {
    test(name, async () => {
      const { rules, told, complete } = await reviewsOf([sent])
      expect(rules).toEqual(ANYWHERE)
      expect(told).toEqual([`a patch for ${because}; ${REST}`])
      expect(complete).toBe(true)
    })
  }
  check(
    'a word in the brackets of its subject',
    { subject: '[kvm-unit-tests PATCH v2 1/2] lamp: turn off' },
    'kvm-unit-tests (its subject says "kvm-unit-tests")',
  )
  check(
    'in a bracket of its own',
    { subject: '[PATCH][kvmtool] lamp: turn off' },
    'kvmtool (its subject says "kvmtool")',
  )
  check(
    'whatever its letter case, and a branch behind it',
    { subject: '[PATCH IPROUTE2-next] lamp: turn off' },
    'iproute2 (its subject says "IPROUTE2-next")',
  )
  check(
    'the word counts more than a folder that the kernel has, too',
    { subject: '[PATCH b4] lamp: turn off', path: 'Documentation/lamp.c' },
    'b4 (its subject says "b4")',
  )
  check(
    'how its title begins',
    { subject: '[PATCH] mmc-utils: turn the lamp off' },
    'mmc-utils (its subject begins "mmc-utils: turn the ")',
  )
  check('a folder', { path: 'hw/arm/lamp.c' }, 'QEMU (it changes hw/arm/lamp.c)')
  check(
    'an address, and no folder of the kernel',
    { to: 'qemu-devel@nongnu.org', path: 'util/lamp.c' },
    'QEMU (it is sent to qemu-devel@nongnu.org)',
  )
})

describe('a patch for the kernel is', () => {
  const check = (name: string, sent: Sent) => {
    test(name, async () => {
      const { rules, told } = await reviewsOf([sent])
      expect(rules).toContain('tags/missing-signed-off-by')
      expect(rules).toContain('fixes/format')
      expect(told).toEqual([])
    })
  }
  check('without a sign', {})
  check('with a copy to the list of another project', {
    to: 'qemu-devel@nongnu.org',
    path: 'arch/arm64/kvm/lamp.c',
  })
  check('with a folder of that name further down', { path: 'drivers/target/lamp.c' })
  check('with the name of another project in its title', {
    subject: '[PATCH] lamp: turn off for kvm-unit-tests',
  })
})

test('the folders of a series speak for its patches', async () => {
  const { rules, told } = await reviewsOf([
    { subject: '[PATCH 1/2] lamp: turn off', path: 'target/arm/lamp.c' },
    { subject: '[PATCH 2/2] lamp: turn on', path: 'util/lamp.c' },
  ])
  expect(new Set(rules)).toEqual(new Set(ANYWHERE))
  expect(told).toHaveLength(2)
})

test('a pack that names no project is asked about any', async () => {
  const pack = '---\nowner: A Maintainer <m@example.org>\n---\n# Lamps\n\nFor tests.\n'
  const rule =
    '---\nseverity: note\n---\n# Off\n\n## Match\n\n```diff\nSubject: /turn off/\n```\n\n## Comment\n\n```text\nOn?\n```\n'
  const own = setOf([
    ...shipped,
    { path: 'lamps/PACK.md', file: 'lamps/PACK.md', text: pack },
    { path: 'lamps/off.md', file: 'lamps/off.md', text: rule },
  ])
  const { rules } = await reviewsOf([{ subject: '[PATCH kvmtool] lamp: turn off' }], own)
  expect(rules).toEqual(['lamps/off', ...ANYWHERE])
})

test('every shipped pack but the one about any C file is for the kernel', () => {
  const others = [...set.packs.values()].filter(({ project }) => project === null)
  expect(others.map(({ name }) => name)).toEqual(['c'])
})
