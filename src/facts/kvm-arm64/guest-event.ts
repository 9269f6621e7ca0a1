import type { DiffLine, FileDiff } from '../../model.ts'
import { pathOf } from '../changes.ts'

/** One piece of evidence that a patch changes what a guest sees. */
export interface GuestEvent {
  /** E1 ... E12, as the rule's documentation lists them. */
  readonly code: string
  /** The register, or the call or capability, that guests see changed. */
  readonly register: string
  readonly said: string
  readonly where: string
  readonly file: FileDiff
  readonly line: DiffLine
  /** What guests saw before ("RAZ/WI"); null when the patch does not tell. */
  readonly before: string | null
  /** The host state the new value comes from (`cpu_pmu`); null when it is not read from hardware. */
  readonly source: string | null
  /** Guests lose something they could read: the request is another one. */
  readonly hides: boolean
}

/** What a guest sees behind a handler that gives nothing: zero, ignored writes, or an UNDEF; null for a live one. */
export function deadBehind(handler: string | null | undefined): string | null {
  return DEAD.get(handler ?? '') ?? null
}

const DEAD: ReadonlyMap<string, string> = new Map([
  ['trap_raz_wi', 'RAZ/WI'],
  ['access_raz_id_reg', 'RAZ'],
  ['access_raz', 'RAZ'],
  ['read_zero', 'RAZ'],
  ['ignore_write', 'WI'],
  ['trap_undef', 'UNDEF'],
  ['undef_access', 'UNDEF'],
  ['bad_trap', 'UNDEF'],
  ['ID_HIDDEN', 'RAZ'],
  ['ID_UNALLOCATED', 'RAZ'],
])

/** The pVM tables of hyp/ have no userspace that restores them, nested guests are asked for, tests have none. */
export const OTHER_GUESTS = /\/hyp\/|\/nested\.c$|_test\.c$/

/** Only the host's side of arm64 KVM. */
export function guestFile(file: FileDiff): boolean {
  const path = pathOf(file)
  if (path === null) return true
  return (
    /^(?:arch\/arm64\/kvm|virt\/kvm\/arm)\/.*\.[ch]$/.test(path) &&
    !/\/vgic\//.test(path) &&
    !OTHER_GUESTS.test(path)
  )
}
