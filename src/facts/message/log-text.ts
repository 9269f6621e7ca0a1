import type { Patch, TextLine } from '../../model.ts'
import { logLines } from '../tags/tag-lines.ts'

/** The lines of a log that are text: no tags, no notes of committers among them, no blank lines. */
export function proseOf(patch: Patch): readonly TextLine[] {
  return logLines(patch.text.log).flatMap(({ line, kind }) => (kind === 'text' ? [line] : []))
}

/** Its words in lower case, without punctuation: for comparing sentences. */
export function wordsOf(text: string): readonly string[] {
  return text
    .slice(0, 1000)
    .toLowerCase()
    .split(/[^\p{L}\p{N}_]+/u)
    .filter((word) => word !== '')
}
