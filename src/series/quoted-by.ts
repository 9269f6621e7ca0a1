import type { Remark } from '../model.ts'
import type { Unquoted } from './remarks.ts'
import type { ReplyLine } from './reply-lines.ts'

/** A reply as it was read. */
interface Read {
  readonly messageId: string
  readonly lines: readonly ReplyLine[]
  readonly remarks: readonly Unquoted[]
}

/** Finds out which replies quote words of which remarks: who answers a remark, or passes it over. Linear. */
export function withQuotes(replies: readonly Read[]): readonly (readonly Remark[])[] {
  const holders = new Map<string, Set<string>[]>()
  const quotedBy = replies.map(({ remarks }) => remarks.map(() => new Set<string>()))
  for (const [r, { remarks }] of replies.entries()) {
    for (const [k, { text }] of remarks.entries()) {
      const set = quotedBy[r]?.[k]
      const keys = new Set(
        text
          .split('\n')
          .map(squeeze)
          .filter((key) => key.length >= leastLetters),
      )
      for (const key of keys) {
        const sets = holders.get(key) ?? []
        // "Please drop this." under a hundred lines tells none of them apart.
        if (set !== undefined && sets.length < mostHolders) holders.set(key, [...sets, set])
      }
    }
  }
  for (const { messageId, lines } of replies) {
    for (const { depth, rest } of lines) {
      if (depth === 0) continue
      for (const set of holders.get(squeeze(rest)) ?? []) set.add(messageId)
    }
  }
  return replies.map(({ messageId, remarks }, r) =>
    remarks.map((remark, k) => {
      const ids = [...(quotedBy[r]?.[k] ?? [])].filter((id) => id !== messageId)
      return { ...remark, quotedBy: ids }
    }),
  )
}

const leastLetters = 4
const mostHolders = 32

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, '')
}
