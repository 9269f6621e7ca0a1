import type { Limits, Patch, Problem, Review, Series, Tree } from './model.ts'
import type { Finding } from './rulebook.ts'
import { openParser, type ParseC } from './c/parser.ts'
import { patchStatus } from './diff/status.ts'
import { otherProject } from './facts/general/other-project.ts'
import { memo, type Situation, situations } from './facts/situation.ts'
import { withoutAlreadySaid } from './review/already-said.ts'
import { openMuting } from './review/mute.ts'
import { review } from './review/review.ts'
import { type CompiledRule, compileRules } from './rules/compile.ts'
import { indexRules } from './rules/index-rules.ts'
import { judge, type Verdict } from './rules/judge.ts'
import { mend } from './rules/mend.ts'
import type { RuleSet } from './rules/load.ts'
import { ruleErrors } from './rules/read.ts'
import { sureRules } from './rules/sure.ts'
import { postedTwice } from './series/posted-twice.ts'

export interface ReviewerOptions {
  /** The rules that speak. */
  readonly set: RuleSet
  readonly tree: Tree | null
  readonly limits: Limits
  /** Milliseconds of any clock, for the limits of time; one that stands still switches them off. */
  readonly clock: () => number
}

/** Judges one series; `onPatch` hears which mail is judged next, and is waited for. */
export type Reviewer = (
  series: Series,
  onPatch?: (messageId: string) => Promise<void>,
) => Promise<Review>

/** Compiles the rules once, and loads the C parser. */
export async function openReviewer(options: ReviewerOptions): Promise<Reviewer> {
  const watch = openWatch(options)
  const parse = onPatchTime(await openParser(options.limits), watch)
  // The limits are for mails: a rule's own pattern is ours to read.
  const compiled = compileRules(options.set, await openParser())
  if ('errors' in compiled) throw new Error(ruleErrors(compiled.errors))
  const candidates = indexRules(compiled.rules, options.set.knowledge)
  const perRun = memo()
  const isOff = (id: string): boolean => options.set.muted.get(id)?.off ?? false
  const mute = openMuting(options.set, sureRules(options.set.rules, options.tree !== null))
  return async (series, onPatch = async () => {}) => {
    const { tree, set } = options
    const all = situations(series, tree, set.knowledge, parse, perRun, watch.late)
    const findings: Finding[] = []
    const problems = [...problemsOf(series), ...series.patches.flatMap(corruption)]
    for (const situation of all) {
      await onPatch(situation.patch.message.messageId)
      const judged = judgePatch(situation, candidates(situation), watch, isOff)
      findings.push(...judged.findings)
      problems.push(...judged.problems, ...leftAside(situation, set))
    }
    const said = mute(review(series, findings, uniqueProblems(problems)), series)
    return said.comments.every(({ muted }) => muted !== null)
      ? said
      : withoutAlreadySaid(said, series.followups)
  }
}

interface Watch {
  readonly startPatch: (patch: Patch) => void
  readonly startRule: (id: string) => void
  /** Does what no rule is charged for; the patch is. */
  readonly uncharged: <T>(work: () => T) => T
  /** The rule's time is up, or its pack's, or the patch's. */
  readonly late: () => boolean
  /** As of the last time that `late` was asked. */
  readonly packIsLate: () => boolean
  readonly patchIsLate: () => boolean
}

/** A larger patch has more to judge: bytes for which a pack gets a millisecond more. */
const BYTES_PER_MS = 100

function openWatch({ clock, limits }: ReviewerOptions): Watch {
  // Asking for processor time costs more than most rules: once for each, and not again for the next one's start.
  let now = 0
  let patch = 0
  let rule = 0
  let pack = { name: '', start: 0, most: limits.packMs }
  const packIsLate = () => now - pack.start > pack.most
  const patchIsLate = () => now - patch > limits.mailMs
  return {
    startPatch: ({ message }) => {
      now = clock()
      patch = now
      const most = Math.max(limits.packMs, message.bodyBytes.length / BYTES_PER_MS)
      pack = { name: '', start: patch, most }
    },
    startRule: (id) => {
      rule = now
      // Rules come sorted by id, so those of a pack come one after the other.
      const name = packOf(id)
      if (name !== pack.name) pack = { ...pack, name, start: rule }
    },
    uncharged: (work) => {
      const start = clock()
      const done = work()
      const took = clock() - start
      rule += took
      pack = { ...pack, start: pack.start + took }
      return done
    },
    late: () => {
      now = clock()
      return now - rule > limits.ruleMs || packIsLate() || patchIsLate()
    },
    packIsLate,
    patchIsLate,
  }
}

/** A parse of less is over before the clock is read. */
const LONG = 4096

/** What is parsed serves all rules: the one that asks first does not pay for it. */
function onPatchTime(parse: ParseC, { uncharged }: Watch): ParseC {
  const parseC = (text: string) => {
    if (text.length < LONG) return parse(text)
    const parsed = uncharged(() => parse(text))
    return parsed === null ? null : { ...parsed, copy: () => uncharged(parsed.copy) }
  }
  return Object.assign(parseC, { queryFault: parse.queryFault })
}

function packOf(id: string): string {
  return id.slice(0, id.indexOf('/'))
}

/** What a rule that is off could not judge is nobody's loss. */
function judgePatch(
  situation: Situation,
  rules: readonly CompiledRule[],
  watch: Watch,
  isOff: (id: string) => boolean,
) {
  const findings: Finding[] = []
  const problems: Problem[] = []
  const blind = new Set<number>()
  const { messageId } = situation.patch.message
  const toMend: { rule: CompiledRule; verdict: Verdict }[] = []
  let gaveUp = false
  let late: string | null = null
  watch.startPatch(situation.patch)
  for (const [at, rule] of rules.entries()) {
    if (packOf(rule.rule.id) === late) continue
    watch.startRule(rule.rule.id)
    const verdict = judge(rule, situation)
    if (watch.late()) {
      // What a rule that was cut short found may be what a later line would have taken back.
      if (watch.patchIsLate() || !isOff(rule.rule.id))
        problems.push(
          tooSlow(rule.rule.id, leftOut(rules.slice(at + 1), rule.rule.id, watch), messageId),
        )
      if (watch.patchIsLate()) break
      if (watch.packIsLate()) late = packOf(rule.rule.id)
      continue
    }
    if (rule.fix === null || isOff(rule.rule.id))
      for (const finding of verdict.findings) findings.push(finding)
    else toMend.push({ rule, verdict })
    if (isOff(rule.rule.id)) continue
    if (verdict.more) problems.push(tooMany(rule.rule.id, messageId))
    for (const line of verdict.blind) blind.add(line.mailLine)
    gaveUp ||= verdict.gaveUp
  }
  // Last, in time of their own: what is suggested shall cost no rule its say.
  watch.startRule('')
  for (const { rule, verdict } of toMend)
    for (const finding of mend(rule, verdict, situation)) findings.push(finding)
  return { findings, problems: [...problems, ...blindness(messageId, blind, gaveUp)] }
}

/** How many rules are not asked since the patch's or the pack's time is up. */
function leftOut(rules: readonly CompiledRule[], id: string, watch: Watch): number {
  if (watch.patchIsLate()) return rules.length
  if (!watch.packIsLate()) return 0
  return rules.filter(({ rule }) => packOf(rule.id) === packOf(id)).length
}

function problemsOf(series: Series): readonly Problem[] {
  return [
    ...postedTwice(series),
    ...(series.coverLetter?.problems ?? []),
    ...series.patches.flatMap((patch) => [
      ...patch.message.problems,
      ...patch.text.problems,
      ...patch.problems,
    ]),
  ]
}

/** What git apply refuses cannot be clean: what was judged of it is what could be read, or mended. */
function corruption(patch: Patch): readonly Problem[] {
  // A reviewer's quote is cut on purpose, and says so.
  if (patch.text.quoteDepth > 0) return []
  const { status, error } = patchStatus(patch)
  if (status !== 'corrupt') return []
  const what = `git apply refuses this patch (${error?.text ?? 'damaged'}); it was judged as far as it could be read`
  const { messageId } = patch.message
  return [{ kind: 'limit', code: 'patch-corrupt', what, messageId, line: error?.line ?? null }]
}

/** A rule that could not read a region says so: silence there is no approval. */
function blindness(
  messageId: string,
  blind: ReadonlySet<number>,
  gaveUp: boolean,
): readonly Problem[] {
  const found: Problem[] = []
  if (blind.size > 0) {
    const what = `${blind.size} changed line${blind.size === 1 ? '' : 's'} of C could not be parsed; no rule looked there`
    const line = blind.values().next().value ?? null
    found.push({ kind: 'damage', code: 'c-unreadable', what, messageId, line })
  }
  if (gaveUp) {
    const what =
      'a file is no text, or too large or too slow to parse or to match as C; it was not judged whole'
    found.push({ kind: 'limit', code: 'c-too-large', what, messageId, line: null })
  }
  return found
}

/** Rules of a project are silent on patches for another, and say that they are. */
function leftAside(situation: Situation, { rules }: RuleSet): readonly Problem[] {
  const other = rules.some(({ project }) => project !== null) ? otherProject(situation) : null
  if (other === null) return []
  const what = `a patch for ${other.project} (${other.because}); rules about the Linux kernel were not asked`
  const { messageId } = situation.patch.message
  return [{ kind: 'damage', code: 'other-project', what, messageId, line: null }]
}

function tooMany(id: string, messageId: string): Problem {
  const what = `${id} has more than 100 places in this patch; the rest was not judged`
  return { kind: 'limit', code: 'too-many-places', what, messageId, line: null }
}

function tooSlow(id: string, left: number, messageId: string): Problem {
  const others = left === 0 ? '' : `, nor ${left} more rule${left === 1 ? '' : 's'}`
  const what = `the time for this patch ran out in ${id}: it was not judged by it${others}`
  return { kind: 'limit', code: 'too-slow', what, messageId, line: null }
}

function uniqueProblems(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>()
  return problems.filter((problem) => {
    const key = `${problem.code} ${problem.messageId} ${problem.line} ${problem.what}`
    return !seen.has(key) && seen.add(key) !== null
  })
}
