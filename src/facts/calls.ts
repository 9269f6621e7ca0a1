import { changesOf } from './situation.ts'
import { defineVerb, fact, no, textOfValue, unknown, yes } from './verb.ts'
import { whereOf } from './changes.ts'

export const removesCall = defineVerb({
  name: 'removes-call',
  doc: 'A removed line of the patch calls the function: what is added may only have moved.',
  example: 'not patch removes-call $STOP',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const name = textOfValue(object)
    if (name === null) return unknown('nothing bound')
    const found = changesOf(situation).find(
      ({ line }) => line.sign === '-' && calls(line.text).includes(name),
    )
    if (found === undefined) return no(`no removed line calls ${name}()`)
    return yes(
      fact(`"${found.line.text.trim()}"`, whereOf(situation.patch, found.file, found.line)),
    )
  },
})

/** "if (BUG_ON(x))" -> if, BUG_ON. */
function calls(text: string): readonly string[] {
  const words = text.replaceAll('(', '( ').split(/[^\w(]+/)
  return words.filter((word) => word.endsWith('(')).map((word) => word.slice(0, -1))
}
