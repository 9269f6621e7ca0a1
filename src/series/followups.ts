import type { Followup, Message, Patch } from '../model.ts'
import { openAnchors } from './anchors.ts'
import { patchText } from '../mail/patch-text.ts'
import { once } from './once.ts'
import { isBot } from './bots.ts'
import { answered } from './envelope.ts'
import { givenTags } from './given-tags.ts'
import { openPatchLines, type PatchLines } from './patch-lines.ts'
import { withQuotes } from './quoted-by.ts'
import { remarksOf } from './remarks.ts'
import { replyLines } from './reply-lines.ts'

/**
 * Reads the replies to the mails of a series (its cover letter and patches): the tags they give,
 * and what they say under which line. Replies that answer none of them are left out.
 */
export function followupsOf(
  members: readonly Message[],
  patches: readonly Patch[],
  replies: readonly Message[],
): readonly Followup[] {
  const answersOf = openAnswers(members, replies)
  const byMail = new Map(patches.map((p) => [p.message.messageId, p]))
  const indexed = new Map<string, PatchLines>()
  const linesOf = (messageId: string): PatchLines | null => {
    const patch = byMail.get(messageId)
    if (patch === undefined) return null
    const known = indexed.get(messageId) ?? openPatchLines(patch)
    indexed.set(messageId, known)
    return known
  }
  const read = replies.flatMap((reply) => {
    const answers = answersOf(reply)
    if (answers === null) return []
    const lines = replyLines(reply)
    return [
      { messageId: reply.messageId, reply, answers, lines, ...givenTags(lines, reply.messageId) },
    ]
  })
  // Most are asked for their tags alone.
  const remarks = once(() =>
    withQuotes(
      read.map(({ messageId, reply, answers, lines, mailLines }) => ({
        messageId,
        lines,
        remarks: remarksOf(lines, mailLines, openAnchors(reply, linesOf(answers))),
      })),
    ),
  )
  return read.map(({ reply, answers, trailers }, i): Followup => {
    const { messageId, from, date } = reply
    const inReplyTo = answered(reply)[0] ?? null
    const proposes = once(() => (patchText(reply)?.diff.length ?? 0) > 0)
    return {
      messageId,
      from,
      date,
      bot: isBot(reply),
      answers,
      inReplyTo,
      trailers,
      get proposes() {
        return proposes()
      },
      get remarks() {
        return remarks()[i] ?? []
      },
    }
  })
}

/** The mail of the series that a reply answers, through other replies. */
function openAnswers(
  members: readonly Message[],
  replies: readonly Message[],
): (reply: Message) => string | null {
  const ids = new Set(members.map((m) => m.messageId))
  const byId = new Map(replies.map((r) => [r.messageId, r]))
  const known = new Map<string, string | null>()
  return (reply) => {
    const way: string[] = []
    let found: string | null = null
    let at: Message | undefined = reply
    while (at !== undefined && found === null) {
      const before = known.get(at.messageId)
      if (before !== undefined) {
        found = before
        break
      }
      // Known already to answer nothing, should the replies go round in a circle.
      known.set(at.messageId, null)
      way.push(at.messageId)
      const above = answered(at)
      const next = above.find((id) => ids.has(id) || byId.has(id))
      if (next !== undefined && ids.has(next)) found = next
      at = next === undefined ? undefined : byId.get(next)
    }
    for (const id of way) known.set(id, found)
    return found
  }
}
