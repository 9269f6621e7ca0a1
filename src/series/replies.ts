import { answered, type Envelope } from './envelope.ts'
import { type Group, mailsOfGroup } from './group.ts'

/** What a mail answers, through however many replies. */
interface Answered {
  readonly group: number | null
  /** The group of a diff that stands in a reply on the way, when it was made a group. */
  readonly proposal: number | null
}

const nothing: Answered = { group: null, proposal: null }

/**
 * For each group the indexes of the replies to it, direct or through other replies, in the order of
 * the input. A mail of a group is no reply, unless its subject says so: a counter-proposal answers
 * the series too, and what answers the proposal answers both.
 */
export function repliesOf(
  groups: readonly Group[],
  envelopes: readonly Envelope[],
): readonly (readonly number[])[] {
  const groupOf = new Map<number, number>()
  for (const [g, group] of groups.entries()) for (const i of mailsOfGroup(group)) groupOf.set(i, g)
  const byId = new Map<string, number>()
  for (const [i, { messageId }] of envelopes.entries())
    if (!byId.has(messageId)) byId.set(messageId, i)
  const known = new Map<number, Answered>()
  const replies: number[][] = groups.map(() => [])
  for (const [i, mail] of envelopes.entries()) {
    // The same mail from another list.
    if (byId.get(mail.messageId) !== i) continue
    const own = groupOf.get(i)
    if (own !== undefined && !mail.subject.isReply) continue
    const { group, proposal } = climb(i)
    if (group !== null && group !== own) replies[group]?.push(i)
    if (proposal !== null && proposal !== own) replies[proposal]?.push(i)
  }
  return replies

  // Up from a mail to what is known, then down again, so that long threads are walked once.
  function climb(from: number): Answered {
    const way: number[] = []
    const onWay = new Set<number>()
    let at = from
    let found = nothing
    for (;;) {
      const before = known.get(at)
      // Mails that answer each other in a circle answer nothing.
      if (before !== undefined || onWay.has(at)) {
        found = before ?? nothing
        break
      }
      way.push(at)
      onWay.add(at)
      const above = parentOf(at)
      const group = above === null ? undefined : groupOf.get(above)
      if (above === null) break
      if (group !== undefined && envelopes[above]?.subject.isReply !== true) {
        found = { group, proposal: null }
        break
      }
      at = above
    }
    for (const i of way.toReversed()) {
      const above = parentOf(i)
      const group = above === null ? undefined : groupOf.get(above)
      const isProposal = above !== null && envelopes[above]?.subject.isReply === true
      if (group !== undefined && isProposal) found = { ...found, proposal: group }
      known.set(i, found)
    }
    return found
  }

  function parentOf(i: number): number | null {
    const mail = envelopes[i]
    if (mail === undefined) return null
    for (const id of answered(mail)) {
      const above = byId.get(id)
      if (above !== undefined && above !== i) return above
    }
    return null
  }
}
