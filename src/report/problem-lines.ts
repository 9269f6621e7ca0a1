import type { Problem, ProblemKind } from '../model.ts'
import { escapeLine } from './escape.ts'
import { plural } from './summary.ts'

/** How a line begins that says a part of the input was not judged. */
export const NOT_JUDGED = 'not judged: '

/**
 * One line for each sort of problem, with its first place: a damaged archive repeats one hundreds of times.
 * What was not judged comes first. `messageIds` are the mails of the series: the id of the only one says nothing.
 */
export function problemLines(
  problems: readonly Problem[],
  messageIds: readonly string[],
): readonly string[] {
  const alike = new Map<string, Problem[]>()
  for (const problem of problems) {
    const key = `${problem.kind} ${problem.what}`
    const group = alike.get(key)
    if (group === undefined) alike.set(key, [problem])
    else group.push(problem)
  }
  const groups = [...alike.values()]
  return KINDS.flatMap((kind) => groups.filter((group) => group[0]?.kind === kind)).flatMap(
    ([first, ...others]) =>
      first === undefined ? [] : [sentence(first, others.length, messageIds)],
  )
}

const KINDS: readonly ProblemKind[] = ['limit', 'damage', 'repair']

function sentence(problem: Problem, others: number, messageIds: readonly string[]): string {
  const known = messageIds.length === 1 && messageIds[0] === problem.messageId
  const mail = problem.messageId === null || known ? [] : [`<${problem.messageId}>`]
  const line = problem.line === null ? [] : [`line ${problem.line}`]
  const more = others === 0 ? [] : [`and ${plural(others, 'more place')}`]
  const where = [...mail, ...line, ...more].join(', ').replace(', and', ' and')
  const kind = problem.kind === 'limit' ? NOT_JUDGED : ''
  return escapeLine(`${kind}${problem.what}${where === '' ? '' : ` (${where})`}`)
}
