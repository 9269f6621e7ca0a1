import type { DiffLine, FileDiff, Patch } from '../../model.ts'
import { pathOf, whereOf } from '../changes.ts'
import { listed } from '../listed.ts'
import {
  type Answer,
  bindHole,
  defineVerb,
  type Solution,
  unknown,
  type Value,
  yesIfAny,
} from '../verb.ts'
import { type OddCharacter, oddCharacters } from './characters.ts'
import { isCode, isLikeC } from './code-path.ts'
import { lookalikes } from './lookalikes.ts'

const TABLE = 'confusables'

export const hides = defineVerb({
  name: 'hides',
  doc: 'An added line of code is not what it looks like (CVE-2021-42574, CVE-2021-42694): bidirectional controls, zero-width characters, or a name with letters that look like ASCII and are not (rules/tables/confusables.tsv). One solution per line, with code points and never the characters.',
  example: 'patch hides $WHAT',
  binds: ['BIDI', 'UNSEEN', 'LOOKALIKE'],
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const table = situation.knowledge.tables.get(TABLE)
    if (table === undefined) return unknown(`no rules/tables/${TABLE}.tsv`)
    const found = situation.patch.files
      .filter((file) => isCode(pathOf(file)))
      .flatMap((file) =>
        file.hunks.flatMap((hunk) => {
          const names = isLikeC(pathOf(file)) ? lookalikes(hunk, table) : null
          return hunk.lines.map((line) => ({
            file,
            line,
            odd: oddOf(line),
            names: names?.get(line) ?? [],
          }))
        }),
      )
      .map(({ file, line, odd, names }) => {
        const binds = {
          BIDI: listedOnce(odd.filter(({ sort }) => sort === 'bidi').map(({ name }) => name)),
          UNSEEN: listedOnce(
            odd.filter(({ sort }) => sort === 'zero-width').map(({ name }) => name),
          ),
          LOOKALIKE: listedOnce(names),
        }
        return solution(object, situation.patch, file, line, binds)
      })
    return answer(found, 'every added line of code is what it looks like')
  },
})

export const carries = defineVerb({
  name: 'carries',
  doc: 'Added lines hold characters that cannot be told from nothing or from an ASCII blank, where that misleads no compiler: foreign blanks (a no-break space) in code, bidirectional controls and zero-width characters elsewhere. One solution per file, on its first such line.',
  example: 'patch carries $WHAT',
  binds: ['MORE'],
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const found = situation.patch.files.map((file) => {
      const code = isCode(pathOf(file))
      const lines = file.hunks.flatMap((hunk) =>
        hunk.lines.flatMap((line) => {
          const names = oddOf(line).filter(({ sort }) => (sort === 'blank') === code)
          return names.length === 0
            ? []
            : [{ line, what: listedOnce(names.map(({ name }) => name)) }]
        }),
      )
      const [first] = lines
      if (first === undefined) return null
      const rest = lines.length - 1
      const more = rest === 0 ? null : `${rest} further line${rest === 1 ? '' : 's'}`
      return solution(
        object,
        situation.patch,
        file,
        first.line,
        { WHAT: first.what },
        { MORE: more },
      )
    })
    return answer(found, 'no such character on an added line')
  },
})

/** Joins doubles of one line: "U+2066 LEFT-TO-RIGHT ISOLATE and U+202E RIGHT-TO-LEFT OVERRIDE". */
function listedOnce(names: readonly string[]): string | null {
  return names.length === 0 ? null : listed([...new Set(names)])
}

function oddOf(line: DiffLine): readonly OddCharacter[] {
  return line.sign === '+' ? oddCharacters(line.text) : []
}

function solution(
  object: Value,
  patch: Patch,
  file: FileDiff,
  line: DiffLine,
  binds: Readonly<Record<string, string | null>>,
  more: Readonly<Record<string, string | null>> = {},
): Solution | null {
  const known = bound(binds)
  const said = Object.values(known).join('; ')
  if (said === '') return null
  const free = bindHole(object, said)
  return {
    bind: { ...known, ...bound(more), ...free },
    said,
    where: whereOf(patch, file, line),
    places: [{ kind: 'line', file, line }],
  }
}

function bound(binds: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(binds).flatMap(([hole, text]) => (text === null ? [] : [[hole, text]])),
  )
}

function answer(found: readonly (Solution | null)[], nothing: string): Answer {
  return yesIfAny(
    found.filter((line) => line !== null),
    nothing,
  )
}
