import type { DiffLine, FileDiff } from '../../model.ts'
import { commentLines } from '../comments.ts'

export interface Field {
  readonly name: string
  readonly struct: string
  readonly line: DiffLine
}

/**
 * The fields of structures that a new file keeps to itself: `struct foo_state { ... }` in column 0, whose
 * layout means nothing to others. Wire formats, nested and initialised structures are left out.
 */
export function privateFields(file: FileDiff): readonly Field[] {
  return file.hunks.flatMap((hunk) => {
    const remarks = commentLines(hunk)
    const lines = hunk.lines.filter((line) => line.sign === '+')
    const text = lines.map((line) => line.text).join('\n')
    const found: Field[] = []
    for (const [i, line] of lines.entries()) {
      const struct = /^struct (\w+) \{$/.exec(line.text.trimEnd())?.[1]
      if (struct === undefined) continue
      const length = lines.slice(i).findIndex(({ text: row }) => row.startsWith('}'))
      const body = lines.slice(i + 1, length === -1 ? i + 1 : i + length)
      const end = lines[i + length]?.text ?? ''
      if (
        end.trim() !== '};' ||
        LAYOUT.test(struct) ||
        isLayout(body) ||
        isInitialised(struct, text)
      )
        continue
      for (const row of body) {
        const name = remarks.has(row.mailLine) ? null : fieldName(row.text)
        if (name !== null) found.push({ name, struct, line: row })
      }
    }
    return found
  })
}

export const LAYOUT =
  /(?:regs?|hdr|header|desc|descr|msg|message|cmd|command|packet|frame|layout|mem|table|map|mapping)$/

/** What hardware, firmware or a buffer reads: its order and size matter, whoever names the fields. */
function isLayout(body: readonly DiffLine[]): boolean {
  return body.some(({ text }) =>
    /__packed|aligned|__(?:le|be)\d|\{|\bunion\b|#|__iio|DECLARE_|\w:\s*\d/.test(text),
  )
}

/** Positional initialisers name no field; they may begin lines below the structure's name. */
function isInitialised(struct: string, text: string): boolean {
  let at = text.indexOf(`struct ${struct} `)
  while (at !== -1) {
    const end = text.indexOf(';', at)
    const line = text.slice(at, Math.min(end === -1 ? text.length : end, at + 200))
    if (/^[^{(),]*=\s*\{/.test(line)) return true
    at = text.indexOf(`struct ${struct} `, at + 1)
  }
  return false
}

/** "	struct clk *mclk;" -> mclk; null for function pointers, bit fields and several at once. */
export function fieldName(text: string): string | null {
  const comment = text.search(/\/[*/]/)
  const bare = (comment === -1 ? text : text.slice(0, comment)).trim()
  const name = /^[A-Za-z_][\w ]*[\s*](\w+)(?:\[\w+\])?;$/.exec(bare)?.[1] ?? null
  if (name === null || name.length < 3) return null
  return /^_|res(?:er)?v|rsvd|pad|unused|dummy|spare|^ts$|timestamp/.test(name) ? null : name
}
