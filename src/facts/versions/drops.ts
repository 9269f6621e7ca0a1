import type { Series } from '../../model.ts'
import { listed } from '../listed.ts'
import type { Situation } from '../situation.ts'
import { defineVerb, no, unknown, yes } from '../verb.ts'
import { ancestorOf, type Ancestor, sentAt } from './before.ts'
import { changesTold, wordsAbout } from './changelog.ts'
import { differenceOf } from './difference.ts'
import { authorsOf, linkTo, samePerson } from './people.ts'
import {
  type GivenTag,
  isConditional,
  isKept,
  isWithdrawn,
  shownTag,
  tagsIn,
  tagsOn,
} from './tags.ts'

export const drops = defineVerb({
  name: 'drops',
  doc: 'The patch did not change, or by a few lines that no changelog tells of, since the previous revision and lacks a Reviewed-by, Acked-by or Tested-by that it got there, in a reply to it or to the cover letter, or had already. No where its giver has a tag under another address, took it back, or hung it on a condition, and where the mails say why. Binds the tags with who gave them, the previous revision and the mails.',
  example: 'patch drops $TAGS',
  binds: ['BEFORE', 'LINKS'],
  needs: 'previous',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const old = ancestorOf(situation)
    if (old === null) return unknown('no previous revision of this patch in the input')
    const { patch, series } = situation
    if (patch.text.quoteDepth > 0) return unknown('a quoted patch may lack lines')
    const { lines, share } = differenceOf(old.patch, patch)
    if (lines > (share <= TRIVIAL.share ? TRIVIAL.lines : 0))
      return no(
        `${lines} changed line${lines === 1 ? '' : 's'} differ from v${old.before.revision}`,
      )
    // A small change that is told of may be why.
    const told = lines > 0 && changesTold(series, patch).some((text) => text.trim() !== '')
    if (told) return no(`${lines} changed lines differ, and the changelog tells of changes`)
    const lost = lostTags(situation, old).filter(
      ({ claims }) => lines === 0 || !claims.includes('test'),
    )
    if (lost.length === 0) return no('it has all tags that were given')
    const why = TOLD.exec(wordsAbout(series, patch))
    if (why !== null) return no(`"${why[0]}": the mails say so`)
    const bind = object.kind === 'free' ? { [object.hole]: listed(lost.map(shownTag)) } : {}
    const links = [...new Set(lost.map(({ messageId }) => linkTo(messageId)))]
    return yes({
      bind: { ...bind, BEFORE: `v${old.before.revision}`, LINKS: listed(links.slice(0, 3)) },
      said: `${listed(lost.map(shownTag))}; ${lines === 0 ? 'no' : lines} changed line${lines === 1 ? ' differs' : 's differ'} from v${old.before.revision}`,
      where: links.join(' '),
      places: [],
    })
  },
})

/** A change that leaves a review as good as it was. */
const TRIVIAL = { lines: 4, share: 0.05 }

/** "Dropped Jane's R-b", "did not pick up the tags". */
const TOLD =
  /\b(?:drop|remov|left out|discard|reset|not (?:add|pick|carr|collect|includ|tak|keep|kept)|didn't (?:add|pick|carr|collect|includ|tak|keep))\w{0,10}\b[^.\n]{0,60}\b(?:tags?|trailers?|r-?bs?|a-?bs?|t-?bs?|acks?|reviews?|\w{2,10}ed-bys?)\b/i

function lostTags(
  { patch, series }: Situation,
  { patch: old, before }: Ancestor,
): readonly GivenTag[] {
  const now = tagsIn(patch)
  const authors = authorsOf(patch)
  const followups = [...before.followups, ...series.followups]
  const sent = sentAt(patch)
  const lost: GivenTag[] = []
  for (const tag of tagsOn(old, before, seriesIsSame(series))) {
    if (isKept(tag, now) || authors.some((author) => samePerson(author, tag.person))) continue
    if (isConditional(tag) || isWithdrawn(tag, followups) || !wasInTime(tag, sent)) continue
    if (lost.some((other) => other.key === tag.key && samePerson(other.person, tag.person)))
      continue
    lost.push(tag)
  }
  return isNews(lost, series) ? lost : []
}

/** No patch of the series changed, came or went. */
function seriesIsSame({ rangeDiff }: Series): boolean {
  return (
    rangeDiff?.dropped.length === 0 &&
    rangeDiff.patches.every(({ how, moved }) => how === 'same' && !moved)
  )
}

/** A tag that crossed the new revision on its way could not be picked up. */
function wasInTime({ reply }: GivenTag, sent: number): boolean {
  return reply === null || Date.parse(reply.date ?? '') + TWO_HOURS < sent
}

const TWO_HOURS = 2 * 60 * 60 * 1000

/** A resend of what was applied, or a series for another tree, is not asked. */
function isNews(lost: readonly GivenTag[], series: Series): boolean {
  return (
    lost.length > 0 &&
    !series.patches.some(({ message }) => message.subject.text.startsWith('[tip:'))
  )
}
