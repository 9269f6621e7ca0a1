import { bindHole, defineVerb, no, unknown, yes } from '../verb.ts'

/** Two patches are read at a glance. */
const FEW = 2

export const lacksCover = defineVerb({
  name: 'lacks-cover',
  doc: 'The series has three patches or more, and its thread begins with patch 1. Asked of patch 1. Unknown where a cover letter may have been sent and is not in the input: patch 1 answers a mail, or no patch answers it.',
  example: 'series lacks-cover $COUNT',
  needs: 'series',
  subjects: ['series'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch, position, series }) => {
    if (position !== 0) return no('asked of the first patch')
    if (series.expected <= FEW || series.coverLetter !== null)
      return no('a cover letter, or no need')
    const { messageId, subject, inReplyTo } = patch.message
    if (subject.counter !== 1 || subject.isReply) return unknown('patch 1 is not in the input')
    if (inReplyTo !== null || patch.message.references.length > 0)
      return unknown('patch 1 answers a mail')
    const below = series.patches.some(({ message: other }) =>
      [other.inReplyTo, ...other.references].includes(messageId),
    )
    if (!below) return unknown('the patches are not in one thread')
    const count = String(series.expected)
    return yes({
      bind: bindHole(object, count),
      said: `${count} patches in a thread that begins with patch 1`,
      where: messageId,
      places: [],
    })
  },
})
