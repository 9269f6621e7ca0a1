import { RE2JS } from 're2js'
import { compileGlob } from '../general/glob.ts'

/** A section of MAINTAINERS: who looks after which files. */
export interface Section {
  readonly title: string
  /** "Name <address>", as M: and R: lines have it. */
  readonly maintainers: readonly string[]
  readonly reviewers: readonly string[]
  /** Addresses of L: lines. */
  readonly lists: readonly string[]
  readonly status: string
}

/** MAINTAINERS, ready to be asked. */
export interface Maintainers {
  /** The sections that a path belongs to by their F: and N: lines, without THE REST, in the order of the file. */
  readonly of: (path: string) => readonly Hit[]
}

/** A section with how deep the pattern is that a path fits: 3 for "drivers/iio/adc/", 0 for N: lines. */
interface Hit {
  readonly section: Section
  readonly depth: number
}

type Test = (path: string) => boolean

/** One section with its patterns. */
interface Entry {
  readonly section: Section
  readonly files: readonly string[]
  readonly excluded: readonly Test[]
  readonly named: readonly Test[]
}

/**
 * Reads MAINTAINERS as scripts/get_maintainer.pl does: a section is a title, at the left, and the lines "X: value"
 * below it. K: lines, which look at the content, are left out. In time linear in the text.
 */
export function readMaintainers(text: string): Maintainers {
  const entries = sections(text)
    .filter(({ title }) => title !== 'THE REST')
    .map((lines) => entryOf(lines))
  const index = openIndex(entries)
  return {
    of: (path) => {
      const depths = new Map<number, number>()
      for (const [at, { named }] of entries.entries())
        if (named.some((test) => test(path))) depths.set(at, 0)
      for (const { at, depth } of index(path)) depths.set(at, Math.max(depth, depths.get(at) ?? 0))
      return entries.flatMap(({ section, excluded }, at) => {
        const depth = depths.get(at)
        return depth === undefined || excluded.some((test) => test(path))
          ? []
          : [{ section, depth }]
      })
    },
  }
}

interface SectionLines {
  readonly title: string
  readonly values: ReadonlyMap<string, readonly string[]>
}

function sections(text: string): readonly SectionLines[] {
  const found: { title: string; values: Map<string, string[]> }[] = []
  let title = ''
  for (const line of text.split('\n')) {
    const key = /^([A-Z]):/.exec(line)?.[1]
    if (key === undefined) {
      title = line.trim()
      continue
    }
    if (title !== '') found.push({ title, values: new Map() })
    title = ''
    const values = found.at(-1)?.values
    const known = values?.get(key)
    if (known === undefined) values?.set(key, [line.slice(2).trim()])
    else known.push(line.slice(2).trim())
  }
  return found.filter(({ values }) => values.has('S'))
}

function entryOf({ title, values }: SectionLines): Entry {
  const of = (key: string): readonly string[] => values.get(key) ?? []
  return {
    section: {
      title,
      maintainers: of('M'),
      reviewers: of('R'),
      lists: of('L').map((value) => value.split(/[ \t]/)[0] ?? ''),
      status: of('S')[0] ?? '',
    },
    files: of('F'),
    excluded: of('X').map(pathTest),
    named: of('N').flatMap(nameTest),
  }
}

/** A folder with its slash covers all below; anything else what begins so, as deep as it is itself. */
function pathTest(pattern: string): Test {
  const isFolder = pattern.endsWith('/')
  const begins: Test = /[*?]/.test(pattern)
    ? compileGlob(`${pattern}*`, false)
    : (path) => path.startsWith(pattern)
  const depth = depthOf(pattern)
  if (isFolder) return begins
  // A folder written without its slash: the script looks whether there is one.
  const isBelow: Test = /[*?]/.test(pattern)
    ? () => false
    : (path) => path.startsWith(`${pattern}/`)
  return (path) => (depthOf(path) === depth && begins(path)) || isBelow(path)
}

function depthOf(path: string): number {
  return path.split('/').length
}

/** The regexes are Perl's; the few that RE2 does not know match nothing. */
function nameTest(pattern: string): readonly Test[] {
  try {
    const regex = RE2JS.compile(pattern.replaceAll(/\s/g, ''))
    return [(path) => regex.matcher(path).find()]
  } catch {
    return []
  }
}

/**
 * Asks only patterns that stand under one of a path's folders: thousands have no wildcard in their folder.
 */
function openIndex(entries: readonly Entry[]): (path: string) => readonly Indexed[] {
  const byFolder = new Map<string, Indexed[]>()
  for (const [at, { files }] of entries.entries())
    for (const pattern of files) {
      const fixed = pattern.split(/[*?]/)[0] ?? ''
      const folder = fixed.slice(0, fixed.replace(/\/$/, '').lastIndexOf('/') + 1)
      const known = byFolder.get(folder) ?? []
      const depth = pattern.split('/').filter((part) => part !== '').length
      known.push({ at, depth, test: pathTest(pattern) })
      byFolder.set(folder, known)
    }
  return (path) =>
    [...foldersOf(path)].flatMap((folder) =>
      (byFolder.get(folder) ?? []).filter(({ test }) => test(path)),
    )
}

/** A pattern of entry `at`. */
interface Indexed {
  readonly at: number
  readonly depth: number
  readonly test: Test
}

/** The folders above a path, each with its slash, the top one as ''. */
function foldersOf(path: string): ReadonlySet<string> {
  const parts = path.split('/').slice(0, -1)
  return new Set(['', ...parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/`)])
}
