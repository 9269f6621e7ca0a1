import type { Patch, Series, Sign } from '../../model.ts'
import { tokens } from '../../c/lexer.ts'
import { type Change, hunkChanges, pathOf, whereOf } from '../changes.ts'
import { fileWords } from '../file-words.ts'
import type { Situation } from '../situation.ts'
import { compileGlob } from './glob.ts'
import {
  type Answer,
  defineVerb,
  fact,
  no,
  textOfValue,
  unknown,
  type Value,
  yes,
} from '../verb.ts'

export const adds = signed('adds', '+', 'added')
export const removes = signed('removes', '-', 'removed')

/** A word on a changed line of a sign, asked of the patch, of those behind or before it, or of all. */
function signed(name: string, sign: '+' | '-', word: string) {
  return defineVerb({
    name,
    doc: `The word stands on ${word === 'added' ? 'an added' : 'a removed'} line of the patch, of the whole series, or of the patches behind (\`later\`) or before it (\`earlier\`). Unknown while patches of the series are missing and those at hand do not show it.`,
    example: `not series ${name} $CAP`,
    needs: 'series',
    subjects: ['patch', 'series', 'later', 'earlier'],
    objects: ['$HOLE', 'WORD'],
    from: (subject, object, situation) => {
      const wanted = textOfValue(object)
      if (wanted === null) return unknown('nothing bound')
      for (const patch of patchesOf(subject, situation)) {
        const change = changeWith(wanted, sign, patch, situation)
        if (change === null) continue
        const { file, line } = change
        const said = `${wanted} is ${word} in ${pathOf(file) ?? 'the patch'}`
        const places = patch === situation.patch ? [{ kind: 'line' as const, file, line }] : []
        return yes(fact(said, whereOf(patch, file, line), places))
      }
      return absent(`no line with ${wanted} is ${word}`, subject, situation)
    },
  })
}

/** The words of a file are known at once; its lines are read only where they are worth it. */
function changeWith(word: string, sign: Sign, patch: Patch, situation: Situation): Change | null {
  for (const file of patch.files) {
    if (!fileWords(file, situation).has(sign + word)) continue
    for (const change of file.hunks.flatMap((hunk) => hunkChanges(file, hunk))) {
      if (change.line.sign !== sign) continue
      if (tokens(change.line.text).some(({ text }) => text === word)) return change
    }
  }
  return null
}

export const touches = defineVerb({
  name: 'touches',
  doc: 'A changed file has such a path: a folder ("Documentation/virt/kvm/") or a glob, asked of the patch, the series, or the patches behind (`later`) or before it (`earlier`). Unknown while patches of the series are missing and those at hand do not show it.',
  example: 'not series touches Documentation/ABI/',
  needs: 'series',
  subjects: ['patch', 'series', 'later', 'earlier'],
  objects: ['GLOB'],
  from: (subject, object, situation) => {
    const glob = textOfValue(object)
    if (glob === null) return unknown('no path given')
    const fits = situation.perRun(object, () => compileGlob(glob, true))
    for (const patch of patchesOf(subject, situation)) {
      const path = pathsOf(patch).find(fits)
      if (path !== undefined) return yes(fact(`${path} is changed`, patch.message.messageId))
    }
    return absent(`no file ${glob} is changed`, subject, situation)
  },
})

function patchesOf(subject: Value, { series, patch, position }: Situation): readonly Patch[] {
  switch (textOfValue(subject)) {
    case 'series':
      return series.patches
    case 'later':
      return series.patches.slice(position + 1)
    case 'earlier':
      return series.patches.slice(0, position)
    default:
      return [patch]
  }
}

function pathsOf(patch: Patch): readonly string[] {
  return patch.files
    .flatMap(({ oldPath, newPath }) => [oldPath, newPath])
    .filter((path) => path !== null)
}

/** What is not seen is no fact while something is missing. */
function absent(said: string, subject: Value, { series, patch }: Situation): Answer {
  const isWhole = textOfValue(subject) === 'patch' || isComplete(series)
  if (patch.text.quoteDepth > 0) return unknown(`${said} in what was quoted`)
  return isWhole ? no(said) : unknown(`${said}, but patches of the series are missing`)
}

function isComplete({ missing, patches, expected }: Series): boolean {
  return missing.length === 0 && patches.length >= expected
}
