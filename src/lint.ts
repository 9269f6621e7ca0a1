import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Finding, Problem, RawMail, Report, Review, Series, Tree } from './model.ts'
import { openParser } from './c/parser.ts'
import { memo, type Situation, situations } from './facts/situation.ts'
import { readInbox } from './inbox.ts'
import { review } from './review/review.ts'
import { type CompiledRule, compileRules } from './rules/compile.ts'
import { judge } from './rules/judge.ts'
import type { RuleSet } from './rules/load.ts'
import { ruleErrors } from './rules/read.ts'

export interface LintOptions {
  readonly tool: Report['tool']
  readonly set: RuleSet
  readonly tree?: Tree | null
  /** Ids or packs; empty: all stable rules. */
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly nursery?: boolean
  /** Patches quoted in replies; `auto`: only when the input holds no other patch. */
  readonly quoted?: 'auto' | 'always'
  /** A turn of the event loop, and what else the caller wants done between two series. */
  readonly breathe?: () => Promise<void>
  readonly progress?: (what: 'read' | 'judged', count: number, of: number | null) => void
}

const DEFAULTS = {
  tree: null,
  only: [],
  skip: [],
  nursery: false,
  quoted: 'auto',
  breathe: async () => nextTurn(),
  progress: () => {},
} as const satisfies Partial<LintOptions>

/** The whole pipeline: mails + rules + tree -> what there is to say. */
export async function lint(mails: AsyncIterable<RawMail>, given: LintOptions): Promise<Report> {
  const options: Required<LintOptions> = { ...DEFAULTS, ...given }
  const parse = await openParser()
  const compiled = compileRules({ ...options.set, rules: speaking(options) }, parse)
  if ('errors' in compiled) throw new Error(ruleErrors(compiled.errors))

  const inbox = await readInbox(mails, {
    quoted: options.quoted,
    onMail: (read) => options.progress('read', read, null),
    breathe: options.breathe,
  })
  const perRun = memo()
  const reviews: Review[] = []
  for (const [done, posted] of inbox.series.entries()) {
    const series = await posted.load()
    const all = situations(series, options.tree, options.set.knowledge, parse, perRun)
    if (series.patches.length > 0) reviews.push(reviewSeries(series, all, compiled.rules))
    options.progress('judged', done + 1, inbox.series.length)
    // Native syntax trees are freed on the event loop only: without a turn of it memory grows for ever.
    await options.breathe()
  }
  const problems = [...inbox.problems, ...reviews.flatMap((r) => r.problems)]
  return {
    tool: options.tool,
    reviews,
    problems: inbox.problems,
    messages: inbox.mails,
    complete: !problems.some((problem) => problem.kind === 'limit'),
  }
}

/** Stable rules speak by default, nursery rules when asked for; a rule that is named always does. */
export function speaking(
  options: Pick<Required<LintOptions>, 'set' | 'only' | 'skip' | 'nursery'>,
): RuleSet['rules'] {
  const named = (ids: readonly string[], id: string): boolean =>
    ids.some((name) => id === name || id.startsWith(`${name}/`))
  return options.set.rules.filter(({ id, maturity }) => {
    if (named(options.skip, id)) return false
    if (options.only.length > 0) return named(options.only, id)
    return maturity === 'stable' || options.nursery
  })
}

function reviewSeries(
  series: Series,
  all: Iterable<Situation>,
  rules: readonly CompiledRule[],
): Review {
  const findings: Finding[] = []
  const problems: Problem[] = [
    ...(series.coverLetter?.problems ?? []),
    ...series.patches.flatMap((patch) => [
      ...patch.message.problems,
      ...patch.text.problems,
      ...patch.problems,
    ]),
  ]
  for (const situation of all) {
    const blind = new Set<number>()
    let gaveUp = false
    for (const rule of rules) {
      const verdict = judge(rule, situation)
      for (const finding of verdict.findings) findings.push(finding)
      if (verdict.more) problems.push(tooMany(rule.rule.id, situation))
      for (const line of verdict.blind) blind.add(line.mailLine)
      gaveUp ||= verdict.gaveUp
    }
    problems.push(...blindness(situation, blind, gaveUp))
  }
  return review(series, findings, uniqueProblems(problems))
}

/** A rule that could not read a region says so: silence there is no approval. */
function blindness(
  situation: Situation,
  blind: ReadonlySet<number>,
  gaveUp: boolean,
): readonly Problem[] {
  const { messageId } = situation.patch.message
  const found: Problem[] = []
  if (blind.size > 0) {
    const what = `${blind.size} changed line${blind.size === 1 ? '' : 's'} of C could not be parsed; no rule looked there`
    found.push({
      kind: 'damage',
      code: 'c-unreadable',
      what,
      messageId,
      line: blind.values().next().value ?? null,
    })
  }
  if (gaveUp) {
    const what =
      'a file is too large or too slow to parse or to match as C; it was not judged whole'
    found.push({ kind: 'limit', code: 'c-too-large', what, messageId, line: null })
  }
  return found
}

function tooMany(id: string, situation: Situation): Problem {
  const { messageId } = situation.patch.message
  const what = `${id} has more than 100 places in this patch; the rest was not judged`
  return { kind: 'limit', code: 'too-many-places', what, messageId, line: null }
}

function uniqueProblems(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>()
  return problems.filter((problem) => {
    const key = `${problem.code} ${problem.messageId} ${problem.line}`
    return !seen.has(key) && seen.add(key) !== null
  })
}
