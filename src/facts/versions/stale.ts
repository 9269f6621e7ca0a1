import { listed } from '../listed.ts'
import { bindHole, defineVerb, no, yes } from '../verb.ts'
import { comparing } from './before.ts'
import { linesOf } from '../../mail/lines.ts'
import { entriesOf } from './changelog.ts'
import type { Situation } from '../situation.ts'
import { differenceOf } from './difference.ts'
import { samePerson } from './people.ts'
import { claimsOf, isConditional, shownTag, tagsIn, tagsOn } from './tags.ts'

/** From here on a patch is another one: two of five changed lines, and a screen of them. */
const STALE = { share: 0.4, lines: 24 }
/** So much was read anew by nobody: a changelog that tells what changed does not tell that the tags hold. */
const REWRITTEN = 100

export const keepsStale = defineVerb({
  name: 'keeps-stale',
  doc: 'The patch carries Reviewed-by or Tested-by tags of the previous revision although two of five of its changed lines, and at least 24, are others now. No where a changelog tells of changes to this patch (from 100 such lines on: of tags), or the tag was given with a wish for changes. Binds the tags and the previous revision.',
  example: 'patch keeps-stale $TAGS',
  binds: ['BEFORE', 'SHARE'],
  needs: 'previous',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: comparing((old, object, situation) => {
    const { patch } = situation
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
    const theirs = given.filter((tag) => kept.some(({ person }) => samePerson(person, tag.person)))
    if (theirs.some((tag) => isConditional(tag)))
      return no('a tag was given with a wish for changes')
    const told = toldOf(situation, lines >= REWRITTEN)
    if (told !== null) return no(`the changelog says "${told.slice(0, 80)}"`)
    const tags = listed(kept.map(shownTag))
    return yes({
      bind: {
        ...bindHole(object, tags),
        BEFORE: `v${old.before.revision}`,
        SHARE: percent,
      },
      said: `${tags}; ${percent} of the changed lines differ from v${old.before.revision}`,
      where: patch.message.messageId,
      places: [],
    })
  }),
})

/** What is told of this patch, or of its tags alone: in notes and changelogs of its own, and in the cover letter's what may be meant. */
function toldOf({ patch, series }: Situation, ofTagsAlone: boolean): string | null {
  const { notes, log, title } = patch.text
  const own = [...notes.map(({ text }) => text), ...entriesOf(log).flatMap(({ texts }) => texts)]
  const cover = series.coverLetter === null ? [] : linesOf(series.coverLetter.body)
  const told = entriesOf(cover)
    .filter(({ revision }) => revision === null || revision === series.revision)
    .flatMap(({ texts }) => texts)
  if (ofTagsAlone) return [...own, ...told].find((text) => TAGS.test(text)) ?? null
  const words = title.toLowerCase().match(/\w{5,40}/g) ?? []
  const isMeant = (text: string): boolean => {
    const said = text.toLowerCase()
    return OF_TAGS.test(said) || words.some((word) => said.includes(word))
  }
  return own.find((text) => text.trim() !== '') ?? told.find(isMeant) ?? null
}

/** It counts patches, or speaks of tags. */
const OF_TAGS =
  /\bpatch(?:es)? ?#?\d|\b\d{1,2}\/\d|#\d|\btags?\b|\br-?bs?\b|review|\ball patches\b/i
const TAGS = /\btags?\b|\b[rat]-?bs?\b|\b(?:review|ack|test)ed-by\b/i
