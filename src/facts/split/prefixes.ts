import { pathOf } from '../changes.ts'
import type { Component } from './components.ts'

/**
 * The prefix of a part's subject: the patch's own ("iio: adc: ad7124: ") while the part stands near the one its
 * title speaks of; for a file of another corner the folder it is in ("ext4: "), or its own name in a folder at
 * the top ("softirq: ").
 */
export function partPrefix(own: string, core: Component, main: Component | undefined): string {
  const paths = pathsOf(core)
  const [first] = paths
  if (own === '' || first === undefined || main === undefined) return own
  const known = new Set(pathsOf(main).map(cornerOf))
  const isNear = (path: string): boolean => known.has(cornerOf(path)) || isNamed(own, path)
  if (paths.some((path) => SHARED.test(path) || isNear(path))) return own
  const folders = first.split('/').slice(0, -1)
  const name = folders.length > 1 ? folders.at(-1) : stemOf(first)
  return name === undefined || name === '' ? own : `${name}: `
}

/** Headers and documents belong to whoever changes them. */
const SHARED = /^(?:include|Documentation|tools)\//

function pathsOf({ changes }: Component): readonly string[] {
  return [...new Set(changes.flatMap(({ file }) => pathOf(file) ?? []))]
}

/** "drivers/iio" of "drivers/iio/adc/ad7124.c". */
function cornerOf(path: string): string {
  return path.split('/').slice(0, -1).slice(0, 2).join('/')
}

/** "KVM: " names virt/kvm/kvm_main.c. */
function isNamed(prefix: string, path: string): boolean {
  const words: readonly string[] = prefix.toLowerCase().match(/\w+/g) ?? []
  return [...path.split('/').slice(0, -1), stemOf(path)].some((name) =>
    words.includes(name.toLowerCase()),
  )
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w{1,4}$/, '')
}
