import type { Anchor, DiffLine, Evidence, FileDiff, Patch } from '../model.ts'
import type { Finding, Head, Rule } from '../rulebook.ts'
import type { Bindings } from '../c/bindings.ts'
import type { Place } from '../facts/verb.ts'
import { otherProject } from '../facts/general/other-project.ts'
import type { Situation } from '../facts/situation.ts'
import { ask, type CompiledClause } from './ask.ts'
import type { CompiledRule } from './compile.ts'
import type { HeadHit } from './head.ts'
import {
  MOST_LISTED,
  MOST_PLACES,
  type PatternHit,
  type PatternHits,
  sharedHits,
} from './places.ts'
import { sameElsewhere } from './same.ts'

/** How one condition of a rule came out, for `explain`. */
export interface Step {
  readonly text: string
  readonly line: number
  readonly said: 'yes' | 'no' | 'unknown'
  readonly because: string
  readonly bindings: Bindings
}

export interface Verdict {
  readonly findings: readonly Finding[]
  /** Up to the first condition that failed on the way that got furthest. */
  readonly steps: readonly Step[]
  /** Added lines the pattern should have seen and the parser could not read. */
  readonly blind: readonly DiffLine[]
  /** A file in scope was not parsed at all. */
  readonly gaveUp: boolean
  /** There were more places than are followed up. */
  readonly more: boolean
}

/** One way in which the conditions so far hold. */
interface Way {
  readonly bindings: Bindings
  readonly evidence: readonly Evidence[]
  readonly hit: PatternHit | null
  readonly places: readonly Place[]
}

/** Judges one patch by one rule: project, files, heads, pattern, clauses, in this order, cheapest first. */
export function judge(compiled: CompiledRule, situation: Situation): Verdict {
  const { patch } = situation
  const steps: Step[] = []
  const asked = askedAbout(compiled, situation, steps)
  const heads = asked === null ? null : testHeads(compiled, situation, steps)
  if (asked === null || heads === null)
    return { findings: [], steps, blind: [], gaveUp: false, more: false }
  const seen = seek(compiled, asked.files ?? patch.files, situation, steps)
  const { ways, more } = solve(compiled, waysFrom(heads, seen), situation, steps)
  const inside = asked.files === null ? ways : within(ways, asked.files, compiled, steps)
  return {
    findings: inside.map((way) => finding(compiled, way, heads, situation)),
    steps,
    blind: seen?.blind ?? [],
    gaveUp: seen?.gaveUp ?? false,
    more,
  }
}

/** The files that the rule is asked about, null when that is all of them; null itself where the patch is none of its business. */
function askedAbout(
  { rule, inScope }: CompiledRule,
  situation: Situation,
  steps: Step[],
): { readonly files: readonly FileDiff[] | null } | null {
  const { patch } = situation
  const other = rule.project === null ? null : otherProject(situation)
  if (other !== null) {
    steps.push(step(`project: ${rule.project}`, 1, 'no', `for ${other.project}: ${other.because}`))
    return null
  }
  const files = inScope(patch)
  if (files !== null) {
    const none = files.length === 0
    const because = none ? 'no file of the patch' : `${files.length} file(s)`
    steps.push(step(filesLine(rule), 1, none ? 'no' : 'yes', because))
    if (none) return null
  }
  if (rule.severity === 'note' && isPulled(patch)) {
    steps.push(step('severity: note', 1, 'no', 'a commit that is to be pulled is as it is'))
    return null
  }
  return { files }
}

/** One way for each place of the pattern; a rule without one starts from its heads. */
function waysFrom({ bindings, evidence }: Heads, seen: PatternHits | null): readonly Way[] {
  const start: Way = { bindings, evidence, hit: null, places: [] }
  if (seen === null) return [start]
  return seen.hits.map((hit) => ({ ...start, bindings: { ...bindings, ...hit.bindings }, hit }))
}

/** The ways on which every clause holds; `more` where there were more than are followed up. */
function solve(
  { clauses }: CompiledRule,
  from: readonly Way[],
  situation: Situation,
  steps: Step[],
): { readonly ways: readonly Way[]; readonly more: boolean } {
  let more = from.length > MOST_LISTED
  let ways: readonly Way[] = from.slice(0, MOST_LISTED)
  const cut = (most: number): void => {
    more ||= ways.length > most
    ways = ways.slice(0, most)
  }
  for (const clause of clauses) {
    cut(clause.verb?.name === 'is-in' ? MOST_LISTED : MOST_PLACES)
    ways = follow(clause, ways, situation, steps)
  }
  cut(MOST_PLACES)
  return { ways, more }
}

function within(
  ways: readonly Way[],
  files: readonly FileDiff[],
  { rule }: CompiledRule,
  steps: Step[],
): readonly Way[] {
  const inside = ways.filter((way) => isInFiles(way, files))
  if (inside.length === 0 && ways.length > 0)
    steps.push(step(filesLine(rule), 1, 'no', 'the place is in another file'))
  return inside
}

function finding(compiled: CompiledRule, way: Way, { hit }: Heads, situation: Situation): Finding {
  const { rule } = compiled
  const { bindings, evidence } = way
  const isBySubject = rule.heads.some((head) => head.key === 'Subject' && !head.no)
  const anchor = anchorOf(way, hit, isBySubject)
  const same = sameElsewhere(compiled, way.hit, situation)
  return { rule, patch: situation.patch, bindings, evidence, anchor, same, mending: null }
}

function filesLine({ files }: Rule): string {
  return `files: ${files.join(' ')}`
}

/** The places that the pattern or the query matches; null for a rule without either. */
function seek(
  { rule, matcher, shared }: CompiledRule,
  files: readonly FileDiff[],
  situation: Situation,
  steps: Step[],
): PatternHits | null {
  if (matcher === null) return null
  const found = sharedHits(matcher, shared, files, situation)
  const [first] = found.hits
  steps.push(
    step(
      rule.query === null ? 'the diff pattern' : 'the query',
      rule.query?.line ?? rule.pattern[0]?.line ?? 1,
      first === undefined ? 'no' : 'yes',
      first === undefined ? 'no place matches' : `${found.hits.length} place(s)`,
      first?.bindings,
    ),
  )
  return found
}

/** "[GIT PULL 3/7]": nobody makes a commit anew, that was reviewed and queued, for a note. */
function isPulled({ message }: Patch): boolean {
  return message.subject.tags.some((tag) => /^pull$/i.test(tag))
}

function step(
  text: string,
  line: number,
  said: Step['said'],
  because: string,
  bindings: Bindings = {},
): Step {
  return { text, line, said, because, bindings }
}

interface Heads {
  readonly bindings: Bindings
  readonly evidence: readonly Evidence[]
  /** The last header or trailer line that a head matched. */
  readonly hit: HeadHit | null
}

function testHeads(compiled: CompiledRule, situation: Situation, steps: Step[]): Heads | null {
  const { patch } = situation
  let bindings: Bindings = {}
  const evidence: Evidence[] = []
  let last: HeadHit | null = null
  for (const { head, test } of compiled.heads) {
    if (asksForAbsence(head) && mayBeCut(patch)) {
      steps.push(step(head.text, head.line, 'unknown', 'it may stand in what was not quoted'))
      return null
    }
    const hits = test(patch)
    const [hit] = hits
    const holds = head.no ? hit === undefined : hit !== undefined
    const because = hit === undefined ? `no ${head.key} that does` : `"${hit.text.slice(0, 100)}"`
    steps.push(step(head.text, head.line, holds ? 'yes' : 'no', because))
    if (!holds) return null
    if (hit === undefined) continue
    if (head.test.kind === 'hole') bindings = { ...bindings, [head.test.name]: hit.text }
    if (hit.trailer !== null) last = hit
    const where =
      hit.mailLine === null ? patch.message.messageId : `${patch.message.messageId}:${hit.mailLine}`
    evidence.push({ clause: head.text, said: hit.text.slice(0, 200), where })
  }
  return { bindings, evidence, hit: last }
}

function asksForAbsence({ no, test, key }: Head): boolean {
  const isShown = key === 'Subject' || key === 'From' || key === 'Tag'
  return !isShown && (no || ('not' in test && test.not))
}

/** A reviewer quotes of the log what the answer is about, and a proposal in a reply has none. */
function mayBeCut({ text, message }: Patch): boolean {
  return text.quoteDepth > 0 || message.subject.isReply
}

/** Asks a clause of every way: each solution goes on as a way of its own. */
function follow(
  compiled: CompiledClause,
  ways: readonly Way[],
  situation: Situation,
  steps: Step[],
): readonly Way[] {
  if (ways.length === 0) return []
  const { clause } = compiled
  const on: Way[] = []
  let failed: Step | null = null
  for (const [at, way] of ways.entries()) {
    // The reviewer asks, too, and tells that the rule did not come to its end.
    if (at > 0 && situation.late()) break
    const answer = ask(compiled, way.bindings, situation)
    if (answer.kind !== 'yes') {
      failed ??= step(clause.text, clause.line, answer.kind, answer.said, way.bindings)
      continue
    }
    for (const solution of answer.solutions) {
      on.push({
        bindings: { ...way.bindings, ...solution.bind },
        evidence: [
          ...way.evidence,
          { clause: clause.text, said: solution.said, where: solution.where },
        ],
        hit: way.hit,
        places: [...way.places, ...solution.places],
      })
    }
  }
  const [first] = on
  if (first !== undefined)
    steps.push(
      step(clause.text, clause.line, 'yes', first.evidence.at(-1)?.said ?? '', first.bindings),
    )
  else if (failed !== null) steps.push(failed)
  return on
}

/** A clause looks at the whole patch; what it finds in a file of which the rule does not speak is not said. */
function isInFiles({ hit, places }: Way, files: readonly FileDiff[]): boolean {
  const [place] = places
  if ((hit?.line ?? null) !== null || place?.kind !== 'line') return true
  return files.includes(place.file)
}

/** The pattern's last changed statement; else the first place a clause rests on; else the trailer; else subject or log. */
function anchorOf(way: Way, head: HeadHit | null, bySubject: boolean): Anchor {
  if (way.hit?.line !== undefined && way.hit.line !== null)
    return lineAnchor(way.hit.file, way.hit.line)
  const [place] = way.places
  if (place?.kind === 'line') return lineAnchor(place.file, place.line)
  if (place?.kind === 'log') return { kind: 'log', mailLine: place.line.mailLine }
  const trailer = head?.trailer ?? null
  if (trailer !== null) {
    return { kind: 'trailer', key: trailer.key, value: trailer.value, mailLine: trailer.mailLine }
  }
  return bySubject ? { kind: 'subject' } : { kind: 'log', mailLine: null }
}

function lineAnchor(file: FileDiff, line: DiffLine): Anchor {
  const side = line.sign === '-' ? 'old' : 'new'
  return {
    kind: 'line',
    path: side === 'old' ? file.oldPath : file.newPath,
    side,
    line: side === 'old' ? line.oldLine : line.newLine,
    mailLine: line.mailLine,
    quote: line.text,
  }
}
