/**
 * Whether a text has the name with its parts in another order, or with one part more or less: who
 * wrote KVM_CAP_SIZE_LAMP for KVM_CAP_LAMP_SIZE did write the documentation.
 */
export function hasMisspelt(texts: readonly string[], name: string): boolean {
  const parts = partsOf(name)
  if (parts.length < LEAST) return false
  return texts.some((text) =>
    (text.slice(0, 500).match(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/g) ?? []).some((word) => {
      const other = partsOf(word)
      const same = parts.filter((part) => other.includes(part)).length
      return (
        same === Math.min(parts.length, other.length) && Math.abs(parts.length - other.length) <= 1
      )
    }),
  )
}

/** Below that a part more makes another name: KVM_CAP_LAMP, KVM_CAP_LAMP_SIZE. */
const LEAST = 4

function partsOf(name: string): readonly string[] {
  return [...new Set(name.split('_'))]
}
