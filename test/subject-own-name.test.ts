import { describe, expect, test } from 'vitest'
import { isOwnName, standsBehind } from '../src/facts/subject/own-name.ts'

describe('the usual prefix behind another element', () => {
  const check = (title: string, prefix: string, expected: boolean) =>
    test(title.slice(0, 40), () => expect(standsBehind(title, prefix)).toBe(expected))
  check('s390/lamp: Shine', 'lamp', true)
  check('nohz/full, sched/rt: Shine', 'sched', true)
  check('arm64: KVM: Shine', 'KVM', true)
  check('arm/arm64: KVM: Shine', 'KVM', true)
  check('desk: KVM: Shine', 'KVM', false)
  check('drivers/lamp: Shine', 'lamp', false)
  check('drivers: lamp: Shine', 'lamp', false)
  check('lamp: Shine', 'lamp', false)
  check('Shine', 'lamp', false)
  check('/'.repeat(1_000_000), 'lamp', false)
})

describe("the driver's own name", () => {
  const check = (title: string, path: string, expected: boolean) =>
    test(`${title} in ${path}`, () => expect(isOwnName(title, [path])).toBe(expected))
  check('lpfc: Shine', 'drivers/scsi/lpfc/lpfc_lamp.c', true)
  check('sd: Shine', 'drivers/scsi/sd_lamp.c', true)
  check('intel-iommu: Shine', 'drivers/iommu/intel/iommu.c', true)
  check('desk: Shine', 'drivers/scsi/desklamp.c', false)
  check('Shine', 'drivers/scsi/shine.c', false)
})
