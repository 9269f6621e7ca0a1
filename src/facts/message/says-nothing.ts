import type { Patch } from '../../model.ts'
import { changes } from '../changes.ts'
import { defineVerb, fact, no, textOfValue, unknown, yes } from '../verb.ts'
import { proseOf, wordsOf } from './log-text.ts'
import { changesBehaviour, needsNoReason } from './no-reason.ts'

export const says = defineVerb({
  name: 'says',
  doc: '`nothing`: the log has no text besides its tags. `the-subject-again`: its text has only the words of the subject, names no commit, report or data sheet, and the patch adds statements to code that is no test. No where nobody would ask for a reason: a patch without changed lines (a rename, a mode, a binary file), one that is not meant to be merged (RFC, DO NOT MERGE), one for device trees, bindings, documents, selftests, defconfigs, MAINTAINERS or the local version alone, one of another project (kvm-unit-tests), one of several of the series that say the same behind their prefix, or that change one file and begin alike, typos, white space, links and the like.',
  example: 'patch says nothing',
  needs: 'mail',
  subjects: ['patch'],
  objects: ['nothing', 'the-subject-again'],
  from: (_subject, object, { patch, series }) => {
    if (patch.text.quoteDepth > 0 || patch.message.subject.isReply) return unknown('a quoted log')
    if (changes(patch).length === 0) return no('changes no line')
    const plain = needsNoReason(patch, series)
    if (plain !== null) return no(plain)
    const prose = proseOf(patch)
    const [first] = prose
    if (textOfValue(object) === 'nothing')
      return first === undefined
        ? yes(fact('no text', patch.message.messageId))
        : no(`"${first.text}"`)
    if (first === undefined) return no('no text')
    if (!changesBehaviour(patch)) return no('adds no statement')
    if (patch.text.log.some(({ text }) => TOLD_ELSEWHERE.test(text)))
      return no('it leads to where more is told')
    if (!repeats(patch, prose.map(({ text }) => text).join(' '))) return no('more than the subject')
    const where = `${patch.message.messageId}:${first.mailLine}`
    return yes(fact(`"${first.text.trim()}"`, where, [{ kind: 'log', line: first }]))
  },
})

/** The commit that is fixed, a report or a data sheet are reasons too. */
const TOLD_ELSEWHERE = /^(?:fixes|closes|datasheet)\b|https?:\/\//i

/** Every word of it stands in the subject, but for what says nothing. */
function repeats(patch: Patch, text: string): boolean {
  const title = new Set(wordsOf(patch.text.title).map(stem))
  const words = wordsOf(text).filter((word) => !EMPTY_WORDS.has(word))
  return (
    words.length > 0 &&
    words.length <= title.size + 3 &&
    words.every((word) => title.has(stem(word)))
  )
}

function stem(word: string): string {
  return word.replace(/(?:es|s|ed|ing|e)$/, '')
}

const EMPTY_WORDS: ReadonlySet<string> = new Set(
  'a an the this that patch commit will to in of for on from it is are and so just simply please'.split(
    ' ',
  ),
)
