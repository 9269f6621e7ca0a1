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
  const seen: Words = {
    gone: words(removed),
    come: words(added),
    ...fieldWords(added),
  }
  const found = new Map<string, GuestEvent>()
  let served = false
  const note = (event: Abi | null, { file, line }: Change): void => {
    const key = event === null ? '' : `${event.code} ${event.register}`
    // One service has several calls: the first speaks for all.
    if (event === null || found.has(key) || (event.code === 'E6' && served)) return
    served ||= event.code === 'E6'
    const where = whereOf(situation.patch, file, line)
    found.set(key, { hides: false, ...event, where, file, line, before: null, source: null })
  }
  for (const change of added) {
    note(idField(change, seen), change)
    note(serviceCall(change, seen), change)
    note(cappedFeature(change, seen), change)
  }
  for (const change of added) note(trapSet(change, seen), change)
  for (const change of removed) {
    note(trapDropped(change, seen), change)
    note(uapiName(change, seen), change)
  }
  return [...found.values()]
}

/** An event, before it is known where in the patch it stands. */
type Abi = Pick<GuestEvent, 'code' | 'register' | 'said'> & Partial<Pick<GuestEvent, 'hides'>>

/** The words of removed and of added lines. */
interface Words extends FieldWords {
  readonly gone: ReadonlySet<string>
  readonly come: ReadonlySet<string>
}

/** The words of added lines, by what the line does with a field. */
interface FieldWords {
  /** `val &= ~FIELD` */
  readonly masked: ReadonlySet<string>
  /** It gets one value for all guests. */
  readonly fixed: ReadonlySet<string>
  /** Neither of these, and it is not capped. */
  readonly given: ReadonlySet<string>
}

function fieldWords(added: readonly Change[]): FieldWords {
  const free = added.filter(({ line: { text } }) => !MASKS.test(text) && !CAPS.test(text))
  return {
    masked: words(added.filter(({ line }) => MASKS.test(line.text))),
    fixed: words(free.filter(({ line }) => CONSTANT_FIELD.test(line.text))),
    given: words(free.filter(({ line }) => !CONSTANT_FIELD.test(line.text))),
  }
}

/** E3 */
function idField(change: Change, { gone, ...fields }: Words): Abi | null {
  if (!inKvm(change) || !ID_FUNCTION.test(change.inFunction ?? '')) return null
  const field = fieldOf(change.line.text)
  if (field === null || gone.has(field)) return null
  const said = `${change.inFunction}() changes ${field}`
  return { code: 'E3', register: registerOf(field), said, hides: onlyTakes(field, fields) }
}

/**
 * The field is masked (`val &= ~FIELD`), capped, or masked and given one value for all guests: what KVM
 * never supported is hidden, and gives nobody anything. A constant may raise a field too: nothing in the
 * patch tells, so it is not said to.
 */
function onlyTakes(field: string, { masked, fixed, given }: FieldWords): boolean {
  return !given.has(field) && (masked.has(field) || !fixed.has(field))
}

const MASKS = /&=\s*~/
/** `val |= FIELD_PREP(FEATURE(ID_AA64DFR0_DEBUGVER), 6);`, `val |= SYS_FIELD_PREP_ENUM(...)`, a named value. */
const CONSTANT_FIELD = /\|=\s*(?:FIELD_PREP\s*\(.*,\s*(?:0x)?[0-9A-F]\w*\)|SYS_FIELD_PREP_ENUM\b)/

/** E6 */
function serviceCall(change: Change, { gone }: Words): Abi | null {
  if (!inKvm(change) || !inFirmware(change)) return null
  if (!/_call(?:_handler)?$/.test(change.inFunction ?? '')) return null
  const call = /^\s*case\s+((?:ARM_SMCCC|PSCI|TRNG|KVM_HC)_?\w*)\s*:/.exec(change.line.text)?.[1]
  if (call === undefined || gone.has(call)) return null
  // These tell what KVM is and which services there are; no service comes with them.
  if (/FEATURES|VERSION|ARCH_WORKAROUND|CALL_UID|CALL_COUNT/.test(call)) return null
  return { code: 'E6', register: call, said: `guests get the call ${call}` }
}

/** E12 */
function cappedFeature(change: Change, { gone }: Words): Abi | null {
  const { text } = change.line
  if (!inKvm(change) || !CAPS.test(text) || gone.has(firstWord(text))) return null
  const said = 'the cap of a CPU feature changes'
  return { code: 'E12', register: cappedRegister(change), said, hides: true }
}

/** E5b */
function trapSet(change: Change, { gone }: Words): Abi | null {
  const bit = trapBit(change)
  return bit === null || gone.has(bit)
    ? null
    : { code: 'E5b', register: bit, said: `${bit} is now set: guest accesses trap`, hides: true }
}

/** E5 */
function trapDropped(change: Change, { come }: Words): Abi | null {
  const bit = trapBit(change)
  if (bit === null || come.has(bit)) return null
  const said = `${bit} is no longer set: guest accesses no longer trap`
  return { code: 'E5', register: bit, said }
}

function trapBit(change: Change): string | null {
  const { text } = change.line
  if (!inKvm(change) || !TRAPS.test(text.slice(0, 500))) return null
  return TRAP_BIT.exec(text)?.[0] ?? null
}

/** E10 */
function uapiName(change: Change, { come }: Words): Abi | null {
  const name = isUapi(change) ? /^#define\s+(KVM_\w+)/.exec(change.line.text)?.[1] : undefined
  if (name === undefined || come.has(name)) return null
  return { code: 'E10', register: name, said: `${name} is gone from the uapi header` }
}

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

function fieldOf(text: string): string | null {
  if (!ARITHMETIC.test(text)) return null
  return identifiers(text).find((word) => /^(?:ID|MVFR|CLIDR|CCSIDR|CTR)_\w+/.test(word)) ?? null
}

/** ID_AA64PFR0_CSV2 and ID_AA64PFR0_EL1_CSV2_MASK belong to ID_AA64PFR0_EL1. */
function registerOf(field: string): string {
  const match = /^(ID_[A-Z0-9]+|MVFR\d|CLIDR|CCSIDR\d?|CTR)_/.exec(field)
  return match?.[1] === undefined ? field : `${match[1]}_EL1`
}

const CAPS = /\bcpuid_feature_cap_(?:perfmon_field|signed_field|unsigned_field)?\w*\s*\(/
const TRAPS = /\b(?:hcr_el2|mdcr_el2|cptr_el2|hcr|mdcr)\b.*\|=|\|=.*\b(?:HCR|MDCR_EL2|CPTR_EL2)_T/i
const TRAP_BIT =
  /\b(?:HCR_(?:TID\d|TVM|TACR|TSW|TERR|TLOR|TWI|TWE|TSC|TIDCP|TOCU|TICAB|TTLB\w*|TRVM|TGE)|MDCR_EL2_T\w+|CPTR_EL2_T\w+)\b/
