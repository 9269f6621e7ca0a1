import type { Message } from '../model.ts'

/** A revision with the replies to it, as mails. */
interface Old {
  readonly coverLetter: Message | null
  readonly members: readonly Message[]
  readonly replies: readonly Message[]
}

/**
 * A cheap first look, by the lines of the mails alone: some Reviewed-by, Acked-by or Tested-by line of an old
 * revision, or of a reply to it, stands in fewer mails of the new one. Who answers a cover letter speaks of all. Or somebody missed tags before us.
 */
export function mayLoseTags(
  { coverLetter, members, replies }: Old,
  now: readonly Message[],
): boolean {
  const balance = new Map<string, number>()
  const add = ({ body }: Message, count: number): void => {
    for (const [line] of body.matchAll(TAG)) {
      const key = line.replaceAll(/\s+/g, '').toLowerCase()
      balance.set(key, (balance.get(key) ?? 0) + count)
    }
  }
  for (const mail of members) add(mail, 1)
  for (const mail of replies) {
    const isCover = coverLetter !== null && mail.inReplyTo === coverLetter.messageId
    add(mail, isCover ? members.length : 1)
  }
  for (const mail of now) add(mail, -1)
  return [...balance.values()].some((count) => count > 0) || replies.some(asksForTags)
}

/** "Please add Acked-by tags when posting new versions", "forgot to add it": somebody missed tags before us. */
function asksForTags({ body }: Message): boolean {
  return body.includes('when posting') || body.includes('a tag') || /pick(?:ing)? up/i.test(body)
}

/** A review or a test, given or carried on; quoted ones have a mark before them. */
const TAG = /^[ \t]{0,8}(?:reviewed|acked|tested)[a-z-]{0,30}-by\b.{0,200}/gim
