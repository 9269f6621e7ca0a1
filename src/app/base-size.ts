import type { FolderFile } from './base-folder.ts'

type Folders = readonly (readonly FolderFile[])[]

const MIB = 1024 * 1024
/** All rule folders of one config together. */
const MOST_TEXT = 4 * MIB
/** Five times the largest table of ours; a table of short cells takes 50 times its text once it is read. */
const MOST_TABLES = MIB / 2

/** What is too large about the folders of one config; null when nothing is. */
export function tooLarge(folders: Folders): string | null {
  if (textOf(folders, () => true) > MOST_TEXT)
    return `cannot read rule-folders: together they are larger than ${MOST_TEXT / MIB} MiB`
  if (textOf(folders, isTable) > MOST_TABLES)
    return `cannot read rule-folders: together their tables are larger than ${MOST_TABLES / 1024} KiB`
  return null
}

/**
 * What a config may hold in memory, in bytes, generously: rules of one's own come with a set of all others, and a
 * value takes more than its text.
 */
export function weightOf(folders: Folders, baseline: string): number {
  const set = folders.length === 0 ? 0 : 4 * MIB
  const rules = textOf(folders, (file) => !isTable(file))
  return MIB / 16 + set + 4 * (rules + baseline.length) + 50 * textOf(folders, isTable)
}

function textOf(folders: Folders, counts: (file: FolderFile) => boolean): number {
  const files = folders.flat().filter(counts)
  return files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
}

function isTable({ path }: FolderFile): boolean {
  return path.endsWith('.tsv')
}
