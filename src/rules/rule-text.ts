import { createHash } from 'node:crypto'
import type { Fence } from './fence.ts'

/**
 * A short hash of what decides, in the rule's own file, where it speaks: the fences of Match, and the keys that
 * narrow it (`['files: drivers/', ...]`). Blanks at the end of a line and empty lines around a fence decide
 * nothing, except where white space counts. What the pack, lists and tables say is not in it.
 */
export function ruleTextOf(keys: readonly string[], match: readonly Fence[]): string {
  const fences = match.map(({ info, lines }) => {
    const isExact = info === 'lines exact'
    const text = lines.map((line) => (isExact ? line : line.trimEnd())).join('\n')
    return `${info}\n${isExact ? text : text.replace(/^\n+/, '').trimEnd()}`
  })
  return createHash('sha256')
    .update([...keys, ...fences].join('\n\n'))
    .digest('hex')
    .slice(0, 8)
}
