import type { DiffLine, FileDiff, Patch } from '../../model.ts'
import { pathOf } from '../changes.ts'

/** `#include <linux/bits.h>`: path, folder, and whether it stands in angle brackets. */
export interface Include {
  readonly header: string
  /** "linux/iio" of "linux/iio/iio.h". */
  readonly folder: string
  readonly angled: boolean
  readonly line: DiffLine
}

/** The includes among lines, parted where anything else stands between: a blank line, `#ifdef`, code. */
export function includeBlocks(lines: readonly DiffLine[]): readonly (readonly Include[])[] {
  const blocks: Include[][] = [[]]
  for (const line of lines) {
    const include = includeOf(line)
    if (include === null) blocks.push([])
    else blocks.at(-1)?.push(include)
  }
  return blocks.filter((block) => block.length > 0)
}

const LONGEST = 200

function includeOf(line: DiffLine): Include | null {
  if (line.text.length > LONGEST) return null
  const match = /^#\s*include\s*([<"])([^<>"\s]+)[>"]/.exec(line.text)
  const header = match?.[2]
  if (header === undefined) return null
  const folder = header.slice(0, Math.max(0, header.lastIndexOf('/')))
  return { header, folder, angled: match?.[1] === '<', line }
}

/** The C files that a patch adds and shows whole, with the lines they get. */
export function newFiles(
  patch: Patch,
): readonly { readonly file: FileDiff; readonly lines: readonly DiffLine[] }[] {
  return patch.files.flatMap((file) => {
    const isNew = file.status === 'added' && (pathOf(file) ?? '').endsWith('.c')
    const isWhole = file.hunks.length === 1 && file.hunks.every((hunk) => hunk.complete)
    if (!isNew || !isWhole || patch.text.quoteDepth > 0) return []
    return [{ file, lines: file.hunks.flatMap((hunk) => hunk.lines) }]
  })
}
