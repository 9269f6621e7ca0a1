/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

/** "1-3, 5 and 7-9" for numbers in order: a hundred missing patches fit in a line. */
export function listedNumbers(numbers: readonly number[]): string {
  const runs: { readonly first: number; last: number }[] = []
  for (const number of numbers) {
    const run = runs.at(-1)
    if (run !== undefined && number === run.last + 1) run.last = number
    else runs.push({ first: number, last: number })
  }
  return listed(
    runs.flatMap(({ first, last }) => {
      if (first === last) return [`${first}`]
      return last === first + 1 ? [`${first}`, `${last}`] : [`${first}-${last}`]
    }),
  )
}
