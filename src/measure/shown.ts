import type { JudgedFigures, Measurement, Reading, RuleFigures } from './figures.ts'
import { linkTo } from './judged.ts'
import type { Coincidence } from './peer.ts'
import type { Rate } from '../rules/wilson.ts'

/** The columns of the table of all rules, for text and Markdown. */
export const COLUMNS: readonly string[] = [
  'rule',
  'fires',
  'per 1,000',
  'comments',
  'said by a human',
  'comment rate',
  'base rate',
  'accepted unchanged',
  'recall on labels',
  'judged',
  'precision',
]

/** One rule's cells. */
export function cellsOf(figures: RuleFigures): readonly string[] {
  const { rule, fires, comments, said, by, commentRate, baseRate, accepted, recall } = figures
  return [
    rule.id,
    String(fires.count),
    rated(fires, 1000, 2),
    String(comments),
    `${said} by ${by}`,
    counted(commentRate),
    counted(baseRate),
    String(accepted),
    counted(recall),
    String(figures.judged.precision.of),
    rated(figures.judged.precision, 1, 2),
  ]
}

/** "0.85 (0.36-2.00)": the share times a factor, with its interval. */
function rated({ share, low, high }: Rate, factor: number, digits: number): string {
  if (share === null || low === null || high === null) return '-'
  const [s, l, h] = [share, low, high].map((value) => (value * factor).toFixed(digits))
  return `${s} (${l}-${h})`
}

/** "2 of 7, 29 % (8-64)". */
function counted(rate: Rate): string {
  return rate.of === 0
    ? '-'
    : `${rate.count} of ${rate.of}, ${rated(rate, 100, 1).replace(' ', ' % ')}`
}

/** What was measured, in one line. */
export function headline({
  inputs,
  mails,
  patches,
  reviewed,
  accepted,
  limited,
}: Measurement): string {
  const whole = limited === 0 ? '' : `; ${limited} patches were not judged whole`
  return `${inputs.join(' + ')}: ${mails} mails, ${patches} patches, ${reviewed} of them reviewed, ${accepted} accepted unchanged${whole}`
}

/** "Judged: 9; 6 right, ...": what else there is to know of the judged findings; null when there is nothing. */
export function judgedLine(judged: JudgedFigures): string | null {
  const { right, arguable, wrong, disagreed, readTwice, gone, elsewhere, precision } = judged
  const parts = [
    ...(precision.of > 0 ? [`${right} right, ${arguable} arguable, ${wrong} wrong`] : []),
    ...(readTwice > 0
      ? [`readers differ on ${disagreed} of ${readTwice} that several judged`]
      : []),
    ...(gone > 0 ? [`${gone} judged findings are no longer found and do not count`] : []),
    ...(elsewhere > 0 ? [`${elsewhere} judged findings are about patches that are not here`] : []),
  ]
  return parts.length === 0 ? null : `Judged: ${parts.join('; ')}.`
}

/** The lists for reading, each with its title; empty ones are left out. */
export function readings({
  newest,
}: RuleFigures): readonly (readonly [string, readonly Reading[]])[] {
  const lists: readonly (readonly [string, readonly Reading[]])[] = [
    ['Said by a human, too', newest.said],
    ['Spoke on a patch that was accepted unchanged', newest.accepted],
    ['Spoke, and nobody else did', newest.alone],
    ['Missed: a human said it, the rule did not', newest.misses],
  ]
  return lists.filter(([, list]) => list.length > 0)
}

/** "2022-03-01 https://lore.kernel.org/r/... <- https://...": the patch, and the reply where there is one. */
export function readingLine({ messageId, date, reply }: Reading): string {
  const answer = reply === null ? '' : ` <- ${linkTo(reply)}`
  return `${date?.slice(0, 10) ?? 'undated   '} ${linkTo(messageId)}${answer}`
}

/** "checkpatch says LONG_LINE at 3 of 9 findings; ...": where another program finds the same. */
export function peerLine({ findings, type, same, both, total }: Coincidence): string {
  if (type === null) return `checkpatch finds nothing at the ${findings} findings.`
  return `checkpatch says ${type} at ${same} of ${findings} findings (any type at ${both}); it says it ${total} times in what it was given.`
}
