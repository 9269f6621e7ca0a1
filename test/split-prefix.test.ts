import { expect, test } from 'vitest'
import { openPlan } from '../src/facts/split/open-plan.ts'
import { shipped } from './shipped.ts'
import { read } from './split-repository.ts'

const { knowledge } = shipped()

/** A function of the given name that a file loses two lines of and gets two. */
const file = (path: string, name: string): string => `diff --git a/${path} b/${path}
--- a/${path}
+++ b/${path}
@@ -10,4 +10,4 @@ static int ${name}_run(void)
 {
-	${name}_old(1);
-	${name}_old(2);
+	${name}_new(1);
+	${name}_new(2);
 	return 0;
`

/** The subject of the second part of a patch with this title, which changes the first path and another. */
function check(title: string, first: string, other: string, expected: string): void {
  test(`${title} also in ${other}`, async () => {
    const head = `From: A Developer <dev@example.org>\nSubject: [PATCH] ${title}\n\nIt is off.\n---\n`
    const plan = openPlan(
      await read(`${head}${file(first, 'alpha')}${file(other, 'bravo')}`),
      knowledge,
    )
    expect(plan?.parts.map(({ subject }) => subject)).toEqual([title, expected])
  })
}

const CHANGE = 'Change bravo_run()'
check(
  'iio: ad1: Fix alpha',
  'drivers/iio/adc/ad1.c',
  'drivers/iio/dac/ad2.c',
  `iio: ad1: ${CHANGE}`,
)
check('cxl: Fix alpha', 'drivers/cxl/core/mem.c', 'fs/ext4/mballoc.c', `ext4: ${CHANGE}`)
check('cxl: Fix alpha', 'drivers/cxl/core/mem.c', 'kernel/softirq.c', `softirq: ${CHANGE}`)
check('cxl: Fix alpha', 'drivers/cxl/core/mem.c', 'include/linux/mem.h', `cxl: ${CHANGE}`)
check('KVM: Fix alpha', 'arch/arm64/kvm/arm.c', 'virt/kvm/kvm_main.c', `KVM: ${CHANGE}`)
check('Fix alpha', 'drivers/cxl/core/mem.c', 'fs/ext4/mballoc.c', CHANGE)
