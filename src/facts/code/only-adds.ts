import { tokens } from '../../c/lexer.ts'
import { changesOf } from '../situation.ts'
import { defineVerb, fact, no, textOfValue, unknown, yes } from '../verb.ts'

export const onlyAdds = defineVerb({
  name: 'only-adds',
  doc: 'The patch takes no code away, and all the code that it adds is the text that a hole bound, with a few tokens round it (a name, a semicolon). Comments and #include lines are no code.',
  example: 'not patch only-adds $ARGS',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const text = textOfValue(object)
    if (text === null) return unknown('nothing bound')
    const more = no(`the patch does more than to add "${text}"`)
    const lines = changesOf(situation).map(({ line }) => line)
    if (lines.length > LONGEST) return more
    const code = lines.filter((line) => !/^#\s*include\b/.test(line.text))
    const [added, removed] = ['+', '-'].map((sign) =>
      codeIn(
        code
          .filter((line) => line.sign === sign)
          .map((line) => line.text)
          .join('\n'),
      ),
    )
    const whole = codeIn(text)
    if (added === undefined || removed?.length !== 0 || added.length > whole.length + ROUND)
      return more
    return ` ${added.join(' ')} `.includes(` ${whole.join(' ')} `)
      ? yes(fact(`the patch adds "${text}" alone`, situation.patch.message.messageId))
      : more
  },
})

/** Changed lines of a patch that may yet be about one message. */
const LONGEST = 40

/** What may stand round the text: the name of a function before its arguments, a semicolon behind them. */
const ROUND = 4

function codeIn(text: string): readonly string[] {
  return tokens(text).map((token) => token.text)
}
