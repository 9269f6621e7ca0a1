import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Report, RuleHead } from '../model.ts'
import type { Rule } from '../rulebook.ts'
import { lint, speaking } from '../lint.ts'
import type { RuleSet } from '../rules/load.ts'
import { silentFor } from '../rules/needs.ts'
import { type FailOn, hasGrave } from '../review/fail-on.ts'
import { saidOnce } from '../review/once.ts'
import { sureRules } from '../rules/sure.ts'
import { escapeLine } from '../report/escape.ts'
import { githubReport } from '../report/github.ts'
import { jsonReport } from '../report/json.ts'
import { mailReport } from '../report/mail.ts'
import { patchesIn, plural } from '../report/summary.ts'
import { sarifReport } from '../report/sarif.ts'
import { textReport } from '../report/text.ts'
import { openBaseline } from './baseline.ts'
import { openCheckpatchRun } from './checkpatch.ts'
import { checkFixes, writeFixes } from './fix.ts'
import { type InputFlags, isColoured, mailsOf, previousOf, rangeOf, treeOf } from './input.ts'
import { refuseUnknown } from './rule-args.ts'
import { type ConfigFlags, settingsOf } from './settings.ts'
import { openBreathing } from '../pool/breathe.ts'
import { openCpuClock } from '../pool/clock.ts'
import { openPool } from '../pool/pool.ts'
import { openProgress } from './progress.ts'
import { ruleFileIn } from '../sources/rule-files.ts'
import { type Target, targetsOf, type Wish } from './targets.ts'

export interface LintFlags extends InputFlags, ConfigFlags {
  readonly only: readonly string[]
  readonly skip: readonly string[]
  /** Absent where the config may decide; so is failOn. */
  readonly nursery?: boolean
  readonly quoted: boolean
  readonly wishes: readonly Wish[]
  readonly failOn?: FailOn
  readonly baseline?: string | false
  readonly updateBaseline: boolean
  readonly from?: string
  readonly jobs?: number
  readonly fix: boolean
  readonly fixOutput?: string
  readonly budget?: number
  readonly withCheckpatch?: string
}

export async function runLint(
  inputs: readonly string[],
  flags: LintFlags,
  version: string,
): Promise<number> {
  const targets = targetsOf(flags.wishes)
  if (flags.fix || flags.fixOutput !== undefined) await checkFixes(inputs, flags)
  if (flags.updateBaseline && flags.configFrom !== undefined && flags.baseline === undefined)
    throw new Error('--update-baseline writes no file of a commit: name one with --baseline FILE')
  const { set, config } = await settingsOf(flags)
  const baseline = openBaseline(flags, config)
  refuseUnknown([...flags.only, ...flags.skip], set)
  const options = {
    set,
    only: flags.only,
    skip: flags.skip,
    nursery: flags.nursery ?? config?.nursery ?? false,
  }
  const rules = speaking(options)
  if (rules.length === 0)
    throw new Error('no rule is left to speak; see --only, --skip and --nursery')
  tellQuiet(set, rules, flags)
  let previous = false
  const progress = openProgress()
  const range = await rangeOf(inputs, flags)
  const tree = treeOf(flags, range)
  const pool = openPool(
    { set: { ...set, rules }, tree: flags.tree ?? null, range, limits: flags.limit },
    flags.jobs ?? availableParallelism(),
  )
  const checkpatch = openCheckpatchRun(flags.withCheckpatch ?? null, flags.limit)
  const judged = await lint(checkpatch.mails(mailsOf(inputs, flags)), {
    ...options,
    tool: { name: 'lorelint', version },
    tree,
    previous: previousOf(flags),
    quoted: flags.quoted ? 'always' : 'auto',
    limits: flags.limit,
    clock: openCpuClock(),
    crew: pool,
    breathe: openBreathing(),
    onInbox: (inbox) => {
      previous = inbox.series.some(({ link }) => link.previousGroup !== null)
    },
    progress: (what, count, of) =>
      progress.show(() =>
        what === 'read' ? `read ${count} mails` : `reviewed ${count} of ${of ?? '?'} series`,
      ),
  }).finally(pool.close)
  progress.clear()
  tellSilent(rules, flags, { tree: tree !== null, previous })
  const merged = await checkpatch.merge(judged)
  const known = baseline(merged, sureRules(rules, tree !== null))
  const report = saidOnce(known)
  writeReports(report, targets, flags, rules)
  tellUnused(report)
  tellUnjudged(report)
  // What is said once for the series is mended in each patch.
  if (flags.fix || flags.fixOutput !== undefined) await writeFixes(known, inputs, flags)
  return exitCode(report, flags.failOn ?? config?.failOn ?? 'error')
}

/** Nursery rules of a folder of one's own; that shipped ones wait for figures is nobody's news. */
function tellQuiet(set: RuleSet, rules: readonly Rule[], flags: LintFlags): void {
  const isGiven = (id: string): boolean =>
    flags.rules.some((folder) => ruleFileIn(folder, id) !== null)
  const speak = new Set(rules)
  const quiet = set.rules.filter(
    (rule) => rule.maturity === 'nursery' && !speak.has(rule) && isGiven(rule.id),
  )
  if (quiet.length === 0) return
  const ids = quiet.map((rule) => rule.id).join(', ')
  process.stderr.write(`lorelint: silent without --nursery or --only: ${ids}\n`)
}

/** Rules that lacked something; most patches have no version before, and only who asks for such rules is told. */
function tellSilent(
  rules: readonly Rule[],
  flags: LintFlags,
  had: { readonly tree: boolean; readonly previous: boolean },
): void {
  const isAsked = flags.nursery === true || flags.only.length > 0
  for (const sentence of silentFor(rules, { ...had, previous: had.previous || !isAsked }))
    process.stderr.write(`lorelint: ${sentence}\n`)
}

function writeReports(
  report: Report,
  targets: readonly Target[],
  flags: Pick<LintFlags, 'from' | 'budget'>,
  rules: readonly RuleHead[],
): void {
  for (const { format, file } of targets) {
    const text = render(format, report, flags, rules, file === null)
    if (file === null) process.stdout.write(text)
    else writeFileSync(file, text)
  }
}

function render(
  format: string,
  report: Report,
  { from, budget }: Pick<LintFlags, 'from' | 'budget'>,
  rules: readonly RuleHead[],
  toStdout: boolean,
): string {
  switch (format) {
    case 'json':
      return jsonReport(report)
    case 'mail':
      return mailReport(report, { from: from ?? null, budget: budget ?? null })
    case 'sarif':
      return sarifReport(report, rules)
    case 'github':
      return githubReport(report, budget ?? null)
    default: {
      const width = Math.min(Math.max(process.stdout.columns || 80, 40), 100)
      return textReport(report, { colour: toStdout && isColoured(process.stdout), width })
    }
  }
}

/** Who reads no problems of kind damage shall still hear that a muting is stale. */
function tellUnused(report: Report): void {
  const all = [...report.reviews.flatMap((review) => review.problems), ...report.problems]
  const unused = all.filter(({ code }) => code === 'ignore-unused' || code === 'baseline-unused')
  const [first] = unused
  if (first === undefined) return
  const where = first.messageId === null ? '' : ` (<${first.messageId}> line ${first.line ?? '?'})`
  const more = unused.length === 1 ? '' : `, and ${unused.length - 1} more like it in the report`
  process.stderr.write(`lorelint: ${escapeLine(`${first.what}${where}${more}`)}\n`)
}

function exitCode(report: Report, failOn: FailOn): number {
  if (patchesIn(report) === 0 || !report.complete) return 2
  return hasGrave(report, failOn) ? 1 : 0
}

/** What was left out or not judged, which a report in a file would not show at once. */
function tellUnjudged(report: Report): void {
  if (report.aside > 0) {
    const what = report.aside === 1 ? 'mail holds a diff' : 'mails hold diffs'
    process.stderr.write(
      `lorelint: ${report.aside} ${what} that nobody sent to be applied (replies, notices, pull requests); --quoted judges them\n`,
    )
  }
  if (patchesIn(report) === 0)
    process.stderr.write(
      `lorelint: no patch in ${plural(report.messages, 'mail')}: nothing was judged\n`,
    )
  else if (!report.complete)
    process.stderr.write('lorelint: not everything was judged; see the problems in the report\n')
}
