import { createHash } from 'node:crypto'
import type { Knowledge, Rule } from '../rulebook.ts'

/** A hash of all that decides what these rules say; prose, examples, maturity and earlier figures do not. */
export function rulesKey(rules: readonly Rule[], { lists, tables }: Knowledge): string {
  const parts = [
    rules.map(
      ({
        file: _file,
        why: _why,
        severity: _severity,
        maturity: _maturity,
        always: _always,
        source: _source,
        fix: _fix,
        examples: _examples,
        ruleText: _ruleText,
        measured: _measured,
        ...decides
      }) => decides,
    ),
    [...lists.values()].map(({ name, words }) => [name, words]),
    [...tables.values()]
      .filter(({ name }) => !FIGURES.has(name))
      .map(({ name, rows }) => [name, rows]),
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** Tables that tell what was measured, and of what. */
const FIGURES: ReadonlySet<string> = new Set([
  'archives',
  'first-readings',
  'label-classes',
  'measured-archives',
  'measured-classes',
])
