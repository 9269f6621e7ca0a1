import type { TextLine } from '../../model.ts'
import type { Situation } from '../situation.ts'
import { defineVerb, no, unknown, yes } from '../verb.ts'
import { ancestorOf, isNext } from './before.ts'
import { entriesOf } from './changelog.ts'
import { differenceOf } from './difference.ts'

/** Less may be a conflict that was solved on the way. */
const MATERIAL = { lines: 6, share: 0.1 }

export const deniesChange = defineVerb({
  name: 'denies-change',
  doc: 'The notes of the patch say "no changes" of this revision, and six changed lines or more, a tenth of all, are others than in the previous one. Binds the words and the previous revision; the place is the line in the log, if it stands there.',
  example: 'patch denies-change $CLAIM',
  binds: ['BEFORE', 'COUNT'],
  needs: 'previous',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const old = ancestorOf(situation)
    if (old === null) return unknown('no previous revision of this patch in the input')
    if (!isNext(situation)) return unknown('a revision between the two is not in the input')
    const claim = claimOf(situation)
    if (claim === null) return no('no changelog of the patch says that nothing changed')
    const { lines, share } = differenceOf(old.patch, situation.patch)
    if (lines < MATERIAL.lines || share < MATERIAL.share)
      return no(`${lines} changed lines differ, which may come from a new base`)
    return yes({
      bind: {
        ...(object.kind === 'free' ? { [object.hole]: claim.words } : {}),
        BEFORE: `v${old.before.revision}`,
        COUNT: String(lines),
      },
      said: `"${claim.words}"; ${lines} changed lines differ from v${old.before.revision}`,
      where: `${situation.patch.message.messageId}:${claim.line.mailLine}`,
      places: [],
    })
  },
})

interface Claim {
  readonly words: string
  readonly line: TextLine
}

/** The changelog of the patch itself, for this revision alone, that says nothing but that there is none. */
function claimOf({ patch, series }: Situation): Claim | null {
  for (const lines of [patch.text.notes, patch.text.log]) {
    const entry = entriesOf(lines).find(({ revision }) => revision === series.revision)
    const [only, ...rest] = (entry?.texts ?? []).filter((text) => text !== '')
    if (entry === undefined || only === undefined || rest.length > 0) continue
    const words = only.replace(/^[\s*.:-]+/, '').trim()
    if (NOTHING.test(words)) return { words, line: entry.line }
  }
  return null
}

/** Not "no functional changes", and not "no changes but the rebase". */
const NOTHING =
  /^(?:\(?no(?:ne| changes?| change at all)?|nothing(?: changed)?|unchanged|not changed)\)?[.!]?$/i
