import type { TextLine } from '../../model.ts'
import type { Situation } from '../situation.ts'
import { entriesOf } from './changelog.ts'

/** "v3: no changes". */
interface Claim {
  readonly words: string
  readonly line: TextLine
}

/** The changelog of the patch itself, for this revision alone, that says nothing but that there is none. */
export function claimOf({ patch, series }: Situation): Claim | null {
  for (const lines of [patch.text.notes, patch.text.log]) {
    const entry = entriesOf(lines).find(({ revision }) => revision === series.revision)
    const [only, ...rest] = (entry?.texts ?? []).filter((text) => text !== '')
    if (entry === undefined || only === undefined || rest.length > 0) continue
    const words = only.replace(/^[\s*.:-]+/, '').trim()
    if (NOTHING.test(words)) return { words, line: entry.line }
  }
  return sentenceOf(patch.text.notes, series.revision)
}

/** "No changes in v3." of v3, "No changes since v2" of v3, "v2->v3 no change" of v3. */
function sentenceOf(notes: readonly TextLine[], revision: number): Claim | null {
  for (const line of notes) {
    const found = SENTENCE.exec(line.text.slice(0, 200))?.groups
    if (found === undefined) continue
    const { words = '', now, before, to } = found
    if (Number(now ?? to) === revision || Number(before) === revision - 1) return { words, line }
  }
  return null
}

const SENTENCE =
  /^[\s*-]*(?:v\d{1,2}\s?-+>\s?v?(?<to>\d{1,2}):?\s)?(?<words>no changes?(?: (?:in|for) v(?<now>\d{1,2})| (?:since|from) v(?<before>\d{1,2}))?)\.?\s*$/i

/** Not "no functional changes", and not "no changes but the rebase". */
const NOTHING =
  /^(?:\(?no(?:ne| changes?| change at all)?|nothing(?: changed)?|unchanged|not changed)\)?[.!]?$/i
