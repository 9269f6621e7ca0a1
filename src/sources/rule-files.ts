import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { RULE_BYTES, TABLE_BYTES } from '../limits.ts'
import { readStart } from './read-start.ts'

/** A file of a rules folder: `path` below it, `file` as messages call it. */
interface RuleFile {
  readonly path: string
  readonly file: string
  readonly text: string
}

/**
 * Every pack, rule, list and table of a rules folder, sorted by path. A folder that holds PACK.md is one pack,
 * named like the folder. The lists and tables of a pack's own count like those beside it.
 */
export function readRuleFiles(folder: string): readonly RuleFile[] {
  if (!existsSync(folder)) throw new Error(`cannot read rules: there is no folder ${folder}`)
  const name = basename(resolve(folder))
  const found = existsSync(join(folder, 'PACK.md'))
    ? packFiles(folder, name, name)
    : foldersOf(folder).flatMap((pack) =>
        SHARED.has(pack)
          ? filesOf(join(folder, pack), pack, `${name}/${pack}`)
          : packFiles(join(folder, pack), pack, `${name}/${pack}`),
      )
  if (!found.some(({ path }) => path.endsWith('.md') && !path.endsWith('/PACK.md'))) {
    throw new Error(`cannot read rules: ${folder} holds no <pack>/<rule>.md`)
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** The file of a rule in a rules folder, which may be one pack; null where that folder does not hold it. */
export function ruleFileIn(folder: string, id: string): string | null {
  const [pack = '', rule = ''] = id.split('/')
  const isPack = existsSync(join(folder, 'PACK.md'))
  if (isPack && basename(resolve(folder)) !== pack) return null
  const file = isPack ? join(folder, `${rule}.md`) : join(folder, pack, `${rule}.md`)
  return existsSync(file) ? file : null
}

/** Lists and tables belong to no pack. */
const SHARED: ReadonlySet<string> = new Set(['lists', 'tables'])

function foldersOf(folder: string): readonly string[] {
  const entries = readdirSync(folder).toSorted()
  // A rule that is silently left out looks like a clean patch.
  const stray = entries.find((entry) => entry.endsWith('.md'))
  if (stray !== undefined) throw misplaced(`${folder}/${stray}`)
  return entries.filter((entry) => isFolder(join(folder, entry)))
}

function packFiles(folder: string, pack: string, shown: string): readonly RuleFile[] {
  const own = [...SHARED].filter((name) => isFolder(join(folder, name)))
  return [
    ...filesOf(folder, pack, shown),
    ...own.flatMap((name) => filesOf(join(folder, name), name, `${shown}/${name}`)),
  ]
}

function filesOf(folder: string, path: string, shown: string): readonly RuleFile[] {
  const names = readdirSync(folder).filter((name) => /\.(?:md|txt|tsv)$/.test(name))
  const odd = names.find((name) => name.endsWith('.md') && !/^[\w-]+\.md$/.test(name))
  if (odd !== undefined) throw misplaced(`${folder}/${odd}`)
  return names.map((name) => ({
    path: `${path}/${name}`,
    file: `${shown}/${name}`,
    text: readStart(join(folder, name), path === 'tables' ? TABLE_BYTES : RULE_BYTES) ?? '',
  }))
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function misplaced(path: string): Error {
  return new Error(
    `cannot read rules: ${path} is no <pack>/<rule>.md with a name of letters, digits and "-"`,
  )
}
