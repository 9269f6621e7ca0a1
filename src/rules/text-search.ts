/** Finds which of many texts stand in one, in a single pass (Aho and Corasick, 1975). */
export type TextSearch = (text: string) => ReadonlySet<string>

interface State {
  readonly next: Map<string, number>
  fail: number
  /** The texts that end here. */
  readonly ends: string[]
}

/** Time in the length of the text and the number of hits, however many texts there are. */
export function openTextSearch(texts: Iterable<string>): TextSearch {
  const states: State[] = [{ next: new Map(), fail: 0, ends: [] }]
  const stateAt = (at: number): State => states[at] ?? { next: new Map(), fail: 0, ends: [] }
  for (const text of texts) {
    let at = 0
    for (const letter of text) {
      const known = stateAt(at).next.get(letter)
      if (known === undefined) {
        stateAt(at).next.set(letter, states.length)
        at = states.length
        states.push({ next: new Map(), fail: 0, ends: [] })
      } else at = known
    }
    stateAt(at).ends.push(text)
  }
  linkFailures(states, stateAt)
  return (text) => {
    const found = new Set<string>()
    if (states.length === 1) return found
    let at = 0
    for (const letter of text) {
      at = step(at, letter, stateAt)
      for (const end of stateAt(at).ends) found.add(end)
    }
    return found
  }
}

/** Breadth first: where to go on when the next letter does not fit. */
function linkFailures(states: readonly State[], stateAt: (at: number) => State): void {
  const queue = [0]
  for (let q = 0; q < queue.length; q++) {
    const parent = queue[q] ?? 0
    for (const [letter, child] of stateAt(parent).next) {
      queue.push(child)
      const state = states[child]
      if (state === undefined || parent === 0) continue
      state.fail = step(stateAt(parent).fail, letter, stateAt)
      state.ends.push(...stateAt(state.fail).ends)
    }
  }
}

function step(from: number, letter: string, stateAt: (at: number) => State): number {
  let at = from
  for (;;) {
    const next = stateAt(at).next.get(letter)
    if (next !== undefined) return next
    if (at === 0) return 0
    at = stateAt(at).fail
  }
}
