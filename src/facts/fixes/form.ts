import type { Patch } from '../../model.ts'
import { bindHole, defineVerb, no, type Solution, type Value, yes } from '../verb.ts'
import { type FixesLine, fixesLines } from './fixes-lines.ts'

export const miswritesFixes = defineVerb({
  name: 'miswrites-fixes',
  doc: "A Fixes: tag is not of the form that scripts read: fewer than 12 digits of the id, wrapped over lines, the word commit before the id, no blank behind it, no brackets and double quotes round the subject, no subject, the date of git's reference format behind it, no commit at all, or not among the other tags. One solution per tag and fault; binds what is wrong and, where all of it is known, the tag as it should be.",
  example: 'patch miswrites-fixes $WHAT',
  binds: ['FORM'],
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, { patch }) => {
    // A reviewer quotes of the log what the answer is about.
    if (patch.text.quoteDepth > 0) return no('a quoted log')
    const found = fixesLines(patch)
    const all = found.flatMap((tag) => solution(object, patch, tag))
    const solutions = all.filter(
      ({ said }, at) => all.findIndex((other) => other.said === said) === at,
    )
    if (solutions.length > 0) return yes(...solutions)
    return no(found.length === 0 ? 'no Fixes: tag' : `${found.length} Fixes: in the usual form`)
  },
})

function solution(object: Value, patch: Patch, tag: FixesLine): readonly Solution[] {
  const wrong = faults(tag)
  if (wrong.length === 0) return []
  const what =
    wrong.length === 1 ? (wrong[0] ?? '') : `${wrong.slice(0, -1).join(', ')} and ${wrong.at(-1)}`
  const free = bindHole(object, what)
  const form = formOf(tag)
  return [
    {
      bind: form === null ? free : { ...free, FORM: form },
      said: what,
      where: `${patch.message.messageId}:${tag.line.mailLine}`,
      places: [{ kind: 'log', line: tag.line }],
    },
  ]
}

/** What is wrong, each as the end of "This Fixes: tag ...". */
function faults(tag: FixesLine): readonly string[] {
  const place =
    tag.place === 'apart'
      ? ['is cut off from the other tags by a blank line']
      : tag.place === 'above'
        ? ['stands above text of the log, not among the tags']
        : []
  if (tag.id === null) return ['names no commit id', ...place]
  const written = [
    ...(tag.colon ? [] : ['has no colon']),
    ...(/^commit/i.test(tag.leading) ? [`has "${tag.leading}" before the commit id`] : []),
    ...(/[<([]$/.test(tag.leading) ? ['has brackets round the commit id'] : []),
    ...(tag.id.length < 12 ? [`has ${tag.id.length} digits of the commit id, not 12`] : []),
    ...(tag.wrapped ? ['is wrapped over two lines'] : []),
    ...(tag.subject === '' ? ['names no subject'] : subjectFaults(tag.rest)),
    ...(tag.date === null ? [] : [`has the date ${tag.date} behind the subject`]),
  ]
  return [...written, ...place]
}

function subjectFaults(rest: string): readonly string[] {
  if (rest.startsWith(':')) return ['has a colon behind the commit id']
  if (!/^\s/.test(rest)) return ['has no blank between the commit id and the subject']
  const text = rest.trim()
  if (/^\("[^"].*"(?:, \d{4}-\d\d-\d\d)?\)/.test(text)) return []
  if (/^\(["\u{201c}\u{201d}].*["\u{201c}\u{201d}]\)/u.test(text)) return ['has typographic quotes']
  if (/^\(["\u{201c}]/u.test(text))
    return ['does not close the quotes and brackets round the subject']
  return ['does not have the subject in ("double quotes and brackets")']
}

/** The tag as it should be; null where its id is too short to say. */
function formOf({ id, subject }: FixesLine): string | null {
  if (id === null || id.length < 12 || subject === '') return null
  return `Fixes: ${id.slice(0, 12)} ("${subject}")`
}
