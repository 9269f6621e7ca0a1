import type { Followup, Patch, Series } from '../../model.ts'
import type { Ancestor } from './before.ts'
import { wordsAbout } from './changelog.ts'
import { authorsOf, samePerson } from './people.ts'

/** Where somebody says why tags are not in a patch: the words, or null. Asks its mails and what its authors answered on either revision. */
export function saysWhyTagsLeft(
  series: Series,
  patch: Patch,
  { patch: old, before }: Ancestor,
): string | null {
  const mails = new Set(
    [patch, old, series, before].map((one) =>
      'text' in one ? one.message.messageId : (one.coverLetter?.messageId ?? null),
    ),
  )
  const answers = [...before.followups, ...series.followups]
    .filter((reply) => mails.has(reply.answers) && isOfAuthor(reply, patch))
    .flatMap(({ remarks }) => remarks.map(({ text }) => text.slice(0, 5000)))
  const told = LEFT.exec(wordsAbout(series, patch))
  if (told !== null) return told[0]
  for (const words of answers) {
    const found = LEFT_TAGS.exec(words)
    if (found !== null) return found[0]
  }
  return null
}

/** Who was asked for tags answered that they are left out for a reason: speaks of tags, and promises nothing. */
export function answersRequest(request: Followup, { patch, before }: Ancestor): boolean {
  return before.followups.some(
    (reply) =>
      reply.inReplyTo === request.messageId &&
      isOfAuthor(reply, patch) &&
      reply.remarks.some(({ text }) => TAGS.test(text.slice(0, 5000))) &&
      !reply.remarks.some(({ text }) => PROMISES.test(text.slice(0, 5000))),
  )
}

function isOfAuthor({ from, bot }: Followup, patch: Patch): boolean {
  return !bot && authorsOf(patch).some((author) => samePerson(author, from))
}

/** "Dropped Jane's R-b", "did not pick up the tags"; not "removed blank lines between tags". */
const LEFT =
  /\b(?:drop|remov|left out|discard|reset|not (?:add|pick|carr|collect|includ|tak|keep|kept)|didn't (?:add|pick|carr|collect|includ|tak|keep))\w{0,10}\b(?! (?:the |a |an )?(?:white ?space|blank|empty|new ?line|space))[^.\n]{0,60}\b(?:tags?|trailers?|r-?bs?|a-?bs?|t-?bs?|acks?|reviews?|\w{2,10}ed-bys?)\b/i

/** The same in a mail, where "dropped, thanks for the review" is said of code. */
const LEFT_TAGS =
  /\b(?:drop|remov|left out|discard|reset|not (?:add|pick|carr|collect|includ|tak|keep|kept)|didn't (?:add|pick|carr|collect|includ|tak|keep))\w{0,10}\b[^.,;\n]{0,40}\b(?:tags?(?! (?:field|member|name|number|id)s?\b)|r-?bs?|a-?bs?|t-?bs?|acks?|\w{2,10}ed-bys?)\b/i

const TAGS = /\b(?:tags?|trailers?|r-?bs?|a-?bs?|t-?bs?|acks?|\w{2,10}ed-bys?)\b/i

/** "Sorry, I forgot", "will add them". */
const PROMISES =
  /\b(?:sorry|apolog\w{1,5}|forgot|missed|oops|oversight|mistake|my bad|(?:will|shall|i'll) (?:add|pick|include|collect|take|do|fix))\b/i
