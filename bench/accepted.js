// The patches of an archive, each with whether somebody else took it as posted.
import { basename } from 'node:path'
import { readInbox } from '../dist/inbox.js'
import { LIMITS } from '../dist/limits.js'
import { groundOf } from '../dist/measure/material.js'
import { openReplies } from '../dist/measure/replies.js'
import { mailsOf } from './corpus.js'

/** {patch, accepted} of each patch mail, as docs/measure.md counts; of linux-tip-commits every commit is accepted. */
export async function* acceptedPatches(archive) {
  const replies = openReplies([])
  const inbox = await readInbox(mailsOf(archive), {
    quoted: 'never',
    limits: LIMITS,
    onMail: ({ message, kind }) => replies.add({ message, kind }),
    breathe: async () => {},
  })
  const heard = replies.heard()
  const merged = basename(archive).includes('tip-commits')
  for (const posted of inbox.series) {
    const { coverLetter, patches } = await posted.load()
    const cover = coverLetter?.messageId ?? null
    const marks = patches.map(({ message }) => ({
      messageId: message.messageId,
      counter: message.subject.counter ?? 1,
    }))
    const record = { first: posted.first, previous: null, cover, patches: marks, limited: [] }
    const material = { records: [{ ...record, fires: [] }], sent: new Map(), heard, labels: [] }
    const { byId } = groundOf(material)
    for (const patch of patches)
      yield { patch, accepted: merged || byId.get(patch.message.messageId)?.accepted === true }
  }
}
