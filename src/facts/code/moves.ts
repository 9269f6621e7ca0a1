import { tokens } from '../../c/lexer.ts'
import { defineVerb, fact, no, textOfValue, unknown, yes } from '../verb.ts'
import { perKey, type Situation } from '../situation.ts'

export const moves = defineVerb({
  name: 'moves',
  doc: 'The text that a hole bound stands on removed lines of the patch too, token by token: it was there before and is somewhere else now.',
  example: 'not patch moves $CALL',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const text = textOfValue(object)
    if (text === null) return unknown('nothing bound')
    const where = situation.patch.message.messageId
    return removedCode(situation).includes(squeeze(text))
      ? yes(fact(`"${text}" is removed elsewhere`, where))
      : no(`"${text}" stands on no removed line`)
  },
})

/** The tokens of all removed lines, parted by blanks, so that a statement may have been broken elsewhere. */
function removedCode(situation: Situation): string {
  const { patch } = situation
  return perKey(situation, removedCode, patch, () => {
    const lines = patch.files
      .flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines))
      .filter(({ sign }) => sign === '-')
    return squeeze(lines.map(({ text }) => text).join('\n'))
  })
}

/** With a blank on either side of each token: "a" is not found in "ab". */
function squeeze(text: string): string {
  return ` ${tokens(text)
    .map((token) => token.text)
    .join(' ')} `
}
