import { describe, expect, test } from 'vitest'
import { saidBy } from './said-by.ts'

const HEADER = 'arch/arm64/include/uapi/asm/kvm.h'

function header(...lines: readonly string[]): string {
  return [
    `diff --git a/${HEADER} b/${HEADER}`,
    `--- a/${HEADER}`,
    `+++ b/${HEADER}`,
    `@@ -1,1 +1,${lines.length + 1} @@`,
    ' #define KVM_OLD 1',
    ...lines.map((line) => `+${line}`),
  ].join('\n')
}

describe('an interface of KVM without a test', () => {
  const says = saidBy('uapi/kvm-api-without-test')
  const check = (
    name: string,
    post: { readonly lines: readonly string[]; readonly log?: string; readonly subject?: string },
    expected: string | null,
  ) =>
    test(name, async () => {
      const { lines, log = 'Somebody wants it.', subject = 'KVM: arm64: Add lamps' } = post
      const found = await says([{ diff: header(...lines), log, subject }])
      expect(found.map(({ text }) => /for (\w+)/.exec(text)?.[1])).toEqual(
        expected === null ? [] : [expected],
      )
    })
  const cap = ['#define KVM_CAP_LAMP 300']
  check('a capability', { lines: cap }, 'KVM_CAP_LAMP')
  check('an ioctl', { lines: ['#define KVM_LAMP _IO(KVMIO, 0x99)'] }, 'KVM_LAMP')
  check('a vCPU feature', { lines: ['#define KVM_ARM_VCPU_LAMP 9'] }, 'KVM_ARM_VCPU_LAMP')
  check('a group of a device', { lines: ['#define KVM_DEV_LAMP_GRP 9'] }, 'KVM_DEV_LAMP_GRP')
  check('one remark for many', { lines: [...cap, '#define KVM_CAP_DOOR 301'] }, 'KVM_CAP_LAMP')
  check('a mask', { lines: ['#define KVM_ARM_VCPU_LAMP_MASK 0xff'] }, null)
  check('a value', { lines: ['#define KVM_LAMP_ON 1'] }, null)
  check('it was tested', { lines: cap, log: 'I tested this with two lamps.' }, null)
  check('a program uses it', { lines: cap, log: 'The code for kvmtool is on my branch.' }, null)
  check('somebody tested it', { lines: cap, log: 'Why.\n\nTested-by: A <a@example.org>' }, null)
  check('a reviewer saw it', { lines: cap, log: 'Why.\n\nAcked-by: A <a@example.org>' }, null)
  check('a draft', { lines: cap, subject: '[RFC PATCH] KVM: arm64: Add lamps' }, null)
  check('a second revision', { lines: cap, subject: '[PATCH v2] KVM: Lamps' }, 'KVM_CAP_LAMP')
  check('a fourth revision', { lines: cap, subject: '[PATCH v4] KVM: arm64: Add lamps' }, null)

  test('a series of which the cover letter is not at hand', async () => {
    expect(await says([{ diff: header(...cap), log: 'Why.' }, { log: 'Why.' }])).toEqual([])
  })
})
