import type { Patch } from '../../model.ts'
import { changes, pathOf } from '../changes.ts'

/**
 * Why a patch is not judged by its own text, or null: what stable takes in any case, what is merged or
 * backported already, and what asks not to be picked.
 */
export function exemption(patch: Patch): string | null {
  const { title, log, trailers } = patch.text
  const { subject } = patch.message
  const allowed = ALLOWED.exec(title)
  if (allowed !== null) return `${allowed[0]}: device ids, quirks and errata are allowed in stable`
  if (addsIdsAlone(patch)) return 'its code adds rows to a table of device ids, which stable takes'
  if (trailers.some(({ value }) => /\bstable\+noautosel@/i.test(value)))
    return 'stable+noautosel: it asks not to be picked'
  if (subject.text.startsWith('[tip:')) return 'a notice of what is merged already'
  if (log.some(({ text }) => UPSTREAM.test(text))) return 'a backport'
  if (subject.tags.some((tag) => /^pull$/i.test(tag))) return 'what a maintainer asks to be pulled'
  if (subject.tags.some((tag) => FOR_STABLE.test(tag))) return 'a patch for a stable tree'
  return null
}

/** Documentation/process/stable-kernel-rules.rst: "New device IDs and quirks are also accepted." */
const ALLOWED =
  /\b(?:device|pci|usb|product|vendor|acpi|hid|cpu|model)\s+ids?\b|\bids?\s+(?:for|of|to)\b|\bquirks?\b|\berrat(?:um|a)\b|\bwork-?arounds?\b/i

/** Every changed line of code is a new row of a table of ids; text and Kconfig may go with it. */
function addsIdsAlone(patch: Patch): boolean {
  const code = changes(patch).filter(
    ({ file, line }) => !BESIDE_CODE.test(pathOf(file) ?? '') && line.text.trim() !== '',
  )
  return (
    code.length > 0 &&
    code.every(({ line }) => line.sign === '+' && ID_ROW.test(line.text.slice(0, 200)))
  )
}

const BESIDE_CODE = /^Documentation\/|(?:^|\/)Kconfig[^/]*$/
/** `{ "foo" },`, `{ .compatible = "vendor,foo" },`, `{ USB_DEVICE(...) },`. */
const ID_ROW =
  /^\s*\{\s*(?:"[\w,-]+"|\.(?:compatible|name|id)\s*=|(?:USB|PCI|HID|SDIO|X86_MATCH)_\w+\()/

const UPSTREAM =
  /^[ \t]*(?:commit [0-9a-f]{8,40} upstream|\[ ?Upstream commit|\(cherry picked from commit [0-9a-f]{12})/i

const FOR_STABLE = /^(?:for-stable|stable|\d\.\d+\.y|v?\d+\.\d+(?:\.\d+|\.y)?$|backport|autosel)/i
