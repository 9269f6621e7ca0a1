import type { Finding } from '../rulebook.ts'
import { listed } from '../facts/listed.ts'

/**
 * The comment of a finding: its template with the holes filled. A sentence with an unbound hole is left
 * out, so a rule may say more when it knows more. `$SAME` is bound when there are such places.
 */
export function word(finding: Pick<Finding, 'rule' | 'bindings' | 'same'>): string {
  const holes = new Map(Object.entries(finding.bindings))
  if (finding.same.length > 0) holes.set('SAME', listed(finding.same.map((name) => `${name}()`)))
  return finding.rule.comment
    .split(/\n\s*\n/)
    .map((paragraph) => fill(paragraph.replace(/\s+/g, ' ').trim(), holes))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n')
    .replaceAll(' \n', '\n')
}

function fill(paragraph: string, holes: ReadonlyMap<string, string>): string {
  return paragraph
    .split(SENTENCE_END)
    .filter((sentence) => [...sentence.matchAll(HOLE)].every(([, name]) => holes.has(name ?? '')))
    .map((sentence) => sentence.replace(HOLE, (_, name: string) => holes.get(name) ?? ''))
    .join(' ')
}

const HOLE = /\$([A-Z][A-Z0-9_]*)/g
/** Blank behind `.`, `?` or `!` before a capital, a hole, a quote or a parenthesis: "...UNDEF at EL0. Same goes for $SAME." */
const SENTENCE_END = /(?<=[.?!])\s+(?=[A-Z$"(])/
