import type { Followup, Trailer } from '../../model.ts'
import type { Situation } from '../situation.ts'
import type { Ancestor } from './before.ts'
import { descends } from './descends.ts'
import { samePerson } from './people.ts'
import { claimsOf, tagsIn } from './tags.ts'

/** Whoever answered a review, its writer too: that there is no answer could not be said. */
export function isAnswered(reply: Followup, { before }: Ancestor): boolean {
  const above = new Map(before.followups.map((one) => [one.messageId, one]))
  return before.followups.some((one) => one !== reply && descends(one, reply, above))
}

/**
 * Whether the reviewer gave a tag for this patch, on either revision. A tag beside the remarks themselves counts only
 * with `beside`: it may be given for when they are followed.
 */
export function gaveTag(
  reply: Followup,
  { patch, series }: Situation,
  { before, patch: old }: Ancestor,
  beside: boolean,
): boolean {
  const covers = [before.coverLetter?.messageId, series.coverLetter?.messageId]
  const here = new Set([old.message.messageId, patch.message.messageId, ...covers])
  const gave = (one: Followup): boolean =>
    samePerson(one.from, reply.from) && one.trailers.some(isTag)
  const mails = [...before.followups, ...series.followups]
  if (mails.some((one) => (beside || one !== reply) && here.has(one.answers) && gave(one)))
    return true
  if (!beside && gave(reply)) return false
  return tagsIn(patch).some(
    ({ key, person }) => samePerson(person, reply.from) && claimsOf(key).length > 0,
  )
}

function isTag({ key }: Trailer): boolean {
  return claimsOf(key).length > 0 || /^signed-off-by$/i.test(key)
}
