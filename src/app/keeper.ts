/**
 * Keeps what was made for a key, so that it is not made again: up to `most` bytes, what was asked for longest ago
 * goes first. What could not be made is made anew the next time.
 */
export function openKeeper<T extends NonNullable<unknown>>(
  most: number,
  bytesOf: (value: T) => number,
): (key: string, make: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, T>()
  let held = 0
  return async (key, make) => {
    const known = kept.get(key)
    if (known !== undefined) {
      // A Map is in the order of insertion: to the end with it.
      kept.delete(key)
      kept.set(key, known)
      return known
    }
    const made = await make()
    // It would take the room of all others, and be the next to go.
    if (bytesOf(made) > most) return made
    kept.set(key, made)
    held += bytesOf(made)
    for (const [oldest, value] of kept) {
      if (held <= most) break
      kept.delete(oldest)
      held -= bytesOf(value)
    }
    return made
  }
}
