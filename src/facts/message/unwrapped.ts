import { defineVerb, fact, no, unknown, yes } from '../verb.ts'

export const leavesUnwrapped = defineVerb({
  name: 'leaves-unwrapped',
  doc: 'A line of prose in the log is longer than 84 columns, counting a full commit id as its first 12 digits, and the subject of the mail says PATCH. Names no place.',
  example: 'patch leaves-unwrapped log',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['log'],
  from: (_subject, _object, { patch }) => {
    const { message, text } = patch
    if (text.quoteDepth > 0) return unknown('a quoted log')
    if (!message.subject.isPatch) return no('a diff in a mail that is not sent as a patch')
    const long = text.log.find((line) =>
      PROSE.test(line.text.slice(0, 4000).replaceAll(FULL_ID, '0123456789ab')),
    )
    if (long === undefined) return no('no long line but for ids of commits')
    return yes(fact(`"${long.text.slice(0, 100)}"`, `${message.messageId}:${long.mailLine}`))
  },
})

const FULL_ID = /\b[0-9a-f]{40}\b/g

const PROSE = /^[A-Z][a-z]* [A-Za-z0-9_ ,.;()'"/-]{82,}$/
