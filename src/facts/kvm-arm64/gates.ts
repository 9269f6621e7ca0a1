import type { Patch } from '../../model.ts'
import type { Situation } from '../situation.ts'
import { whereOf } from '../changes.ts'
import { guestEvents } from './guest.ts'
import { firstAdded, sightOf } from './sight.ts'

/**
 * Userspace asked for it: a feature flag, capability or firmware register stands in front of the
 * change. Asked of the series, since the flag often comes in a patch of its own.
 */
const STRONG =
  /\b(?:vcpu_has_feature|KVM_ARM_VCPU_\w+|vcpu_has_(?:sve|ptrauth|nv)\w*|kvm_vcpu_has_\w+|KVM_ARCH_FLAG\w*|KVM_CAP_\w+|smccc_feat|kvm_has_mte|kvm_vm_is_protected|kvm_hvc_call_allowed|KVM_DEV_TYPE_\w+|vgic_model|vcpu_el1_is_32bit)\b|\barch\.flags\b/

/** The host decides: the VMM can only take part where the ID field is writable. */
const WEAK =
  /\bkvm_has_\w+\s*\(|\bvcpu_get_flag\s*\(|\barch\.\w+_(?:enabled|allowed)\b|\b\w+_visibility\b|\bcpus_have_(?:final_|const_)?cap\b|\bsystem_supports_\w+/

/** Userspace decides over a call through a firmware register, an attribute or a control of its own. */
const CALL_CONTROL =
  /\bkvm_arm_set_fw_reg\b|\bKVM_REG_ARM_\w+|\bKVM_ARM_V(?:M|CPU)_\w+_CTRL\b|\bkvm_arm_vm_set_attr\b/

export interface Gate {
  readonly strength: 'strong' | 'weak'
  readonly said: string
  readonly where: string
}

/** The gate in front of what the patch changes of a register; a strong one wins. */
export function gateOf(situation: Situation, register: string): Gate | null {
  for (const [strength, pattern] of [
    ['strong', STRONG],
    ['weak', WEAK],
  ] as const) {
    const here =
      firstAdded(situation, situation.patch, pattern) ?? inFront(situation, register, pattern)
    if (here !== null) return { strength, ...here }
  }
  for (const patch of situation.series.patches) {
    const flag = firstAdded(situation, patch, NEW_FLAG)
    if (flag !== null) return { strength: 'strong', ...flag }
  }
  for (const patch of situation.series.patches) {
    const refused = refusal(patch)
    if (refused !== null) return { strength: 'weak', ...refused }
  }
  return null
}

/**
 * A call that is refused while something was not set up: `if (!ctrl) { ret = SMCCC_RET_NOT_SUPPORTED;`.
 * Who sets it up may be userspace; the lines do not tell.
 */
function refusal(patch: Patch): { said: string; where: string } | null {
  for (const file of patch.files) {
    for (const hunk of file.hunks) {
      const added = hunk.lines.filter(({ sign }) => sign === '+')
      for (const [i, line] of added.entries()) {
        const above = added[i - 1]?.text ?? ''
        if (!REFUSES.test(line.text) || !/^\s*if \(/.test(above)) continue
        return { said: above.trim(), where: whereOf(patch, file, line) }
      }
    }
  }
  return null
}

const REFUSES = /(?:=|\breturn)\s*SMCCC_RET_NOT_SUPPORTED;/

const NEW_FLAG = /^#define\s+(?:KVM_ARM_VCPU_\w+|KVM_CAP_\w+|KVM_ARCH_FLAG\w+)\b/

/** How far above a changed line an `if` that was there already can stand and still hold it. */
const NEAR = 4

/** A gate that was there already counts when it stands right above the change. */
function inFront(
  situation: Situation,
  register: string,
  pattern: RegExp,
): { said: string; where: string } | null {
  const { patch } = situation
  for (const { register: name, file, line } of guestEvents(situation)) {
    const hunk = name === register ? file.hunks.find((h) => h.lines.includes(line)) : undefined
    const at = hunk?.lines.indexOf(line) ?? -1
    for (const above of hunk?.lines.slice(Math.max(0, at - NEAR), at) ?? []) {
      const match =
        above.sign === '-' || /^\s*[.{]/.test(above.text) ? null : pattern.exec(above.text)
      if (match !== null) return { said: match[0].trim(), where: whereOf(patch, file, above) }
    }
  }
  return null
}

/** Where the series lets userspace write the register; null when it does not. */
export function userControlOf(situation: Situation, register: string): Gate | null {
  const row = sightOf(situation).settable.get(register)
  if (row !== undefined) {
    const said = `${register} has set_user = ${row.entry.setUser ?? ''}`
    return { strength: 'strong', said, where: row.where }
  }
  const setter = setterOf(situation, register)
  if (setter !== null) return { strength: 'strong', ...setter }
  for (const patch of situation.series.patches) {
    const found = firstAdded(situation, patch, CALL_CONTROL)
    if (found !== null) return { strength: 'strong', ...found }
  }
  return null
}

/** A set_<register>() of the series, or one the hunks show: `set_id_aa64pfr0_el1()` for ID_AA64PFR0_EL1. */
function setterOf(situation: Situation, register: string): { said: string; where: string } | null {
  const base = register.toLowerCase().replace(/_el\d+$/, '')
  for (const [name, where] of sightOf(situation).setters) {
    if (name.startsWith(`set_${base}`)) return { said: `${name}()`, where }
  }
  return null
}
