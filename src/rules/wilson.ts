/** A share with its Wilson score interval at 95 %: what is likely to hold beyond the cases counted. */
export interface Rate {
  readonly of: number
  readonly count: number
  /** 0 to 1; null when nothing was counted. */
  readonly share: number | null
  readonly low: number | null
  readonly high: number | null
}

/** The normal quantile that leaves 2.5 % on each side. */
const Z = 1.959963984540054

/** Wilson (1927): honest for few cases and for shares near 0 and 1, e.g. `wilson(8, 10)` is 0.49 to 0.94. */
export function wilson(count: number, of: number): Rate {
  if (of === 0) return { of, count, share: null, low: null, high: null }
  const share = count / of
  const square = Z * Z
  const scale = 1 + square / of
  const middle = (share + square / (2 * of)) / scale
  const spread = (Z / scale) * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of))
  return { of, count, share, low: clamp(middle - spread), high: clamp(middle + spread) }
}

// Rounding must not show a bound of -0 or 1.0000000000000002.
function clamp(value: number): number {
  return Math.min(1, Math.max(0, Math.round(value * 1e6) / 1e6))
}
