/** `; did you mean "handles"?`, or the words there are when none is near. */
export function nearest(word: string, known: readonly string[]): string {
  if (known.length === 0) return ''
  return near(word, known) ?? `; there are ${known.join(', ')}`
}

/** `; did you mean "handles"?`; null when no word is near. */
export function near(word: string, known: readonly string[]): string | null {
  // Measuring how far takes time, and a word so long is near nothing.
  if (word.length > LONGEST) return null
  const ranked = known
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((a, b) => a.far - b.far)
  const [best] = ranked
  if (best === undefined || best.far > Math.max(2, word.length / 3)) return null
  return `; did you mean "${best.candidate}"?`
}

const LONGEST = 100

/** Levenshtein distance, one row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same))
    }
    row = next
  }
  return row[b.length] ?? 0
}
