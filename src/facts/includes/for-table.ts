import { identifiers } from '../../c/lexer.ts'
import { pathOf, whereOf } from '../changes.ts'
import { bindHole, defineVerb, no, type Solution, yes } from '../verb.ts'
import { includeBlocks } from './headers.ts'

/** The headers of the device tree that old drivers included for their match table. */
const HEADERS: ReadonlySet<string> = new Set(['linux/of.h', 'linux/of_device.h'])

/** Names that come with a match table and need none of them. */
const OF_TABLE: ReadonlySet<string> = new Set(['of_device_id', 'of_match_table', 'of_node'])

export const includesForTable = defineVerb({
  name: 'includes-for-table',
  doc: 'An added #include of linux/of.h or linux/of_device.h is there for a table of struct of_device_id alone: the patch adds one to the file, and no other name of the device tree (of_match_ptr() comes from linux/of.h). One solution per #include.',
  example: 'patch includes-for-table $HEADER',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch }) => {
    const found = patch.files.flatMap((file): readonly Solution[] => {
      if (!(pathOf(file) ?? '').endsWith('.c')) return []
      const added = file.hunks.flatMap(({ lines }) => lines.filter(({ sign }) => sign === '+'))
      const code = added.filter(({ text }) => !/^#\s*include\b/.test(text))
      const words = new Set(identifiers(code.map(({ text }) => text).join('\n')))
      const others = [...words].filter(
        (word) => /^(?:devm_)?of_|_of_node|^OF_|^device_node$/.test(word) && !OF_TABLE.has(word),
      )
      // A table has a name of its own, such as foo_of_match; one that begins with of_ is rare.
      if (!words.has('of_device_id') || others.length > 0) return []
      return includeBlocks(added)
        .flat()
        .filter(({ header }) => HEADERS.has(header))
        .map(({ header, line }) => ({
          bind: bindHole(object, header),
          said: `<${header}> is added, and of the device tree only a match table`,
          where: whereOf(patch, file, line),
          places: [{ kind: 'line', file, line }],
        }))
    })
    return found.length === 0 ? no('no such header is added for a table alone') : yes(...found)
  },
})
