import { identifiers } from '../../c/lexer.ts'
import { type Change, pathOf, whereOf } from '../changes.ts'
import { changesOf, type Situation } from '../situation.ts'
import { type GuestEvent, OTHER_GUESTS } from './guest-event.ts'

/**
 * Evidence that stands in code rather than in tables: E3 ID field arithmetic, E5 a trap bit dropped, E5b
 * added, E6 a new hypercall, E10 a uapi name gone, E12 a capped CPU feature. Not that the PSCI version moves:
 * userspace sets the old one with KVM_REG_ARM_PSCI_VERSION.
 */
export function abiEvents(situation: Situation): readonly GuestEvent[] {
  const all = changesOf(situation)
  const removed = all.filter(({ line }) => line.sign === '-')
  const added = all.filter(({ line }) => line.sign === '+')
  const gone = words(removed)
  const come = words(added)
  const found: GuestEvent[] = []
  const say = (
    code: string,
    register: string,
    said: string,
    change: Change,
    hides = false,
  ): void => {
    if (found.some((event) => event.code === code && event.register === register)) return
    const where = whereOf(situation.patch, change.file, change.line)
    found.push({
      code,
      register,
      said,
      where,
      file: change.file,
      line: change.line,
      before: null,
      source: null,
      hides,
    })
  }
  for (const change of added) {
    const { text } = change.line
    if (inKvm(change)) {
      const field = ID_FUNCTION.test(change.inFunction ?? '') ? idField(text) : null
      if (field !== null && !gone.has(field))
        say(
          'E3',
          registerOf(field),
          `${change.inFunction}() changes ${field}`,
          change,
          onlyTakes(added, field),
        )
      const call =
        inFirmware(change) && /_call(?:_handler)?$/.test(change.inFunction ?? '')
          ? (/^\s*case\s+((?:ARM_SMCCC|PSCI|TRNG|KVM_HC)_?\w*)\s*:/.exec(text)?.[1] ?? null)
          : null
      // One service has several calls: the first speaks for all.
      const more = found.some((event) => event.code === 'E6')
      if (
        call !== null &&
        !more &&
        !gone.has(call) &&
        // These tell what KVM is and which services there are; no service comes with them.
        !/FEATURES|VERSION|ARCH_WORKAROUND|CALL_UID|CALL_COUNT/.test(call)
      )
        say('E6', call, `guests get the call ${call}`, change)
    }
    if (
      inKvm(change) &&
      /\bcpuid_feature_cap_(?:perfmon_field|signed_field|unsigned_field)?\w*\s*\(/.test(text) &&
      !gone.has(firstWord(text))
    ) {
      say('E12', cappedRegister(change), 'the cap of a CPU feature changes', change, true)
    }
  }
  for (const change of added) {
    const bit =
      inKvm(change) && TRAPS.test(change.line.text.slice(0, 500))
        ? TRAP_BIT.exec(change.line.text)?.[0]
        : undefined
    if (bit !== undefined && !gone.has(bit)) {
      say('E5b', bit, `${bit} is now set: guest accesses trap`, change, true)
    }
  }
  for (const change of removed) {
    const { text } = change.line
    const bit =
      inKvm(change) && TRAPS.test(text.slice(0, 500)) ? (TRAP_BIT.exec(text)?.[0] ?? null) : null
    if (bit !== null && !come.has(bit))
      say('E5', bit, `${bit} is no longer set: guest accesses no longer trap`, change)
    const name = isUapi(change) ? (/^#define\s+(KVM_\w+)/.exec(text)?.[1] ?? null) : null
    if (name !== null && !come.has(name))
      say('E10', name, `${name} is gone from the uapi header`, change)
  }
  return found
}

/**
 * The field is masked (`val &= ~FIELD`), capped, or masked and given one value for all guests: what KVM
 * never supported is hidden, and gives nobody anything. A constant may raise a field too: nothing in the
 * patch tells, so it is not said to.
 */
function onlyTakes(added: readonly Change[], field: string): boolean {
  const about = added.filter(({ line }) => identifiers(line.text).includes(field))
  const masked = about.some(({ line }) => MASKS.test(line.text))
  return about.every(
    ({ line: { text } }) =>
      MASKS.test(text) || CAP.test(text) || (masked && CONSTANT_FIELD.test(text)),
  )
}

const MASKS = /&=\s*~/
const CAP = /\bcpuid_feature_cap_\w+\s*\(/
/** `val |= FIELD_PREP(FEATURE(ID_AA64DFR0_DEBUGVER), 6);`, `val |= SYS_FIELD_PREP_ENUM(...)`, a named value. */
const CONSTANT_FIELD = /\|=\s*(?:FIELD_PREP\s*\(.*,\s*(?:0x)?[0-9A-F]\w*\)|SYS_FIELD_PREP_ENUM\b)/

/** The register of a cap: an ID register named near it, as in `id == SYS_ID_DFR0_EL1`. */
function cappedRegister({ hunk, line }: Change): string {
  const at = hunk.lines.indexOf(line)
  const near = hunk.lines.slice(Math.max(0, at - 6), at + 4).filter(({ sign }) => sign !== '-')
  const name = near
    .flatMap(({ text }) => identifiers(text))
    .findLast((word) => /^(?:SYS_)?ID_\w+_EL1/.test(word))
  return name?.replace(/^SYS_/, '').replace(/_EL1.*$/s, '_EL1') ?? 'a capped CPU feature'
}

function words(lines: readonly Change[]): ReadonlySet<string> {
  return new Set(lines.flatMap(({ line }) => identifiers(line.text)))
}

function firstWord(text: string): string {
  return identifiers(text)[0] ?? ''
}

function inKvm({ file }: Change): boolean {
  const path = pathOf(file) ?? ''
  return /^(?:arch\/arm64\/kvm|virt\/kvm\/arm)\//.test(path) && !OTHER_GUESTS.test(path)
}

function inFirmware({ file }: Change): boolean {
  return /\/(?:psci|hypercalls|trng|pvtime)\.c$/.test(pathOf(file) ?? '')
}

function isUapi({ file }: Change): boolean {
  return /^(?:arch\/arm64\/)?include\/uapi\/(?:asm|linux)\/kvm\.h$/.test(pathOf(file) ?? '')
}

/** Functions that make the value of an ID register for guests. */
const ID_FUNCTION =
  /^(?:__)?(?:kvm_)?(?:read|sanitise|limit|get)_(?:sanitised_)?id_|^sanitise_id_|^limit_|^read_sanitised_id|_id_reg$|_pmceid/
/** `val |= FIELD_PREP(ARM64_FEATURE_MASK(ID_AA64PFR0_CSV2), ...)`, `val &= ~ARM64_FEATURE_MASK(...)`. */
const ARITHMETIC = /\bval\s*(?:\|=|&=|=)/

function idField(text: string): string | null {
  if (!ARITHMETIC.test(text)) return null
  return identifiers(text).find((word) => /^(?:ID|MVFR|CLIDR|CCSIDR|CTR)_\w+/.test(word)) ?? null
}

/** ID_AA64PFR0_CSV2 and ID_AA64PFR0_EL1_CSV2_MASK belong to ID_AA64PFR0_EL1. */
function registerOf(field: string): string {
  const match = /^(ID_[A-Z0-9]+|MVFR\d|CLIDR|CCSIDR\d?|CTR)_/.exec(field)
  return match?.[1] === undefined ? field : `${match[1]}_EL1`
}

const TRAPS = /\b(?:hcr_el2|mdcr_el2|cptr_el2|hcr|mdcr)\b.*\|=|\|=.*\b(?:HCR|MDCR_EL2|CPTR_EL2)_T/i
const TRAP_BIT =
  /\b(?:HCR_(?:TID\d|TVM|TACR|TSW|TERR|TLOR|TWI|TWE|TSC|TIDCP|TOCU|TICAB|TTLB\w*|TRVM|TGE)|MDCR_EL2_T\w+|CPTR_EL2_T\w+)\b/
