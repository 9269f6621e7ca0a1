// Logistic regression for a handful of yes/no features: L2 towards priors, each weight with the sign of its
// prior, by coordinate descent; the same input gives the same weights.

/** `rows`: {x: feature numbers, y: 0 or 1, w: weight}; gives one weight per prior, and the intercept last. */
export function fit(rows, priors, lambda) {
  const d = priors.length
  const columns = Array.from({ length: d }, () => [])
  rows.forEach(({ x }, i) => x.forEach((j) => columns[j].push(i)))
  columns.push(rows.map((_, i) => i))
  const b = [...priors, 0]
  const sums = Float64Array.from(rows, ({ x }) => x.reduce((sum, j) => sum + b[j], 0))
  for (let sweep = 0; sweep < 80; sweep++) {
    let moved = 0
    for (let j = d; j >= 0; j--) {
      let g = j < d ? lambda * (b[j] - priors[j]) : 0
      let h = j < d ? lambda : 1e-6
      for (const i of columns[j]) {
        const p = 1 / (1 + Math.exp(-sums[i]))
        g += rows[i].w * (p - rows[i].y)
        h += rows[i].w * p * (1 - p)
      }
      let next = b[j] - Math.max(-1, Math.min(1, g / h))
      if (j < d && next * priors[j] < 0) next = 0
      const step = next - b[j]
      b[j] = next
      moved = Math.max(moved, Math.abs(step))
      if (step !== 0) for (const i of columns[j]) sums[i] += step
    }
    if (moved < 1e-4) break
  }
  return b
}

/** The chance that a bad one scores higher than a good one. */
export function auc(bad, good) {
  const wins = (a) => good.reduce((sum, g) => sum + (a > g ? 1 : a === g ? 0.5 : 0), 0)
  return bad.reduce((sum, a) => sum + wins(a), 0) / bad.length / good.length
}

/** How many bad ones score above all but a share of the good ones. */
export function caught(bad, good, share) {
  const bar = good.toSorted((a, b) => b - a)[Math.floor(share * good.length)]
  return bad.filter((score) => score > bar).length
}
