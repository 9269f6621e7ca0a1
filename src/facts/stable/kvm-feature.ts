import type { Patch } from '../../model.ts'
import { changes, pathOf } from '../changes.ts'
import { stableFeatures } from './features.ts'

/**
 * What shows that a KVM patch opens something to guests: its verb and what the diff does; null where one is
 * missing or where something was broken (0 of 302 accepted KVM fixes have both).
 */
export function kvmFeature(patch: Patch): { readonly verb: string; readonly diff: string } | null {
  const inKvm =
    patch.files.some((file) => /(?:^|\/)kvm\//.test(pathOf(file) ?? '')) ||
    /\bKVM\b/.test(patch.text.title)
  const verb = OPENS.exec(patch.text.title)?.[1]
  if (!inKvm || verb === undefined) return null
  const diff = opened(patch)
  if (diff === null || stableFeatures(patch).some((name) => BROKEN.has(name))) return null
  return { verb, diff }
}

/** Something was broken and somebody saw it. */
export const BROKEN: ReadonlySet<string> = new Set([
  'trace',
  'reported-by',
  'syzbot',
  'subject-fix-verb',
  'subject-revert',
  'regression',
  'says-mistake',
])

const OPENS =
  /:\s*(expose|advertise|allow|enable|support|unmask|forward|add support|emulate|implement|present|offer|let)\b/i

function opened(patch: Patch): string | null {
  for (const { line } of changes(patch)) {
    const handler = /^static bool (access_\w+)\(/.exec(line.text)?.[1]
    if (line.sign === '+' && handler !== undefined) return `the diff adds ${handler}()`
    if (line.sign !== '-') continue
    if (/\btrap_raz_wi\b|\bundef_access\b|\btrap_undef\b/.test(line.text))
      return 'the diff takes a register out of RAZ/WI'
    if (/&=\s*~/.test(line.text)) return 'the diff drops a mask'
    if (/\bID_HIDDEN\b|\bID_UNALLOCATED\b/.test(line.text))
      return 'the diff shows ID register bits that were hidden'
  }
  return null
}
