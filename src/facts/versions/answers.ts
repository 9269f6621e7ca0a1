import { defineVerb, fact, no, unknown, yes } from '../verb.ts'
import { isOneRun, speaksForSeries } from './before.ts'
import { linkTo } from './people.ts'

/** Lists whose robots test what is sent below the old version. */
const REPLIES: ReadonlySet<string> = new Set(['intel-gfx', 'intel-xe', 'igt-dev'])

/** Lists where a single patch is not to be sent so either. */
const NO_REPLIES: ReadonlySet<string> = new Set(['linux-iio'])

export const answersPrevious = defineVerb({
  name: 'answers',
  doc: 'The series was sent as a reply to a mail of the thread of its previous revision. Asked once for a series. No for a single patch, unless it goes to a list that asks for new threads always, for lists whose robots want replies, for a part of a series that is posted anew in place, and for what was sent within an hour of the previous revision. LINK is the mail of the previous revision that was answered, directly or through other replies.',
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
    const lists = [...first.to, ...first.cc].map(({ address }) => address.split('@', 1)[0] ?? '')
    if (lists.some((list) => REPLIES.has(list.toLowerCase())))
      return no('their robots take a new version as a reply')
    if (series.expected < 2 && !lists.some((list) => NO_REPLIES.has(list.toLowerCase())))
      return no('a single patch is found below the old one')
    if (series.missing.length > 0) return no('a part of the series, posted anew in its place')
    const members = before.patches.map(({ message }) => message.messageId)
    const thread = [
      before.coverLetter?.messageId,
      ...members,
      ...before.followups.map((f) => f.messageId),
    ]
    if (!thread.includes(parent)) return no('it answers a mail of another thread')
    if (isOneRun(series)) return no('sent within an hour of the previous revision')
    // What was answered may be a review: the version is what it is about.
    const about = before.followups.find((f) => f.messageId === parent)?.answers ?? parent
    const said = `In-Reply-To: <${parent}>, of the thread of v${before.revision}`
    return yes({
      ...fact(said, first.messageId),
      bind: { BEFORE: `v${before.revision}`, LINK: linkTo(about) },
    })
  },
})
