import type { FileDiff, Patch } from '../../model.ts'

/** How two revisions of a patch differ in the lines they add and remove; context does not count. */
export interface Difference {
  /** Changed lines that only the one or only the other has. */
  readonly lines: number
  /** Of all changed lines of both, 0 to 1. */
  readonly share: number
  /** Files with such lines. */
  readonly paths: ReadonlySet<string>
}

/** Compares the changed lines of two patches file by file, without their white space, wherever they stand. */
export function differenceOf(old: Patch, now: Patch): Difference {
  const paths = new Set<string>()
  const counts = new Map<string, { readonly path: string; balance: number }>()
  let all = 0
  for (const [patch, step] of [
    [old, -1],
    [now, 1],
  ] as const) {
    for (const file of patch.files) {
      const path = file.newPath ?? file.oldPath ?? ''
      for (const text of changedTexts(file)) {
        all++
        const key = `${path}\0${text}`
        const count = counts.get(key) ?? { path, balance: 0 }
        count.balance += step
        counts.set(key, count)
      }
    }
  }
  let lines = 0
  for (const { path, balance } of counts.values()) {
    lines += Math.abs(balance)
    if (balance !== 0) paths.add(path)
  }
  return { lines, share: all === 0 ? 0 : lines / all, paths }
}

function* changedTexts(file: FileDiff): Generator<string> {
  for (const { lines } of file.hunks) {
    for (const { sign, text } of lines) {
      const bare = text.replaceAll(/\s+/g, '')
      if (sign !== ' ' && bare !== '') yield sign + bare
    }
  }
  // What has no lines is compared whole.
  if (file.binary || file.hunks.length === 0)
    yield [file.status, file.newPath, file.newMode, file.newBlob].join(' ')
}
