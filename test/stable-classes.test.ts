import { describe, expect, test } from 'vitest'
import { type Posted, saidBy } from './said-by.ts'

const SOB = 'Signed-off-by: A Developer <dev@example.org>'
const CC = 'Cc: stable@vger.kernel.org'
const stable = ['not-a-bugfix', 'no-code', 'no-symptom-stated'].map(
  (name) => [name, saidBy(`stable/${name}`)] as const,
)

/** One file with lines that are signed, behind one line of context. */
function diff(path: string, ...lines: readonly string[]): string {
  const count = (sign: string) => lines.filter((line) => !line.startsWith(sign)).length + 1
  return [
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -10,${count('+')} +10,${count('-')} @@ static int lamp_probe(void)`,
    ' {',
    ...lines,
  ].join('\n')
}

/** `mail` is a lone patch with the tag, unless its log has trailers of its own. */
function check(name: string, mail: Posted, expected: readonly string[]): void {
  test(name, async () => {
    const log = mail.log ?? 'Do it.'
    const posted = { ...mail, log: log.includes(SOB) ? log : `${log}\n\n${CC}\n${SOB}` }
    const said: string[] = []
    for (const [rule, say] of stable) if ((await say([posted])).length > 0) said.push(rule)
    expect(said).toEqual(expected)
  })
}

const rename = diff(
  'drivers/lamp/core.c',
  '-static int indx, unused;',
  '-\tuse(indx);',
  '+static int index, unused;',
  '+\tuse(index);',
)
const cleanup = {
  subject: 'lamp: Rename the unused indx for consistency',
  log: 'Use the usual name.',
  diff: rename,
}

describe('what stable takes in any case', () => {
  check('as it is without such words', cleanup, ['not-a-bugfix'])
  for (const subject of [
    'lamp: Add device IDs for the desk lamp',
    'lamp: Add ID for the new desk lamp',
    'lamp: Add a quirk for the Foo board',
    'arm64: errata: Add the workaround for lamps',
    'lamp: Enable the erratum 1234 workaround',
    'USB: serial: lamp: add product ID of Foo',
  ])
    check(subject, { ...cleanup, subject }, [])
})

describe('what asks not to be picked is not counted', () => {
  check(
    'noautosel alone',
    { ...cleanup, log: `Use it.\n\nCc: <stable+noautosel@kernel.org>\n${SOB}` },
    [],
  )
  check(
    'noautosel beside the tag',
    { ...cleanup, log: `Use it.\n\n${CC}\nCc: <stable+noautosel@kernel.org> # needs more\n${SOB}` },
    [],
  )
})

describe('documentation and tests', () => {
  const rst = diff('Documentation/hwmon/lamp.rst', '-degrees', '+millidegrees')
  check('a unit', { subject: 'lamp: Correct the unit', log: 'It is wrong.', diff: rst }, [
    'no-code',
  ])
  check(
    'a test that is new',
    {
      subject: 'selftests: lamp: Add a test for blinking',
      log: 'It would be wrong not to test it.',
      diff: diff('tools/testing/selftests/lamp/blink.c', '+\tblink();'),
    },
    ['no-code'],
  )
  check(
    'a test is repaired',
    {
      subject: 'selftests: lamp: Fix the build with musl',
      log: 'The build fails for want of a header.',
      diff: diff('tools/testing/selftests/lamp/blink.c', '+#include <errno.h>'),
    },
    [],
  )
})

describe('KVM: a view that is opened to guests', () => {
  const handler = diff('arch/arm64/kvm/sys_regs.c', '+static bool access_lamp(struct kvm_vcpu *v)')
  const expose = { subject: 'KVM: arm64: Expose LAMP_EL1 to guests', diff: handler }
  check('is a feature', expose, ['not-a-bugfix'])
  check('with a Fixes:', { ...expose, log: `Do it.\n\nFixes: 0123456789ab ("x")\n${CC}\n${SOB}` }, [
    'not-a-bugfix',
  ])
  check('a user saw it', { ...expose, log: `Do it.\n\nReported-by: U <u@x>\n${CC}\n${SOB}` }, [])
  check('it was forgotten', { ...expose, log: 'The handler was forgotten by accident.' }, [])
  check('a reviewer asked for the tag', { ...expose, notes: 'v2: added Cc: stable (Rita)' }, [])
})

describe('what holds a patch back', () => {
  check('what is wrong is said', { ...cleanup, log: 'It was a wrong name.' }, [])
  check(
    'a reviewer asked for the tag',
    { ...cleanup, notes: 'v2:\n - add cc stable [Rita Reviewer]' },
    [],
  )
  check('the author added it', { ...cleanup, notes: 'v2: a stable name' }, ['not-a-bugfix'])
  check(
    'a name that is found by its text',
    {
      subject: 'lamp: Rename the algorithms',
      log: 'The names must differ.',
      diff: diff(
        'drivers/lamp/core.c',
        '-\t.name = "lamp-cbc",',
        '-\t.name = "lamp-ecb",',
        '+\t.name = "lamp-cbc-hsna",',
        '+\t.name = "lamp-ecb-hsna",',
      ),
    },
    [],
  )
})
