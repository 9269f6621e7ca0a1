import type { Fire } from './record.ts'

/** One finding of checkpatch.pl; `line` counts from 1 in the body it was given, null for what is about the whole. */
export interface PeerFinding {
  readonly line: number | null
  readonly type: string
}

/** Where checkpatch finds what a rule finds. */
export interface Coincidence {
  /** Findings of the rule on patches that checkpatch was given. */
  readonly findings: number
  /** Of them those where checkpatch says anything at the same place. */
  readonly both: number
  /** The type that it says there most often, how often, and how often in all it was given. */
  readonly type: string | null
  readonly same: number
  readonly total: number
  readonly types: readonly { readonly type: string; readonly same: number }[]
}

/** Reads `-:12: WARNING:LONG_LINE: text` (--terse --show-types); lines in the head of the mail count as none. */
export function readCheckpatch(output: string, headLines: number): readonly PeerFinding[] {
  return output.split('\n').flatMap((text) => {
    const m = /^-:(\d{1,9}): (?:ERROR|WARNING|CHECK):([A-Z][A-Z0-9_]{1,60}): /.exec(text)
    if (m === null) return []
    const line = Number(m[1] ?? '0') - headLines
    return [{ line: line > 0 ? line : null, type: m[2] ?? '' }]
  })
}

/**
 * For each rule the types that coincide: on the same line for a finding on a line, anywhere on the same patch
 * for one about the message.
 */
export function coincidences(
  rules: readonly string[],
  fires: readonly Fire[],
  found: ReadonlyMap<string, readonly PeerFinding[]>,
): ReadonlyMap<string, Coincidence> {
  const totals = new Map<string, number>()
  for (const { type } of [...found.values()].flat()) totals.set(type, (totals.get(type) ?? 0) + 1)
  return new Map(
    rules.map((rule) => {
      const ours = fires.filter((fire) => fire.rule === rule && found.has(fire.messageId))
      const counts = new Map<string, number>()
      let both = 0
      for (const { messageId, mailLine } of ours) {
        const there = (found.get(messageId) ?? []).filter(
          ({ line }) => mailLine === null || line === mailLine,
        )
        if (there.length > 0) both++
        for (const type of new Set(there.map((one) => one.type)))
          counts.set(type, (counts.get(type) ?? 0) + 1)
      }
      const types = [...counts]
        .map(([type, same]) => ({ type, same }))
        .toSorted((a, b) => b.same - a.same || (a.type < b.type ? -1 : 1))
      const [best] = types
      const type = best?.type ?? null
      const total = type === null ? 0 : (totals.get(type) ?? 0)
      return [rule, { findings: ours.length, both, type, same: best?.same ?? 0, total, types }]
    }),
  )
}
