import { blankComments } from '../c/lexer.ts'
import type { Hunk } from '../model.ts'

/** Mail lines of a hunk that are nothing but comment, per side. */
export function commentLines(hunk: Hunk): ReadonlySet<number> {
  const found = new Set<number>()
  for (const other of ['+', '-'] as const) {
    const shown = hunk.lines.filter((line) => line.sign !== other)
    const first = shown.findIndex((line) => /\*\/|\/\*/.test(line.text))
    const inside = first !== -1 && /\*\//.test((shown[first]?.text ?? '').split('/*')[0] ?? '')
    const prefix = inside ? '/*\n' : ''
    const clean = blankComments(prefix + shown.map((line) => line.text).join('\n')).split('\n')
    shown.forEach((line, i) => {
      const bare = (clean[i + (inside ? 1 : 0)] ?? '').trim()
      if (bare === '' && line.text.trim() !== '') found.add(line.mailLine)
    })
  }
  return found
}
