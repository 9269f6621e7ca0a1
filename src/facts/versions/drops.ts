import type { Patch, Series } from '../../model.ts'
import { once } from '../../series/once.ts'
import { listed } from '../listed.ts'
import type { Situation } from '../situation.ts'
import { bindHole, defineVerb, no, unknown, yes } from '../verb.ts'
import { askedForTags, shownRequest } from './asked-tags.ts'
import { ancestorOf, type Ancestor, isNext, sentAt } from './before.ts'
import { changesTold, wordsAbout } from './changelog.ts'
import { claimOf } from './claims.ts'
import { type Difference, differenceOf } from './difference.ts'
import { authorsOf, linkTo, samePerson } from './people.ts'
import { saysWhyTagsLeft } from './said-why.ts'
import {
  conditionOf,
  type GivenTag,
  isKept,
  isWithdrawn,
  shownTag,
  tagsIn,
  tagsOn,
} from './tags.ts'

export const drops = defineVerb({
  name: 'drops',
  doc: 'The diff did not change, or by a few lines only, since the previous revision and lacks a Reviewed-by, Acked-by or Tested-by that it got there, in a direct reply to it or to the cover letter, or had already; or somebody asked there for tags that were given before. No where its giver has a tag under another address, took it back, or hung it on a condition (other words of the log are one that is met once the log is another), and where the mails, or an answer of the author on either revision, say why. Unknown where a revision between the two is missing, unless it is one and the changelog says that nothing changed since. Binds the tags with who gave them, the previous revision, the mails and a clause on what changed.',
  example: 'patch drops $TAGS',
  binds: ['BEFORE', 'LINKS', 'CHANGE'],
  needs: 'previous',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    // A revision between the two may have changed it, and lost the tags for good.
    if (situation.series.before !== null && !isNext(situation) && !isBridged(situation))
      return unknown('a revision between the two is not in the input')
    // Of most series that is seen without reading what they were before.
    if (situation.series.before?.mayLoseTags === false) return no('no tag is in fewer patches now')
    const old = ancestorOf(situation)
    if (old === null) return unknown('no previous revision of this patch in the input')
    const { patch, series } = situation
    if (patch.text.quoteDepth > 0) return unknown('a quoted patch may lack lines')
    const difference = differenceOf(old.patch, patch)
    const { lines } = difference
    const differ = `${lines} changed line${lines === 1 ? ' differs' : 's differ'}`
    // A small change that is told of may be why.
    const told = lines > 0 && changesTold(series, patch).some((text) => text.trim() !== '')
    if (lines > 0 && !isNext(situation))
      return unknown('a revision between the two is not in the input')
    if (!isTrivial(difference, told ? TOLD_OF : UNTOLD))
      return no(`${differ} from v${old.before.revision}`)
    const lost = lostTags(situation, old).filter(
      ({ claims }) => lines === 0 || !claims.includes('test'),
    )
    const asked = lines === 0 && lost.length === 0 ? askedForTags(old, patch) : null
    if (lost.length === 0 && asked === null) return no('it has all tags that were given')
    const why = saysWhyTagsLeft(series, patch, old)
    if (why !== null) return no(`"${why}": the mails say so`)
    const tags = asked === null ? listed(lost.map(shownWithWish)) : shownRequest(asked)
    const mails = asked === null ? lost : [asked]
    const links = [...new Set(mails.map(({ messageId }) => linkTo(messageId)))]
    return yes({
      bind: {
        ...bindHole(object, tags),
        BEFORE: `v${old.before.revision}`,
        LINKS: listed(links.slice(0, 3)),
        CHANGE:
          lines === 0 ? 'Its diff has not changed since' : `Since then only ${differ} in its diff`,
      },
      said: `${tags}; ${lines === 0 ? 'no changed line differs' : differ} from v${old.before.revision}`,
      where: links.join(' '),
      places: [],
    })
  },
})

/** One revision is missing, and the changelog says "no changes" since that: it is the same as the one before it, then. */
function isBridged(situation: Situation): boolean {
  const { before, revision } = situation.series
  return before !== null && revision === before.revision + 2 && claimOf(situation) !== null
}

/** A change that leaves a review as good as it was, and one so small that it does though it is told of. */
const UNTOLD = { lines: 4, share: 0.05 }
const TOLD_OF = { lines: 4, share: 0.02 }

function isTrivial({ lines, share }: Difference, most: typeof UNTOLD): boolean {
  return lines === 0 || (lines <= most.lines && share <= most.share)
}

function shownWithWish(tag: GivenTag): string {
  return conditionOf(tag) === 'log' ? `${shownTag(tag)} with a wish for the log` : shownTag(tag)
}

function lostTags(
  { patch, series }: Situation,
  { patch: old, before }: Ancestor,
): readonly GivenTag[] {
  const now = tagsIn(patch)
  const authors = authorsOf(patch)
  const followups = once(() => [...before.followups, ...series.followups])
  const sent = sentAt(patch)
  const words = wordsAbout(series, patch)
  const isReworded = wordsOf(old) !== wordsOf(patch)
  const lost: GivenTag[] = []
  for (const tag of tagsOn(old, before, seriesIsSame(series))) {
    if (isKept(tag, now) || authors.some((author) => samePerson(author, tag.person))) continue
    const condition = conditionOf(tag)
    if (condition === 'other' || (condition === 'log' && !isReworded)) continue
    if (isWithdrawn(tag, followups(), [old.message.messageId, patch.message.messageId])) continue
    if (!wasInTime(tag, sent) && !wasRead(tag, sent, words)) continue
    if (lost.some((other) => other.key === tag.key && samePerson(other.person, tag.person)))
      continue
    lost.push(tag)
  }
  return isNews(lost, series) ? lost : []
}

/** The log without its trailers and its white space. */
function wordsOf({ text }: Patch): string {
  const lines = text.log
    .map((line) => line.text)
    .filter((line) => !/^[A-Z][\w-]{1,40}: /.test(line))
  return [text.title, ...lines].join(' ').replaceAll(/\s+/g, ' ').trim()
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

/** The changelog thanks its giver: "as Jane Doe asked for". */
function wasRead({ reply, person }: GivenTag, sent: number, words: string): boolean {
  const { name } = person
  return name.includes(' ') && Date.parse(reply?.date ?? '') < sent && words.includes(name)
}

const TWO_HOURS = 2 * 60 * 60 * 1000

/** A resend of what was applied, or a series for another tree, is not asked. */
function isNews(lost: readonly GivenTag[], series: Series): boolean {
  return (
    lost.length > 0 &&
    !series.patches.some(({ message }) => message.subject.text.startsWith('[tip:'))
  )
}
