import { isMadeUp } from '../../mail/made-up.ts'
import type { Before, Patch, PatchHistory, Series } from '../../model.ts'
import type { Situation } from '../situation.ts'
import { type Answer, unknown, type Value, type Verb } from '../verb.ts'
import { authorsOfSeries, samePerson } from './people.ts'

/** The patch of the previous revision that a patch comes from. */
export interface Ancestor {
  readonly patch: Patch
  readonly before: Before
  readonly how: PatchHistory['how']
}

/** Null for a new patch, a split or merged one, and where the previous revision is not at hand. */
export function ancestorOf({ patch, series }: Situation): Ancestor | null {
  const { before, rangeDiff } = series
  const { messageId } = patch.message
  const history = rangeDiff?.patches.find((one) => one.messageId === messageId)
  if (before === null || history === undefined || history.from.length !== 1) return null
  const old = before.patches.find((one) => one.message.messageId === history.from[0])
  return old === undefined || history.how === 'split' || history.how === 'merged'
    ? null
    : { patch: old, before, how: history.how }
}

/** Asks with the ancestor in the revision right before this one; *unknown* where that is not in the input. */
export function comparing(
  ask: (old: Ancestor, object: Value, situation: Situation) => Answer,
): Verb['from'] {
  return (_subject, object, situation) => {
    const old = ancestorOf(situation)
    if (old === null) return unknown('no previous revision of this patch in the input')
    if (!isNext(situation)) return unknown('a revision between the two is not in the input')
    return ask(old, object, situation)
  }
}

/** No revision between the two is missing from the input. */
export function isNext({ series }: Situation): boolean {
  return series.before !== null && series.revision === series.before.revision + 1
}

/** Something is said of a series once: where its first patch is judged. */
export function speaksForSeries({ position }: Situation): boolean {
  return position === 0
}

/** When a patch was sent; a draft will be sent later than all there is. */
export function sentAt({ message }: Patch): number {
  if (isMadeUp(message.messageId)) return Number.POSITIVE_INFINITY
  return Date.parse(message.date ?? '')
}

const MINUTE = 60 * 1000

/** Milliseconds between a series and its previous revision; NaN where one has no date. */
function gapOf({ patches, before }: Series): number {
  const sent = (some: readonly Patch[]): number => Date.parse(some[0]?.message.date ?? '')
  return Math.abs(sent(patches) - sent(before?.patches ?? []))
}

/** The series went out so soon behind its previous revision that nobody can have read that: sent by mistake, or mended at once. */
export function isOneRun(series: Series): boolean {
  return gapOf(series) < 10 * MINUTE
}

/** It went out within an hour of its previous revision, in which nobody but its authors said a word to that. */
export function wasUnread(series: Series): boolean {
  const { patches, before } = series
  if (before === null || !(gapOf(series) < 60 * MINUTE)) return false
  const sent = Date.parse(patches[0]?.message.date ?? '')
  const authors = authorsOfSeries(series)
  return !before.followups.some(
    ({ from, bot, date }) =>
      !bot &&
      !(Date.parse(date ?? '') > sent) &&
      !authors.some((author) => samePerson(author, from)),
  )
}
