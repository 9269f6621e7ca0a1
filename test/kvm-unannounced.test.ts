import { describe, expect, test } from 'vitest'
import { saidBy } from './said-by.ts'

const HEADER = 'include/uapi/linux/kvm.h'

function header(lines: readonly string[], path = HEADER): string {
  const old = lines.filter((line) => !line.startsWith('+')).length
  const fresh = lines.filter((line) => !line.startsWith('-')).length
  return [
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -1,${old} +1,${fresh} @@ struct kvm_lamp {`,
    ...lines,
  ].join('\n')
}

describe('a field of KVM that nothing announces', () => {
  const says = saidBy('uapi/kvm-field-without-flag')
  const check = (name: string, diffs: readonly string[], expected: number, subject?: string) =>
    test(name, async () => {
      const posts = diffs.map((diff) => ({ diff, log: 'Why.', ...(subject ? { subject } : {}) }))
      expect(await says(posts)).toHaveLength(expected)
    })
  const field = [' \t__u32 level;', '+\t__u32 colour;', ' };']
  check('a field', [header(field)], 1)
  check('two fields are one remark', [header([...field.slice(0, 2), '+\t__u32 hue;', ' };'])], 1)
  check('padding', [header([' \t__u32 level;', '+\t__u32 pad;', ' };'])], 0)
  check('in a comment', [header([' \t/*', '+\t__u32 colour;', ' \t */', ' };'])], 0)
  check('behind the structure', [header([' };', '+\t__u32 colour;'])], 0)
  check('an old structure below a new one', [header([' };', '+struct kvm_a {', ...field])], 0)
  check('a flag in a later patch', [header(field), header([' };', '+#define KVM_LAMP_HUE 1'])], 0)
  check('a structure of the series', [header([' };', '+struct kvm_lamp {']), header(field)], 0)
  check('another header', [header(field, 'include/uapi/linux/lamp.h')], 0)
  check('a draft', [header(field)], 0, '[RFC PATCH] KVM: Lamps')
})
