import type { DiffstatLine, TextLine } from '../model.ts'

/**
 * Reads ` arch/arm64/kvm/pmu-emul.c | 11 +---` or ` a.bin | Bin 0 -> 12 bytes`; null for any other
 * line.
 */
export function parseDiffstatLine(line: TextLine): DiffstatLine | null {
  const bar = line.text.lastIndexOf('|')
  if (bar < 2) return null
  // git's own bar stands between blanks; a web archive may have eaten the blank in front of the
  // path.
  const path = line.text.slice(0, bar).trim()
  const m = /^\s+(?:(\d+)(?: [+-]*)?|Bin(?: [^]*)?|Unmerged)\s*$/.exec(line.text.slice(bar + 1))
  if (m === null || path === '') return null
  const changed = m[1] === undefined ? null : Number(m[1])
  return { path, changed, mailLine: line.mailLine }
}

/** The lines git writes below a diffstat: ` 2 files changed, ...`, ` create mode 100644 x`. */
export function isDiffstatSummary(text: string): boolean {
  if (/^\s*\d+ files? changed(?:, \d+ |$)/.test(text)) return true
  return /^ (?:(?:create|delete) mode \d{6} |mode change \d{6} => |(?:rename|copy|rewrite) .*\(\d+%\)$)/.test(
    text,
  )
}
