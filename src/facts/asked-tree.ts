import type { Tree } from '../model.ts'

/** Nobody adds more that is new; each costs a run of git, and a hostile patch shall not keep it busy. */
const MOST = 16

/** Whether a folder of the tree holds a name in one of its forms; null for the names behind the first 16. */
export type AskTree = (name: string, forms?: readonly string[]) => boolean | null

/** Asks for each name once. Without a tree nothing is held. */
export function openAskTree(tree: Tree | null, folder: string): AskTree {
  const asked = new Set<string>()
  return (name, forms = [name]) => {
    if (tree === null) return false
    if (asked.size >= MOST && !asked.has(name)) return null
    asked.add(name)
    return forms.some((form) => tree.holds(form, folder))
  }
}
