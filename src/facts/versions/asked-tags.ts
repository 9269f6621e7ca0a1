import type { Followup, Patch } from '../../model.ts'
import type { Ancestor } from './before.ts'
import { authorsOf, nameOf, samePerson } from './people.ts'
import { answersRequest } from './said-why.ts'
import { claimsOf, tagsIn, tagsOn } from './tags.ts'

/**
 * Who asked below the previous revision for the tags of the one before that, where the new one has none but those
 * it had or got since, and its author gave no reason.
 */
export function askedForTags(ancestor: Ancestor, now: Patch): Followup | null {
  const { patch: old, before } = ancestor
  const known = tagsOn(old, before, true)
  const isNews = tagsIn(now)
    .filter(({ key }) => claimsOf(key).length > 0)
    .some(({ person }) => !known.some((tag) => samePerson(tag.person, person)))
  if (isNews) return null
  const authors = authorsOf(old)
  const { messageId } = old.message
  const asked = before.followups.find(
    ({ inReplyTo, bot, from, trailers, remarks }) =>
      inReplyTo === messageId &&
      !bot &&
      !authors.some((author) => samePerson(author, from)) &&
      trailers.every(({ key }) => claimsOf(key).length === 0) &&
      remarks.some(({ text }) => ASKED.test(text.slice(0, 5000))),
  )
  return asked === undefined || answersRequest(asked, ancestor) ? null : asked
}

/** "Please add Acked-by/Reviewed-by tags when posting new versions", "you received a tag and forgot to add it". */
const ASKED =
  /\b(?:reviewed|acked|tested)-by tags when posting\b|\breceived a tag and forgot\b|\bpick(?:ing)? up (?:the |all |such |your )?tags? (?:that (?:were |you )?)?(?:given|got|received|when)\b/i

/** "a request for the tags given before from Jane Doe". */
export function shownRequest({ from }: Followup): string {
  return `a request for the tags given before from ${nameOf(from)}`
}
