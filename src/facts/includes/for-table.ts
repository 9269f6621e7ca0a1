import type { FileDiff } from '../../model.ts'
import { identifiers } from '../../c/lexer.ts'
import { pathOf, whereOf } from '../changes.ts'
import type { Situation } from '../situation.ts'
import { bindHole, defineVerb, type Solution, yesIfAny } from '../verb.ts'
import { includeBlocks } from './headers.ts'

/** The headers of the device tree that old drivers included for their match table. */
export const OF_HEADERS: ReadonlySet<string> = new Set(['linux/of.h', 'linux/of_device.h'])

/** Names that come with a match table and need none of them. */
const OF_TABLE: ReadonlySet<string> = new Set(['of_device_id', 'of_match_table', 'of_node'])

export const includesForTable = defineVerb({
  name: 'includes-for-table',
  doc: 'An added #include of linux/of.h or linux/of_device.h is there for a table of struct of_device_id alone: the patch adds one to the file, and no other name of the device tree (of_match_ptr() comes from linux/of.h). Silent where a later patch of the series uses one there. One solution per #include.',
  example: 'patch includes-for-table $HEADER',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const { patch } = situation
    const found = patch.files.flatMap((file): readonly Solution[] => {
      if (!(pathOf(file) ?? '').endsWith('.c')) return []
      const added = file.hunks.flatMap(({ lines }) => lines.filter(({ sign }) => sign === '+'))
      const words = addedWords(file)
      // A table has a name of its own, such as foo_of_match; one that begins with of_ is rare.
      if (!words.has('of_device_id') || readsDeviceTree(words)) return []
      const headers = includeBlocks(added)
        .flat()
        .filter(({ header }) => OF_HEADERS.has(header))
      if (headers.length === 0 || isReadLater(file, situation)) return []
      return headers.map(({ header, line }) => ({
        bind: bindHole(object, header),
        said: `<${header}> is added, and of the device tree only a match table`,
        where: whereOf(patch, file, line),
        places: [{ kind: 'line', file, line }],
      }))
    })
    return yesIfAny(found, 'no such header is added for a table alone')
  },
})

/** Some word is a name of the device tree for which a table alone has no use. */
export function readsDeviceTree(words: Iterable<string>): boolean {
  return [...words].some(
    (word) => /^(?:devm_)?of_|_of_node|^OF_|^device_node$/.test(word) && !OF_TABLE.has(word),
  )
}

/** A later patch of the series adds code to the file that reads the device tree. */
function isReadLater({ newPath }: FileDiff, { series, position, perSeries }: Situation): boolean {
  const last = perSeries(isReadLater, () => {
    const found = new Map<string | null, number>()
    for (const [at, { files }] of series.patches.entries())
      for (const file of files) if (readsDeviceTree(addedWords(file))) found.set(file.newPath, at)
    return found
  })
  return (last.get(newPath) ?? 0) > position
}

/** The words of the lines a file gets, but for its includes. */
function addedWords({ hunks }: FileDiff): ReadonlySet<string> {
  const added = hunks.flatMap(({ lines }) => lines.filter(({ sign }) => sign === '+'))
  const code = added.filter(({ text }) => !/^#\s*include\b/.test(text))
  return new Set(identifiers(code.map(({ text }) => text).join('\n')))
}
