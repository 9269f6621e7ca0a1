import type { DiffLine, FileDiff, Hunk, Patch } from '../model.ts'

/** One changed line with where it stands. */
export interface Change {
  readonly file: FileDiff
  readonly hunk: Hunk
  readonly line: DiffLine
  /** The function it lies in, as the lines before it and the hunk's section tell; null outside one. */
  readonly inFunction: string | null
}

/** Every added and removed line of a patch, in order. */
export function changes(patch: Patch): readonly Change[] {
  return patch.files.flatMap((file) => file.hunks.flatMap((hunk) => hunkChanges(file, hunk)))
}

export function hunkChanges(file: FileDiff, hunk: Hunk): readonly Change[] {
  return hunkLines(file, hunk).filter(({ line }) => line.sign !== ' ')
}

/** Every line of a hunk, those that stay too. */
export function hunkLines(file: FileDiff, hunk: Hunk): readonly Change[] {
  const names = enclosingFunctions(hunk)
  return hunk.lines.map((line, i) => ({ file, hunk, line, inFunction: names[i] ?? null }))
}

/**
 * Per line of a hunk the function it lies in: git's own heuristic for the section line (a line that
 * begins with a letter in column 0 opens something, `}` in column 0 closes it). The further lines of a macro do
 * neither.
 */
function enclosingFunctions(hunk: Hunk): readonly (string | null)[] {
  let name = headerName(hunk.section)
  let pending = ''
  const macro = { old: false, new: false }
  return hunk.lines.map((line) => {
    const { text, sign } = line
    const goesOn = sign === '-' ? macro.old : macro.new
    if (sign !== '+') macro.old = text.endsWith('\\')
    if (sign !== '-') macro.new = text.endsWith('\\')
    if (goesOn) return name
    if (text.startsWith('}')) {
      const closed = name
      name = null
      pending = ''
      return closed
    }
    if (/^[A-Za-z_]/.test(text) && !/^[A-Za-z_]\w*:/.test(text)) {
      const found = headerName(text)
      if (found !== null) name = found
      // The return type may stand on a line of its own, and a call at file scope opens nothing.
      pending = found === null ? text : ''
      if (/;\s*$/.test(text)) name = null
    } else if (pending !== '') pending = ''
    return name
  })
}

/** "static bool access_pmmir(struct kvm_vcpu *vcpu," -> access_pmmir. */
function headerName(text: string): string | null {
  // No signature line is this long; regexes would pay for it.
  if (text.length > 400) return null
  if (/^\s|^#|=\s*(?:\{\s*)?$/.test(text) || text.startsWith('}')) return null
  const match = /\b([A-Za-z_]\w*)\s*\(/.exec(text)
  const name = match?.[1] ?? null
  return name === null || KEYWORDS.has(name) ? null : name
}

const KEYWORDS: ReadonlySet<string> = new Set([
  'if',
  'for',
  'while',
  'switch',
  'return',
  'sizeof',
  'defined',
  '__attribute__',
])

/** The path a reader would name: the new one, the old one of a deleted file, null when trimmed. */
export function pathOf(file: FileDiff): string | null {
  return file.newPath ?? file.oldPath
}

/** Where a line stands, for evidence: "arch/arm64/kvm/sys_regs.c:1384", or the mail line without a path. */
export function whereOf(patch: Patch, file: FileDiff, line: DiffLine): string {
  const path = pathOf(file)
  const number = line.newLine ?? line.oldLine
  if (path === null || number === null) return `${patch.message.messageId}:${line.mailLine}`
  return `${path}:${number}`
}
