import type { Followup, Remark } from '../../model.ts'
import type { Situation } from '../situation.ts'
import type { Place } from '../verb.ts'
import type { Ancestor } from './before.ts'
import { changesTold } from './changelog.ts'
import { logNotFollowed } from './log-remarks.ts'
import { namesIn } from './names-in.ts'
import { notFollowed } from './read-off.ts'
import { isPardoned } from './remark-kinds.ts'
import { gaveTag, isAnswered } from './settled.ts'

/** A remark that nobody followed or answered. */
export interface Open {
  readonly reply: Followup
  readonly remark: Remark
  /** Those of the remark that ask. */
  readonly words: string
  readonly place: Place
  /** A sentence without its end that says what is as the reviewer found it. */
  readonly state: string
}

/** Each is looked for in the whole patch. */
const MOST_READ = 200

/** What is said of a line that stands there still. */
export const AS_IT_WAS = 'The line is as it was'

/** Remarks that the new version itself shows not to be followed: what others said of the mail does not settle these. */
export function passedOver(reply: Followup, situation: Situation, old: Ancestor): readonly Open[] {
  if (isAnswered(reply, old) || gaveTag(reply, situation, old, false)) return []
  return reply.remarks.slice(0, MOST_READ).flatMap((remark): Open[] => {
    if (remark.quotedBy.length > 0 || isPardoned(remark.text)) return []
    const kept = notFollowed(remark, reply.remarks, old.patch, situation.patch)
    const inLog = logNotFollowed(remark, old.patch, situation.patch)
    if ((kept === null && inLog === null) || isTold(remark, situation)) return []
    if (kept !== null)
      return [
        { reply, remark, words: remark.text, place: { kind: 'line', ...kept }, state: AS_IT_WAS },
      ]
    if (inLog === null) return []
    const { line, words, state } = inLog
    return [{ reply, remark, words, place: { kind: 'log', line }, state }]
  })
}

function isTold({ text }: Remark, { patch, series }: Situation): boolean {
  const told = changesTold(series, patch).join('\n').toLowerCase()
  return (
    namesIn(text).some((name) => told.includes(name)) ||
    (/\bfix(?:es)?\b/i.test(text) && /\bfix(?:es)?:?[ -]tags?\b/.test(told))
  )
}
