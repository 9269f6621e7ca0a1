import { describe, expect, test } from 'vitest'
import { firstElement, homesOf } from '../src/facts/subject/homes.ts'
import { type PrefixRow, prefixTable, usualPrefix } from '../src/facts/subject/usual.ts'

describe('the first element of a subject', () => {
  const check = (title: string, expected: string | null) =>
    test(title.slice(0, 40), () => expect(firstElement(title)).toBe(expected))
  check('iio: adc: lamp: Shine', 'iio')
  check('x86/mm: Shine', 'x86')
  check('arm64, hibernate: Shine', 'arm64')
  check('Shine: brightly', 'Shine')
  check('Shine', null)
  check(': Shine', null)
  check('Revert "lamp: Shine"', null)
  check('Shine brightly when all the other lamps of the house are dark: now', null)
  check('x'.repeat(1_000_000), null)
})

describe('the paths that hold all of a patch', () => {
  const check = (name: string, paths: readonly string[], expected: readonly string[]) =>
    test(name, () => expect(homesOf(paths)).toEqual(expected))
  check('one file', ['a/b/c.c'], ['a/b/c.c', 'a/b/', 'a/'])
  check('two in a folder', ['a/b/c.c', 'a/b/d/e.c'], ['a/b/', 'a/'])
  check('with a document', ['Documentation/x.rst', 'a/b.c'], ['a/b.c', 'a/'])
  check('with a header of its own', ['include/linux/lamp/x.h', 'a/b.c'], ['a/b.c', 'a/'])
  check('with a header of others', ['include/linux/lamp.h', 'a/b.c'], [])
  check('a folder whose name begins another', ['a/bb/c.c', 'a/b/c.c'], ['a/'])
  check('documents alone', ['Documentation/x.rst'], [])
  check('nowhere in common', ['a/b.c', 'c/d.c'], [])
  check('nothing', [], [])
})

describe('what is usual there', () => {
  const row = (path: string, prefix: string, accepted: number, more: Partial<PrefixRow> = {}) => ({
    path,
    prefix,
    accepted,
    patches: 20,
    others: [],
    below: [],
    ...more,
  })
  const table = prefixTable([
    row('lamps/', 'lamp', 19, { others: ['bulb'], below: ['desk/'] }),
    row('lamps/mixed/', 'lamp', 12),
    row('lamps/new/', 'torch', 5, { patches: 5 }),
    row('kvm/', 'KVM', 20),
    row('arch/arm/', 'ARM', 20),
    row('arch/arm64/kvm/', 'KVM', 20),
    row('arch/mips/boot/dts/', 'MIPS', 20),
  ])
  const check = (name: string, path: string, title: string, expected: string | null) =>
    test(name, () => {
      const parts = path.split('/')
      const above = parts.slice(0, -1).map((_, at) => `${parts.slice(0, at + 1).join('/')}/`)
      const found = usualPrefix(table, [path, ...above.toReversed()], title)
      expect(found?.prefix ?? null).toBe(expected)
    })
  check('another', 'lamps/a.c', 'light: Shine', 'lamp')
  check('none', 'lamps/a.c', 'Shine', 'lamp')
  check('the same', 'lamps/a.c', 'lamp: Shine', null)
  check('accepted before', 'lamps/a.c', 'bulb: Shine', null)
  check('capital letters', 'lamps/a.c', 'Lamp: Shine', null)
  check('capital letters of one accepted before', 'lamps/a.c', 'BULB: Shine', null)
  check('capital letters in a tree that goes by them', 'arch/arm/a.c', 'arm: Shine', 'ARM')
  check('capital letters of device trees', 'arch/mips/boot/dts/a.dts', 'mips: Shine', 'MIPS')
  check('small letters in KVM of such a tree', 'arch/arm64/kvm/a.c', 'kvm: Shine', null)
  check('a folder that is known', 'lamps/desk/a.c', 'light: Shine', 'lamp')
  check('a folder that is not', 'lamps/floor/a.c', 'light: Shine', null)
  check('a folder of many minds', 'lamps/mixed/a.c', 'light: Shine', null)
  check('a folder with few patches', 'lamps/new/a.c', 'light: Shine', null)
  check('another subsystem', 'lamps/a.c', 'KVM: Shine', null)
  check('another subsystem, in small letters', 'lamps/a.c', 'kvm: Shine', null)
  check('a subsystem that is a folder above', 'lamps/desk/KVM/a.c', 'kvm: Shine', 'lamp')
  check('its own name in small letters', 'kvm/a.c', 'kvm: Shine', null)
  check('a revert', 'lamps/a.c', 'Revert "light: Shine"', null)
  check('not to be applied', 'lamps/a.c', 'DO NOT MERGE: light: Shine', null)
  check('a mark of its own', 'lamps/a.c', '*debug: light: Shine', null)
  check('a prefix that begins like a mark', 'lamps/a.c', 'testing: Shine', 'lamp')
})
