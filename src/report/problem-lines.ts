import type { Problem, ProblemKind, SeriesHead } from '../model.ts'
import { escapeLine } from './escape.ts'
import { isMadeUp } from '../mail/made-up.ts'
import { plural } from './summary.ts'
import { addUnder } from '../series/add-under.ts'

/** How a line begins that says a part of the input was not judged. */
export const NOT_JUDGED = 'not judged: '

type SeriesMails = Pick<SeriesHead, 'messageIds' | 'titles'>

/**
 * One line for each sort of problem, with its first place: a damaged archive repeats one hundreds of times.
 * What was not judged comes first. `series` has the mails of the series: the id of the only one says nothing, and
 * one that was made up for a mail without any (a commit of a range) is nowhere to be found, so its title is told.
 */
export function problemLines(problems: readonly Problem[], series: SeriesMails): readonly string[] {
  const alike = new Map<string, Problem[]>()
  for (const problem of problems) {
    const key = `${problem.kind} ${problem.what}`
    addUnder(alike, key, problem)
  }
  const groups = [...alike.values()]
  return KINDS.flatMap((kind) => groups.filter((group) => group[0]?.kind === kind)).flatMap(
    ([first, ...others]) => (first === undefined ? [] : [sentence(first, others.length, series)]),
  )
}

const KINDS: readonly ProblemKind[] = ['limit', 'damage', 'repair']

function sentence(problem: Problem, others: number, series: SeriesMails): string {
  const mail = mailOf(problem.messageId, series)
  const line = problem.line === null ? [] : [`line ${problem.line}`]
  const more = others === 0 ? [] : [`and ${plural(others, 'more place')}`]
  const where = [...mail, ...line, ...more].join(', ').replace(', and', ' and')
  const kind = problem.kind === 'limit' ? NOT_JUDGED : ''
  return escapeLine(`${kind}${problem.what}${where === '' ? '' : ` (${where})`}`)
}

function mailOf(id: string | null, { messageIds, titles }: SeriesMails): readonly string[] {
  const at = id === null ? -1 : messageIds.indexOf(id)
  if (id === null || (at !== -1 && messageIds.length === 1)) return []
  const title = titles[at]
  return [title === undefined || !isMadeUp(id) ? `<${id}>` : `"${title}"`]
}
