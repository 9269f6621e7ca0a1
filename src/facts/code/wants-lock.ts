import type { DiffLine, FileDiff } from '../../model.ts'
import { pathOf, whereOf } from '../changes.ts'
import { bindHole, defineVerb, type Solution, yesIfAny } from '../verb.ts'

export const wantsLock = defineVerb({
  name: 'wants-lock-held',
  doc: 'An added comment right above a function says that callers must hold a lock, and the body of the function, which the patch shows whole, asserts nothing of a lock. The object binds the line that says so. A comment that moves is left out. One solution per function.',
  example: 'patch wants-lock-held $SAYING',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch }) => {
    const gone = new Set(
      patch.files.flatMap(({ hunks }) =>
        hunks.flatMap(({ lines }) =>
          lines.filter(({ sign }) => sign === '-').map(({ text }) => text.trim()),
        ),
      ),
    )
    const found = patch.files
      .filter((file) => /\.[ch]$/.test(pathOf(file) ?? ''))
      .flatMap((file) =>
        file.hunks.flatMap(({ lines }) =>
          promisesIn(lines.filter(({ sign }) => sign !== '-'))
            .filter(({ text }) => !gone.has(text.trim()))
            .map((line): Solution => {
              const saying = line.text.trim()
              return {
                bind: bindHole(object, saying),
                said: `"${saying}", and the function asserts nothing`,
                where: whereOf(patch, file, line),
                places: [placeOf(file, line)],
              }
            }),
        ),
      )
    return yesIfAny(found, 'no added comment asks for a lock')
  },
})

function placeOf(file: FileDiff, line: DiffLine): Solution['places'][number] {
  return { kind: 'line', file, line }
}

const SAYS =
  /\b(?:must|should|needs to|expected to|expects) be (?:called )?(?:with )?[^.]{0,60}\bheld\b|\b(?:lock|mutex)\w{0,20}(?:\(\))? (?:must|should|needs to|is expected to|to) be held\b|\bexpects [^.]{1,60}\bheld\b|\bcallers? (?:must|should) hold\b/i

/** What lockdep knows; a claim on a device is held too, and is none of it. */
const LOCK = /lock|mutex|sem\b/i

const ASSERTS = /lockdep_|is_locked|assert_spin/

/** A comment or a function that goes on for longer says other things too. */
const LONGEST = 60

/** The lines of added comments that ask for a lock, above functions that do not look whether it is held. */
function promisesIn(lines: readonly DiffLine[]): readonly DiffLine[] {
  return lines.flatMap((line, i) => {
    if (line.sign !== '+' || !line.text.startsWith('/*')) return []
    const end = lines.slice(i, i + LONGEST).findIndex(({ text }) => text.includes('*/'))
    if (end === -1) return []
    const saying = lines
      .slice(i, i + end + 1)
      .find(({ text }) => LOCK.test(text) && SAYS.test(text.slice(0, 300)))
    if (saying === undefined || saying.sign !== '+') return []
    const body = bodyBehind(lines.slice(i + end + 1, i + end + 1 + LONGEST))
    return body === null || body.some(({ text }) => ASSERTS.test(text)) ? [] : [saying]
  })
}

/** The lines between the braces of a function that begins with the first line; null when that is none. */
function bodyBehind(lines: readonly DiffLine[]): readonly DiffLine[] | null {
  const open = lines.findIndex(({ text }) => text === '{')
  const close = lines.findIndex(({ text }) => text === '}')
  const header = lines.slice(0, Math.max(0, open)).map(({ text }) => text)
  const isHeader =
    header.length > 0 && header.every((text) => /^[\w\s(]/.test(text) && !/[;{}]/.test(text))
  return open === -1 || close < open || !isHeader ? null : lines.slice(open + 1, close)
}
