import type { TextLine } from '../model.ts'

/** What stands for the content of a binary file. */
export interface Binary {
  readonly next: number
  readonly corrupt: boolean
}

/**
 * Reads "Binary files a/x and b/x differ" or a "GIT binary patch"; null when neither starts at
 * `lines[from]`.
 */
export function takeBinary(lines: readonly TextLine[], from: number): Binary | null {
  const text = lines[from]?.text ?? ''
  if (/^(?:Binary files|Files) .* differ\r?$/.test(text)) return { next: from + 1, corrupt: false }
  if (text !== 'GIT binary patch') return null
  const forward = takeBlock(lines, from + 1)
  if (forward === null) return { next: from + 1, corrupt: true }
  // The reverse block is there unless the change cannot be undone.
  const reverse = takeBlock(lines, forward)
  return { next: reverse ?? forward, corrupt: false }
}

// "literal 10", base85 lines with a length letter in front, an empty line (parse_binary_hunk in
// apply.c).
function takeBlock(lines: readonly TextLine[], from: number): number | null {
  if (!/^(?:literal|delta) \d+$/.test(lines[from]?.text ?? '')) return null
  let at = from + 1
  while (/^[A-Za-z][!-~]{5,}$/.test(lines[at]?.text ?? '')) at++
  return lines[at]?.text === '' ? at + 1 : null
}
