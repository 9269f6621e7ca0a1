import { bindHole, defineVerb, no, yes } from '../verb.ts'
import { comparing } from './before.ts'
import { claimOf } from './claims.ts'
import { differenceOf } from './difference.ts'

/** Less may be a conflict that was solved on the way. */
const MATERIAL = { lines: 6, share: 0.1 }

export const deniesChange = defineVerb({
  name: 'denies-change',
  doc: 'The notes of the patch say "no changes" of this revision, and six changed lines or more, a tenth of all, are others than in the previous one. Binds the words, the previous revision and how many lines differ.',
  example: 'patch denies-change $CLAIM',
  binds: ['BEFORE', 'COUNT'],
  needs: 'previous',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: comparing((old, object, situation) => {
    const claim = claimOf(situation)
    if (claim === null) return no('no changelog of the patch says that nothing changed')
    const { lines, share } = differenceOf(old.patch, situation.patch)
    if (lines < MATERIAL.lines || share < MATERIAL.share)
      return no(`${lines} changed lines differ, which may come from a new base`)
    return yes({
      bind: {
        ...bindHole(object, claim.words),
        BEFORE: `v${old.before.revision}`,
        COUNT: String(lines),
      },
      said: `"${claim.words}"; ${lines} changed lines differ from v${old.before.revision}`,
      where: `${situation.patch.message.messageId}:${claim.line.mailLine}`,
      places: [],
    })
  }),
})
