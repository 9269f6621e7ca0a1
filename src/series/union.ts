import { addUnder } from './add-under.ts'

/** Sets that grow together: nodes that were joined, directly or through others, are one set. */
export interface Union {
  readonly join: (a: string, b: string) => void
  /** The node that stands for the set, until the set grows. */
  readonly rootOf: (node: string) => string
  /** The values by set, sets and values in the order of the input. */
  readonly groups: (
    values: readonly number[],
    nodeOf: (value: number) => string,
  ) => readonly (readonly number[])[]
}

/** Starts with every node alone. Nearly linear in the number of joins. */
export function createUnion(): Union {
  const parents = new Map<string, string>()
  const rootOf = (node: string): string => {
    let root = node
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up
    // Shortening the way keeps a long chain linear.
    for (let at = node; at !== root; ) {
      const up = parents.get(at) ?? root
      parents.set(at, root)
      at = up
    }
    return root
  }
  return {
    rootOf,
    join: (a, b) => {
      const [left, right] = [rootOf(a), rootOf(b)]
      if (left !== right) parents.set(left, right)
    },
    groups: (values, nodeOf) => {
      const sets = new Map<string, number[]>()
      for (const value of values) {
        const root = rootOf(nodeOf(value))
        addUnder(sets, root, value)
      }
      return [...sets.values()]
    },
  }
}
