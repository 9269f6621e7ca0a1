import { listed } from '../listed.ts'
import { defineVerb, no, unknown, yes } from '../verb.ts'
import { ancestorOf, isNext } from './before.ts'
import { changesTold } from './changelog.ts'
import { differenceOf } from './difference.ts'
import { samePerson } from './people.ts'
import { claimsOf, isConditional, shownTag, tagsIn, tagsOn } from './tags.ts'

/** From here on a patch is another one: half of its changed lines, and more than a screen of them. */
const STALE = { share: 0.5, lines: 30 }

export const keepsStale = defineVerb({
  name: 'keeps-stale',
  doc: 'The patch carries Reviewed-by or Tested-by tags of the previous revision although half of its changed lines, and at least 30, are others now. No where a changelog tells of changes to this patch or of tags, or the tag was given with a wish for changes. Binds the tags and the previous revision.',
  example: 'patch keeps-stale $TAGS',
  binds: ['BEFORE', 'SHARE'],
  needs: 'previous',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const old = ancestorOf(situation)
    if (old === null) return unknown('no previous revision of this patch in the input')
    if (!isNext(situation)) return unknown('a revision between the two is not in the input')
    const { patch, series } = situation
    const { lines, share } = differenceOf(old.patch, patch)
    const percent = `${Math.round(share * 100)} %`
    if (lines < STALE.lines || share < STALE.share)
      return no(`${percent} of the changed lines are others`)
    const given = tagsOn(old.patch, old.before, true)
    const kept = tagsIn(patch).filter(
      ({ key, person }) =>
        claimsOf(key).length > 0 &&
        !/^acked-by$/i.test(key) &&
        given.some((tag) => samePerson(tag.person, person)),
    )
    if (kept.length === 0) return no('it carries no tag of the previous revision')
    if (given.some((tag) => isConditional(tag)))
      return no('a tag was given with a wish for changes')
    const told = changesTold(series, patch).filter((text) => text.trim() !== '')
    if (told.length > 0) return no(`the changelog says "${(told[0] ?? '').slice(0, 80)}"`)
    const tags = listed(kept.map(shownTag))
    return yes({
      bind: {
        ...(object.kind === 'free' ? { [object.hole]: tags } : {}),
        BEFORE: `v${old.before.revision}`,
        SHARE: percent,
      },
      said: `${tags}; ${percent} of the changed lines differ from v${old.before.revision}`,
      where: patch.message.messageId,
      places: [],
    })
  },
})
