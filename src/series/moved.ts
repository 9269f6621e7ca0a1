/**
 * True for each patch that really moved: those outside of the longest run of patches that stand in
 * their old order. Places are indexes in the old revision, null for new patches: [0, 3, 1, 2] ->
 * only the second moved.
 */
export function movedOf(places: readonly (number | null)[]): readonly boolean[] {
  // Longest non-decreasing subsequence: ends[k] is the index that ends the best run of k + 1.
  const ends: number[] = []
  const before = places.map(() => -1)
  const placeOf = (i: number | undefined) => (i === undefined ? -1 : (places[i] ?? -1))
  for (const [i, place] of places.entries()) {
    if (place === null) continue
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (placeOf(ends[middle]) <= place) low = middle + 1
      else high = middle
    }
    before[i] = low === 0 ? -1 : (ends[low - 1] ?? -1)
    ends[low] = i
  }
  const moved = places.map((place) => place !== null)
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) moved[at] = false
  return moved
}
