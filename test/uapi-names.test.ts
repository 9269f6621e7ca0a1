import { describe, expect, test } from 'vitest'
import { declaredBy, numberOf } from '../src/facts/uapi/names.ts'
import { saidBy } from './said-by.ts'

describe('what a line of a uapi header declares', () => {
  const check = (text: string, expected: string | null) =>
    test(text.slice(0, 40), () => {
      const line = { sign: '+', text, oldLine: 1, newLine: 1, mailLine: 1, noEol: false } as const
      const found = declaredBy(line)
      expect(found === null ? null : `${found.kind} ${found.name} ${found.value}`.trim()).toBe(
        expected,
      )
    })
  check('#define LAMP_ON 1', 'define LAMP_ON 1')
  check('# define LAMP_ON (1 << 3) /* bright */', 'define LAMP_ON (1<<3)')
  check('\tLAMP_DARK,', 'enumerator LAMP_DARK')
  check('\tLAMP_DARK = 3, // now', 'enumerator LAMP_DARK 3')
  check('\t__u32 level;', 'field level')
  check('\tstruct lamp *lamps[LAMP_ROOMS];', 'field lamps')
  check('\t__u32 reserved[3];', null)
  check('\tLAMP_MAX', null)
  check('#define _UAPI_LINUX_LAMP_H', null)
  check('#define __LAMP_H__', null)
  check('\treturn 1;', null)
  check('};', null)
  check(`#define LAMP ${'('.repeat(1_000_000)}`, `define LAMP ${'('.repeat(300 - 13)}`)
})

describe('the number that userspace sees', () => {
  const check = (value: string, expected: string | null) =>
    test(value, () => expect(numberOf(value)).toBe(expected))
  check('16', '16')
  check('0x10U', '16')
  check('(16)', '16')
  check("_IOW('L',2,int)", "'L' 2")
  check('_IO(LAMP,0x2)', 'LAMP 2')
  check('(1<<3)', null)
  check('LAMP_ON', null)
})

describe('a name of the uapi goes', () => {
  const says = saidBy('uapi/removed-or-renumbered')
  const header = 'include/uapi/linux/lamp.h'
  const diff = (...lines: readonly string[]) =>
    [
      `diff --git a/${header} b/${header}`,
      `--- a/${header}`,
      `+++ b/${header}`,
      `@@ -1,${lines.filter((line) => !line.startsWith('+')).length} +1,${lines.filter((line) => !line.startsWith('-')).length} @@ struct lamp {`,
      ...lines,
    ].join('\n')
  const check = (name: string, diffs: readonly string[], expected: number) =>
    test(name, async () => {
      expect(await says(diffs.map((text) => ({ diff: text })))).toHaveLength(expected)
    })
  check('a field', [diff(' \t__u32 flags;', '-\t__u32 level;')], 1)
  check(
    'a field that the series brought',
    [diff(' \t__u32 flags;', '+\t__u32 level;'), diff(' \t__u32 flags;', '-\t__u32 level;')],
    0,
  )
  check(
    'a field that comes again later',
    [diff(' \t__u32 flags;', '-\t__u32 level;'), diff(' \t__u32 flags;', '+\t__u32 level;')],
    0,
  )
  check('a comment', [diff(' /*', '- *  LAMP_ON,', '+ *  LAMP_LIT,', '  */')], 0)
})
