import type { Patch } from '../../model.ts'
import { bindHole, defineVerb, no, unknown, yes } from '../verb.ts'

export const lacksSignOff = defineVerb({
  name: 'lacks-sign-off',
  doc: 'No line of the log is a Signed-off-by:, in whatever case or indentation, and the mail asks to be applied: its subject says PATCH, and neither subject nor log say that it is a squash!, fixup!, debug or test patch or not for merging. The subject "diff" asks the same of a mail whose subject does not say PATCH. BELOW binds a Signed-off-by: that stands below the cut, where git drops it.',
  example: 'patch lacks-sign-off $HOW',
  binds: ['BELOW'],
  needs: 'mail',
  subjects: ['patch', 'diff'],
  objects: ['$HOLE'],
  from: (asked, object, { patch }) => {
    if (patch.text.quoteDepth > 0) return unknown('a quoted log')
    const { subject } = patch.message
    if (subject.isReply) return no('an answer')
    const isDiff = asked.kind === 'text' && asked.text === 'diff'
    if (isDiff === (subject.isPatch || /\[patch\]/i.test(subject.text)))
      return no(isDiff ? 'sent as a patch' : 'not sent as a patch')
    if (patch.text.log.some(({ text }) => SIGNED.test(text))) return no('signed off')
    if (NOT_TO_APPLY.test(subject.text) || logSaysNot(patch)) return no('not meant to be applied')
    const below = patch.text.notes.find(({ text }) => SIGNED.test(text))
    const said = below === undefined ? 'no Signed-off-by' : 'Signed-off-by below the cut'
    return yes({
      bind: {
        ...bindHole(object, said),
        ...(below === undefined ? {} : { BELOW: 'Signed-off-by:' }),
      },
      said,
      where: patch.message.messageId,
      places: [],
    })
  },
})

const SIGNED = /^\s{0,20}signed[- ]off[- ]by\b/i

/** What is said of patches that are to be tried, folded or talked about. */
const NOT_TO_APPLY =
  /\b(?:rf[ct]|wip|do[ _-]?not[ _-]?(?:merge|apply|commit|submit)|not[ _-]for[ _-](?:merg|appl|upstream|inclu)\w*|don'?t (?:merge|apply)|dnm|squa?s?h|sq[au]+sh|fix-?ups?|hack|poc|proof[ -]of[ -]concept|test[- ]only|for testing|debug(?:ging)? (?:patch|only|hack)|draft|question)\b/i

function logSaysNot(patch: Patch): boolean {
  return [...patch.text.log, ...patch.text.notes]
    .slice(0, 40)
    .some(({ text }) => SAYS_NOT.test(text))
}

const SAYS_NOT =
  /\b(?:not (?:meant |intended )?(?:to be|for) (?:merg|appl|upstream|inclu)\w*|do not (?:merge|apply)|not signed[- ]off|(?:un)?signed[- ]off later|completely untested|for testing only|just (?:a |an )?(?:idea|sketch|hack))\b/i
