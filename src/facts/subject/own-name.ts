import { firstElement } from './homes.ts'

/**
 * The usual prefix stands in the title, behind another element of the same: "s390/zfcp: Shine" where "zfcp" is usual,
 * and the architecture in front of it: "arm64: KVM: Shine". A folder's path ("drivers/lamp: Shine") is none.
 */
export function standsBehind(title: string, prefix: string): boolean {
  const [head = '', next = ''] = title.slice(0, 120).split(':')
  const elements = wordsOf(head)
  if (elements[0] === undefined || /^(?:drivers|arch)$/.test(elements[0])) return false
  const isArch = elements.every((element) => ARCHITECTURES.has(element))
  const usual = prefix.toLowerCase()
  return elements.slice(1).includes(usual) || (isArch && wordsOf(next)[0] === usual)
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[/,]/).map((word) => word.trim().toLowerCase())
}

const ARCHITECTURES: ReadonlySet<string> = new Set([
  'arm',
  'arm64',
  'loongarch',
  'mips',
  'powerpc',
  'ppc',
  'riscv',
  's390',
  'x86',
])

/** The title begins with the name of a changed file or of its folder: "lpfc", "sd" for sd_zbc.c, "intel-iommu" for intel/iommu.c. */
export function isOwnName(title: string, paths: readonly string[]): boolean {
  const own = firstElement(title)?.toLowerCase()
  if (own === undefined) return false
  return paths.some((path) => {
    const [file = '', folder = ''] = path.toLowerCase().split('/').slice(-2).toReversed()
    const stem = file.split('.')[0] ?? ''
    return [folder, stem, `${folder}-${stem}`].includes(own) || stem.startsWith(`${own}_`)
  })
}
