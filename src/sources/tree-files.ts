import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Gives the texts of all files below a folder of a tree, each folder read once; nothing where there is none. */
export function treeFiles(root: string): (folder: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (folder) => {
    const found = known.get(folder) ?? textsBelow(join(root, folder))
    known.set(folder, found)
    return found
  }
}

/** Links are not followed: one could lead out of the tree, or round in it. */
function textsBelow(dir: string): readonly string[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
      const path = join(dir, entry.name)
      if (entry.isDirectory()) return textsBelow(path)
      return entry.isFile() ? [readFileSync(path, 'utf8')] : []
    })
  } catch {
    return []
  }
}
