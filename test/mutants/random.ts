/** Chance that can be replayed: the same seed and index give the same mutant on every machine. */
export interface Chance {
  /** 0 .. below - 1. */
  readonly below: (most: number) => number
  readonly oneOf: <T>(choices: readonly [T, ...T[]]) => T
}

/** Mulberry32 (Tommy Ettinger): 32 bits of state are plenty for a mutant. */
export function chance(seed: number, index: number): Chance {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (most: number): number => Math.floor(next() * most)
  return { below, oneOf: (choices) => choices[below(choices.length)] ?? choices[0] }
}
