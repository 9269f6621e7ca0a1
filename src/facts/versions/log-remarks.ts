import type { Patch, Remark, TextLine } from '../../model.ts'
import { hasTypo } from './typos.ts'

/** A remark about a log that the new log does not follow: the line it is about, and what is to be said of it. */
export interface InLog {
  readonly line: TextLine
  /** The words that ask for it. */
  readonly words: string
  readonly state: string
}

/** Of a remark about the log whose being followed can be read off the new log: a spelling, or a tag asked for. */
export function logNotFollowed(remark: Remark, old: Patch, now: Patch): InLog | null {
  return stillMisspelled(remark, old, now) ?? stillLacksFixes(remark, old, now)
}

function stillMisspelled({ path, quote, text }: Remark, old: Patch, now: Patch): InLog | null {
  const words = text.slice(0, 400).replaceAll(/\s+/g, ' ').trim()
  const line = quote?.trim() ?? ''
  if (path !== null || line.length < 10 || words.length > 120 || !hasTypo(words, line)) return null
  const places = [old, now].map((patch) => patch.text.log.filter((one) => one.text.trim() === line))
  const [before, after] = places
  const [only] = after ?? []
  return before?.length === 1 && after?.length === 1 && only !== undefined
    ? { line: only, words: text, state: 'The line is as it was' }
    : null
}

function stillLacksFixes({ text }: Remark, old: Patch, now: Patch): InLog | null {
  const sentences = text.slice(0, 1000).split(/[.!]\s|\n\s*\n/, 20)
  const asked = sentences.find(
    (sentence) =>
      ASKS_FIXES.test(sentence.replaceAll(/\s+/g, ' ')) &&
      !NOT.test(sentence) &&
      !OF_ANOTHER.test(sentence),
  )
  if (asked === undefined || [old, now].some(({ text: { log } }) => log.some(namesCommit)))
    return null
  const line = now.text.log.find((one) => /^signed-off-by:/i.test(one.text))
  return line === undefined ? null : { line, words: asked.trim(), state: 'There is none' }
}

/** "Fixed: commit 0123456789ab" is what was asked for, if in another form. */
function namesCommit({ text }: TextLine): boolean {
  return /^\s{0,8}fixes\b/i.test(text) || /\b[0-9a-f]{8,40}\b/.test(text)
}

const ASKS_FIXES =
  /\b(?:please,? (?:also )?(?:add|provide|include)|you (?:please )?add|needs?|missing|lacks|should have|wants) (?:a |an |the |proper |appropriate )?fix(?:es)?:?[ -]tag\b|^fix(?:es)?:?[ -]tag\?/i
const NOT = /\b(?:if|not?|drop|remove|without|unless|though)\b|n't\b/i
/** "Patch 3 needs a Fixes tag." */
const OF_ANOTHER = /\bpatch(?:es)?\s{0,3}#?\d|\b\d{1,3}\/\d|\b(?:other|next|previous|first|last)\b/i
