import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { lint, loadRules, type RawMail, type Report } from '../src/index.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'

// What once went wrong in judging: each test is a mail that was judged wrongly, or took too long.

async function judge(...mails: readonly string[]): Promise<Report> {
  const loaded = loadRules(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))))
  if ('errors' in loaded) throw new Error('the shipped rules are broken')
  return lint(sent(mails), { tool: { name: 'lorelint', version: '0' }, set: loaded.set })
}

async function* sent(mails: readonly string[]): AsyncGenerator<RawMail, void, void> {
  for (const [i, text] of mails.entries()) {
    const bytes = Buffer.from(text)
    yield await Promise.resolve({
      origin: `${i}`,
      bytes,
      reload: async () => Promise.resolve(bytes),
    })
  }
}

function mail(subject: string, log: string, diff: string, id = 'one@example.org'): string {
  const head = `From: A Developer <dev@example.org>\nMessage-ID: <${id}>\nSubject: ${subject}\n\n`
  return `${head}${log}\nSigned-off-by: A Developer <dev@example.org>\n---\n${diff}`
}

function sysRegs(hunk: string): string {
  const path = 'arch/arm64/kvm/sys_regs.c'
  return `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n${hunk}`
}

const row = sysRegs(
  '@@ -200,2 +200,2 @@ static const struct sys_reg_desc sys_reg_descs[] = {\n' +
    ' \t{ SYS_DESC(SYS_ERRIDR_EL1), trap_raz_wi },\n' +
    '-\t{ SYS_DESC(SYS_ERRSELR_EL1), trap_raz_wi },\n' +
    '+\t{ SYS_DESC(SYS_ERRSELR_EL1), access_errselr },\n',
)
const harmless =
  'diff --git a/lib/x.c b/lib/x.c\n--- a/lib/x.c\n+++ b/lib/x.c\n@@ -1 +1 @@\n-a\n+b\n'

const rules = (report: Report): readonly string[] =>
  report.reviews.flatMap((review) => review.comments.map((comment) => comment.rule.id))

describe('what is judged', () => {
  test('a second mail with the same Message-ID and another patch is judged too', async () => {
    const first = mail('[PATCH] lib: x', 'x\n', harmless)
    const second = mail('[PATCH] KVM: arm64: Show the error records', 'x\n', row)
    expect(rules(await judge(first, second))).toContain('kvm/userspace-restores-old-value')
    expect((await judge(second, second)).reviews).toHaveLength(1)
  })

  for (const [what, from, to] of [
    ['at another place', '@@ -1 +1 @@', '@@ -9 +9 @@'],
    ['with another mode', '--- a/lib/x.c', 'old mode 100644\nnew mode 100755\n--- a/lib/x.c'],
    ['by another author', 'dev@example.org>\nM', 'eve@example.org>\nM'],
  ] as const) {
    test(`the same Message-ID and lines, but ${what}, is another patch`, async () => {
      const first = mail('[PATCH] lib: x', 'x\n', harmless)
      const second = first.replace(from, to)
      expect(second).not.toBe(first)
      const report = await judge(first, second, first, second)
      expect(report.reviews).toHaveLength(2)
    })
  }

  test('a numbered patch without its diff is not passed over', async () => {
    const report = await judge(
      mail('[PATCH 1/2] lib: x', 'x\n', harmless),
      mail('[PATCH 2/2] lib: y', 'y\n', 'See the attachment.\n', 'two@example.org'),
    )
    expect(report.complete).toBe(false)
    expect(report.problems).toMatchObject([{ code: 'member-without-patch', kind: 'limit' }])
  })

  test('a patch that is too large is not passed over, whatever its subject', async () => {
    const large = mail(
      'lib: a lot',
      'x\n',
      `${harmless}${'-- \n'.repeat(3_000_000)}`,
      'two@example.org',
    )
    const report = await judge(mail('[PATCH] lib: x', 'x\n', harmless), large)
    expect(report.complete).toBe(false)
  })

  test('a diff that nobody sent to be applied is left out, and counted', async () => {
    const reply = mail('Re: [PATCH] lib: x', 'Rather:\n', harmless, 'two@example.org')
    const report = await judge(mail('[PATCH] lib: x', 'x\n', harmless), reply)
    expect([report.reviews.length, report.aside, report.complete]).toEqual([1, 1, true])
    expect((await judge(reply)).reviews).toHaveLength(1)
  })

  test('a gate that only a comment names gates nothing', async () => {
    const commented = row.replace('@@ -200,2 +200,2 @@', '@@ -200,2 +200,3 @@')
    const patch = `${commented}+\t/* one day behind KVM_ARM_VCPU_ERRORS */\n`
    const report = await judge(mail('[PATCH] KVM: arm64: Show them', 'x\n', patch))
    expect(rules(report)).toContain('kvm/guest-visible-change-needs-opt-in')
  })

  test('a check that goes in right behind the brace of an old handler is seen', async () => {
    const hunk =
      '@@ -1348,4 +1348,7 @@ static bool trap_loregion(struct kvm_vcpu *vcpu,\n \t\t\t  const struct sys_reg_desc *r)\n {\n' +
      '+\tif (pmu_access_el0_disabled(vcpu))\n+\t\treturn false;\n+\n \tu32 sr = encode(r);\n \tgo(sr);\n'
    const brace = hunk
      .replace('@@ -1348,4 +1348,7 @@', '@@ -1349,3 +1349,6 @@')
      .replace(/\n \t\t\t.*\n/, '\n')
    for (const shown of [hunk, brace]) {
      const report = await judge(mail('[PATCH] KVM: arm64: Refuse it', 'x\n', sysRegs(shown)))
      expect(rules(report)).toContain('kvm-arm64/undef-at-el0')
    }
  })

  test('a KVM patch whose log shows an oops is a fix', async () => {
    const log =
      'The host dies:\n\n  Unable to handle kernel NULL pointer dereference at 0\n\nCc: stable@vger.kernel.org\nReported-by: A User <user@example.org>'
    const report = await judge(mail('[PATCH] KVM: arm64: Allow reads without crashing', log, row))
    expect(rules(report)).not.toContain('stable/not-a-bugfix')
  })

  test.each([
    'linux-kernel@vger.kernel.org, stable@vger.kernel.org',
    'stable@kernel.org (v5.10 and later)',
    'Stable Team <stable@vger.kernel.org> # v6.1+',
  ])('Cc: %s is stable', async (cc) => {
    const report = await judge(mail('[PATCH] KVM: arm64: Expose them', `x\n\nCc: ${cc}`, row))
    expect(rules(report)).toContain('stable/not-a-bugfix')
  })
})

describe('time does not grow with the square of a line or a log', () => {
  const stable = '\n\nCc: stable@vger.kernel.org'
  test.each([
    ['results that look like trailers', `${'Result: '.repeat(40)}\n\nand more${stable}`, harmless],
    ['compiler options', `a${'-W'.repeat(25_000)}${stable}`, harmless],
    ['blank lines', `a${'\n'.repeat(60_000)}b${stable}`, harmless],
    ['a word of 200 kB', `x${stable}`, harmless.replace('+b', `+${'a'.repeat(200_000)}`)],
    [
      'a loop macro without end',
      `x${stable}`,
      sysRegs(`@@ -1 +1 @@\n-a\n+${'for_each_'.repeat(8000)}\n`),
    ],
    ['table rows by the thousand', `x${stable}`, manyRows(5000)],
  ])(
    '%s',
    async (_what, log, diff) => {
      await judge(mail('[PATCH] x: Change y', log, diff))
    },
    10_000,
  )
})

function manyRows(n: number): string {
  const rows = Array.from(
    { length: n },
    (_, i) =>
      `-\t{ SYS_DESC(SYS_R${i}_EL1), trap_raz_wi },\n+\t{ SYS_DESC(SYS_R${i}_EL1), access_r${i} },\n`,
  )
  return sysRegs(
    `@@ -1,${n} +1,${n} @@ static const struct sys_reg_desc sys_reg_descs[] = {\n${rows.join('')}`,
  )
}
