import type { DiffLine, FileDiff } from '../../model.ts'
import type { Table } from '../../rulebook.ts'
import { blankComments, identifiers } from '../../c/lexer.ts'
import { whereOf } from '../changes.ts'
import { anyOf } from '../general/glob.ts'
import { perKey, type Situation } from '../situation.ts'
import { OF_HEADERS, readsDeviceTree } from './for-table.ts'
import { bindHole, defineVerb, type Solution, unknown, type Value, yesIfAny } from '../verb.ts'
import { type Include, includeBlocks, newFiles } from './headers.ts'

const NAMES = 'header-names'
const NEEDS = 'header-of-name'

export const includes = defineVerb({
  name: 'includes',
  doc: 'A C file that the patch adds includes the header; one solution for each #include. Headers that a removed line included too are left out: they move.',
  example: 'patch includes $HEADER',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) =>
    yesIfAny(
      newHeaders(situation).map(({ file, include }) => solution(object, situation, file, include)),
      'no new C file with an #include',
    ),
})

export const includesInVain = defineVerb({
  name: 'includes-in-vain',
  doc: `A C file that the patch adds includes a header and uses none of its names (rules/tables/${NAMES}.tsv: names and globs; a header that is not there is never said to be unused). Silent where another patch of the series goes on with the file.`,
  example: 'patch includes-in-vain $HEADER',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const table = situation.knowledge.tables.get(NAMES)
    if (table === undefined) return unknown(`no rules/tables/${NAMES}.tsv`)
    const globs = situation.perRun(includesInVain, () => globsOf(table))
    const found = newHeaders(situation).filter(({ file, lines, include }) => {
      const fits = globs.get(include.header)
      if (isTouchedElsewhere(file, situation)) return false
      return fits !== undefined && !wordsOf(lines, situation).some(fits)
    })
    return yesIfAny(
      found.map(({ file, include }) => solution(object, situation, file, include)),
      'every header of a new C file is used, or not in the table',
    )
  },
})

export const lacksHeader = defineVerb({
  name: 'lacks-header',
  doc: `A C file that the patch adds uses a name and does not include the header that declares it (rules/tables/${NEEDS}.tsv). Silent for files with headers of their own, which may include it, and where linux/of.h or linux/of_device.h is there and used. One solution per file and header, on its first #include.`,
  example: 'patch lacks-header $HEADER',
  binds: ['NAME'],
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const table = situation.knowledge.tables.get(NEEDS)
    if (table === undefined) return unknown(`no rules/tables/${NEEDS}.tsv`)
    const found = newFiles(situation.patch).flatMap(({ file, lines }) => {
      const all = includeBlocks(lines).flat()
      const [first] = all
      if (first === undefined || all.some(({ angled }) => !angled)) return []
      const words = new Set(wordsOf(lines, situation))
      // Whoever reads the device tree needs its header, and the tables come with it.
      const calls = [...words].filter((word) => word !== 'of_match_ptr')
      if (all.some(({ header }) => OF_HEADERS.has(header)) && readsDeviceTree(calls)) return []
      const missing = new Map<string, string>()
      for (const { cells } of table.rows) {
        const { name = '', header = '' } = cells
        const isThere = all.some((include) => include.header === header)
        if (words.has(name) && !isThere && !missing.has(header)) missing.set(header, name)
      }
      return [...missing].map(([header, name]) =>
        solution(object, situation, file, { ...first, header }, { NAME: name }),
      )
    })
    return yesIfAny(found, 'no new C file lacks a header of the table')
  },
})

/** A driver that is added in pieces includes at first what its last piece uses. */
function isTouchedElsewhere({ newPath }: FileDiff, { series, patch }: Situation): boolean {
  return series.patches.some(
    (other) => other !== patch && other.files.some((file) => file.newPath === newPath),
  )
}

interface NewHeader {
  readonly file: FileDiff
  readonly lines: readonly DiffLine[]
  readonly include: Include
}

function newHeaders({ patch }: Situation): readonly NewHeader[] {
  const gone = new Set(
    patch.files.flatMap(({ hunks }) =>
      includeBlocks(hunks.flatMap(({ lines }) => lines.filter(({ sign }) => sign === '-')))
        .flat()
        .map(({ header }) => header),
    ),
  )
  return newFiles(patch).flatMap(({ file, lines }) =>
    includeBlocks(lines)
      .flat()
      .filter(({ angled, header }) => angled && !gone.has(header))
      .map((include) => ({ file, lines, include })),
  )
}

/** Every word of a file but those of its includes; comments and strings say nothing. */
function wordsOf(lines: readonly DiffLine[], situation: Situation): readonly string[] {
  return perKey(situation, wordsOf, lines[0], () => {
    const code = lines.filter(({ text }) => !/^#\s*include\b/.test(text)).map(({ text }) => text)
    return [...new Set(identifiers(blankComments(code.join('\n'))))]
  })
}

function globsOf(table: Table): ReadonlyMap<string, (word: string) => boolean> {
  return new Map(
    table.rows.map(({ cells }) => [
      cells['header'] ?? '',
      anyOf((cells['names'] ?? '').split(' ')),
    ]),
  )
}

function solution(
  object: Value,
  { patch }: Situation,
  file: FileDiff,
  { header, line }: Include,
  more: Readonly<Record<string, string>> = {},
): Solution {
  const hole = bindHole(object, header)
  const said = Object.values({ header: `<${header}>`, ...more }).join(': ')
  const places = [{ kind: 'line' as const, file, line }]
  return { bind: { ...hole, ...more }, said, where: whereOf(patch, file, line), places }
}
