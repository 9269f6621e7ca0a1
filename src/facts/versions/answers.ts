import { defineVerb, fact, no, unknown, yes } from '../verb.ts'
import { speaksForSeries } from './before.ts'
import { linkTo } from './people.ts'

export const answersPrevious = defineVerb({
  name: 'answers',
  doc: 'The series was sent as a reply to a mail of the thread of its previous revision. Asked once for a series. No for a part of a series that is posted anew in place.',
  example: 'series answers previous',
  binds: ['BEFORE', 'LINK'],
  needs: 'previous',
  subjects: ['series'],
  objects: ['previous'],
  from: (_subject, _object, situation) => {
    const { series, patch } = situation
    const { before, coverLetter } = series
    if (!speaksForSeries(situation)) return unknown('told at the first patch')
    if (before === null) return unknown('no previous revision in the input')
    const first = coverLetter ?? patch.message
    const parent = first.inReplyTo ?? first.references.at(-1) ?? null
    if (parent === null) return no('it answers no mail')
    if (coverLetter === null && series.expected > 1 && series.missing.length > 0)
      return no('a part of the series, posted anew in its place')
    const members = before.patches.map(({ message }) => message.messageId)
    const thread = [
      before.coverLetter?.messageId,
      ...members,
      ...before.followups.map((f) => f.messageId),
    ]
    if (!thread.includes(parent)) return no('it answers a mail of another thread')
    const said = `In-Reply-To: <${parent}>, of the thread of v${before.revision}`
    return yes({
      ...fact(said, first.messageId),
      bind: { BEFORE: `v${before.revision}`, LINK: linkTo(parent) },
    })
  },
})
