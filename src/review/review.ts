import type { Anchor, Comment, Problem, Review, Series } from '../model.ts'
import type { Finding } from '../rulebook.ts'
import { mergeSuggestions } from '../diff/suggestions.ts'
import { seriesHead } from '../series/assemble.ts'
import { byCodeUnits } from './code-units.ts'
import { openRepairs } from './later.ts'
import { mailLineOf } from './mail-line.ts'
import { listed, listedNumbers } from '../facts/listed.ts'
import { word } from './word.ts'
import { addUnder } from '../series/add-under.ts'

/**
 * What is said about a series: its findings, without those a later patch repairs, merged to one comment
 * per rule and line, worded, in the order of the mail.
 */
export function review(
  series: Series,
  findings: readonly Finding[],
  problems: readonly Problem[],
): Review {
  const isRepaired = openRepairs(series)
  const kept = findings.filter((finding) => !isRepaired(finding))
  const repaired = findings.length - kept.length
  const note: readonly Problem[] =
    repaired === 0
      ? []
      : [
          {
            kind: 'repair',
            code: 'repaired-later',
            what: `${repaired} finding${repaired === 1 ? '' : 's'} left out: a later patch of the series removes what ${repaired === 1 ? 'it is' : 'they are'} about`,
            messageId: null,
            line: null,
          },
        ]
  const said = new Set<string>()
  const comments = merge(kept)
    .toSorted(([a], [b]) => inOrder(series, a, b))
    .map((group) => comment(series, group, said))
  return {
    series: seriesHead(series),
    comments,
    problems: [...problems, ...missing(series), ...note],
  }
}

/** Stated, never held against the author: 17 % of series are incomplete in any one archive. */
function missing(series: Series): readonly Problem[] {
  if (series.missing.length === 0) return []
  const which = listedNumbers(series.missing)
  const what = `patch${series.missing.length === 1 ? '' : 'es'} ${which} of ${series.expected} not in the input; the rest was judged without`
  const messageId = series.patches[0]?.message.messageId ?? null
  return [{ kind: 'damage', code: 'patch-missing', what, messageId, line: null }]
}

/** By patch, then by line of the mail, then by rule. */
function inOrder(series: Series, a: Finding | undefined, b: Finding | undefined): number {
  if (a === undefined || b === undefined) return 0
  return (
    series.patches.indexOf(a.patch) - series.patches.indexOf(b.patch) ||
    (mailLineOf(a.anchor) ?? 0) - (mailLineOf(b.anchor) ?? 0) ||
    byCodeUnits(a.rule.id, b.rule.id)
  )
}

/** Findings of one rule on one line of one patch are one comment. */
function merge(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = JSON.stringify([
      finding.rule.id,
      finding.patch.message.messageId,
      place(finding.anchor),
    ])
    addUnder(groups, key, finding)
  }
  return [...groups.values()]
}

function place(anchor: Anchor): unknown {
  return [anchor.kind, mailLineOf(anchor)]
}

/** `said` remembers which neighbours were named: one "same goes for" is enough for a series. */
function comment(series: Series, group: readonly Finding[], said: Set<string>): Comment {
  const [first] = group
  if (first === undefined) throw new Error('a comment needs a finding')
  const bindings = joined(group)
  const same = [...new Set(group.flatMap((finding) => finding.same))]
  const position = series.patches.indexOf(first.patch)
  const key = `${first.rule.id} ${same.join(' ')}`
  const fresh = !said.has(key)
  said.add(key)
  return {
    rule: first.rule,
    message: first.patch.message,
    patch: first.patch.message.subject.counter ?? position + 1,
    anchor: first.anchor,
    text: word({ rule: first.rule, bindings, same: fresh ? same : [] }),
    bindings,
    evidence: unique(group.flatMap((finding) => finding.evidence)),
    same,
    ...mended(group),
    muted: null,
  }
}

/** What the fix makes of all places of a comment; where two cannot both be mended so, of the first. */
function mended(group: readonly Finding[]): Pick<Comment, 'suggestion' | 'unmended'> {
  const diffs = group.flatMap(({ mending }) =>
    mending?.kind === 'suggestion' ? [mending.diff] : [],
  )
  const [suggestion] = mergeSuggestions(diffs).diffs
  if (suggestion !== undefined) return { suggestion, unmended: null }
  const none = group.find(({ mending }) => mending?.kind === 'none')?.mending
  return { suggestion: null, unmended: none?.kind === 'none' ? none.why : null }
}

/** Two findings that differ in one hole read "PMINTENSET_EL1 and PMINTENCLR_EL1". */
function joined(group: readonly Finding[]): Readonly<Record<string, string>> {
  const values = new Map<string, string[]>()
  for (const { bindings } of group) {
    for (const [hole, text] of Object.entries(bindings)) {
      const known = values.get(hole) ?? []
      if (!known.includes(text)) values.set(hole, [...known, text])
    }
  }
  return Object.fromEntries([...values].map(([hole, texts]) => [hole, listed(texts)]))
}

function unique<T>(values: readonly T[]): readonly T[] {
  const seen = new Set<string>()
  return values.filter((value) => {
    const key = JSON.stringify(value)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
