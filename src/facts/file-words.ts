import type { FileDiff, Hunk } from '../model.ts'
import { perKey, type Situation } from './situation.ts'

/** The words of the changed lines of a file, with their sign: "+devm_kzalloc". */
export type Words = ReadonlySet<string>

/** Worked out once for each file of a series, whatever the number of rules. */
export function fileWords(file: FileDiff, situation: Situation): Words {
  return perKey(situation, fileWords, file, () => wordsOf(file.hunks))
}

/** The same of one hunk. */
export function hunkWords(hunk: Hunk, situation: Situation): Words {
  return perKey(situation, hunkWords, hunk, () => wordsOf([hunk]))
}

function wordsOf(hunks: readonly Hunk[]): Words {
  const words = new Set<string>()
  for (const { lines } of hunks) {
    for (const { sign, text } of lines) {
      if (sign === ' ') continue
      for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) words.add(sign + word)
    }
  }
  return words
}
