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
  return null
}

/** Not "no functional changes", and not "no changes but the rebase". */
const NOTHING =
  /^(?:\(?no(?:ne| changes?| change at all)?|nothing(?: changed)?|unchanged|not changed)\)?[.!]?$/i
