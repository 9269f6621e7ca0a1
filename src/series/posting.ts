import { type Envelope, isResend } from './envelope.ts'
import { type Group, mailsOfGroup } from './group.ts'
import { titleKey } from './titles.ts'

/** What linking revisions needs to know of a group. */
export interface Posting {
  readonly group: number
  /** Its first mail: the cover letter, else the first patch. */
  readonly start: Envelope
  readonly revision: number
  /** Milliseconds; of a start without date, of the mail in front of it that has one. */
  readonly sent: number
  readonly author: string
  readonly size: number
  readonly isResend: boolean
  /** Its tags besides RESEND and RFC, as one text. */
  readonly tags: string
  /** Normalised titles, the cover letter's first where there is one. */
  readonly titles: readonly string[]
  readonly coverTitle: string | null
  readonly patchIds: readonly string[]
  readonly mails: readonly Envelope[]
}

/** Reads the postings of the groups; a group without mail has none. */
export function postingsOf(
  groups: readonly Group[],
  messages: readonly Envelope[],
): readonly Posting[] {
  let last = 0
  const postings: Posting[] = []
  for (const [g, group] of groups.entries()) {
    const mails = mailsOfGroup(group)
      .map((i) => messages[i])
      .filter((m) => m !== undefined)
    const start = mails[0]
    // A diff in a reply is a proposal, no revision.
    if (start === undefined || start.subject.isReply) continue
    const date = Date.parse(start.date ?? '')
    last = Number.isNaN(date) ? last : date
    const members = group.cover === null ? mails : mails.slice(1)
    postings.push({
      group: g,
      start,
      revision: group.revision,
      sent: last,
      author: start.from.address.toLowerCase(),
      size: members.length,
      isResend: mails.some((m) => isResend(m)),
      tags: tagsOf(members[0] ?? start),
      titles: [...new Set(members.map((m) => titleKey(m.subject)))],
      coverTitle: group.cover === null ? null : titleKey(start.subject),
      patchIds: [...new Set(members.map((m) => m.patchId).filter((id) => id !== null))],
      mails,
    })
  }
  return postings
}

function tagsOf(mail: Envelope): string {
  return mail.subject.tags
    .map((t) => t.toLowerCase())
    .filter((t) => !/^(?:re-?sen[dt]|repost|rf[ct]|patch)$/.test(t))
    .toSorted()
    .join(' ')
}
