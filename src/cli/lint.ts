import { writeFileSync } from 'node:fs'
import type { Report, RuleHead, Severity } from '../model.ts'
import { lint, speaking } from '../lint.ts'
import { githubReport } from '../report/github.ts'
import { jsonReport } from '../report/json.ts'
import { mailReport } from '../report/mail.ts'
import { sarifReport } from '../report/sarif.ts'
import { textReport } from '../report/text.ts'
import { type InputFlags, mailsOf, rulesOf, treeOf } from './input.ts'
import { openBreathing } from './breathe.ts'
import { openProgress } from './progress.ts'

export interface LintFlags extends InputFlags {
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly nursery: boolean
  readonly quoted: boolean
  readonly format: readonly string[]
  readonly output: readonly string[]
  readonly failOn: Severity | 'never'
  readonly from?: string
}

export async function runLint(
  inputs: readonly string[],
  flags: LintFlags,
  version: string,
): Promise<number> {
  const set = rulesOf(flags)
  for (const id of [...flags.only, ...flags.skip]) {
    if (!set.rules.some((rule) => rule.id === id || rule.id.startsWith(`${id}/`))) {
      throw new Error(`no rule or pack "${id}"; lorelint rules lists them`)
    }
  }
  const options = { set, only: flags.only, skip: flags.skip, nursery: flags.nursery }
  const progress = openProgress()
  const report = await lint(mailsOf(inputs, flags), {
    ...options,
    tool: { name: 'lorelint', version },
    tree: treeOf(flags),
    quoted: flags.quoted ? 'always' : 'auto',
    breathe: openBreathing(),
    progress: (what, count, of) =>
      progress.show(() =>
        what === 'read' ? `read ${count} mails` : `reviewed ${count} of ${of ?? '?'} series`,
      ),
  })
  progress.clear()
  writeReports(report, flags, speaking(options))
  return exitCode(report, flags.failOn)
}

function writeReports(report: Report, flags: LintFlags, rules: readonly RuleHead[]): void {
  const formats = flags.format.length === 0 ? ['text'] : flags.format
  formats.forEach((format, i) => {
    // The outputs go with the last formats: `--format text --format sarif --output x` keeps text on stdout.
    const file = flags.output[i - (formats.length - flags.output.length)]
    const text = render(format, report, flags, rules, file === undefined)
    if (file === undefined) process.stdout.write(text)
    else writeFileSync(file, text)
  })
}

function render(
  format: string,
  report: Report,
  flags: LintFlags,
  rules: readonly RuleHead[],
  toStdout: boolean,
): string {
  switch (format) {
    case 'json':
      return jsonReport(report)
    case 'mail':
      return mailReport(report, { from: flags.from ?? null })
    case 'sarif':
      return sarifReport(report, rules)
    case 'github':
      return githubReport(report)
    default: {
      const terminal = toStdout && Boolean(process.stdout.isTTY)
      const noColour = (process.env['NO_COLOR'] ?? '') !== ''
      return textReport(report, {
        colour: terminal && !noColour,
        width: Math.min(Math.max(process.stdout.columns || 80, 40), 100),
      })
    }
  }
}

/** `never` is graver than anything. */
const RANK: Readonly<Record<Severity | 'never', number>> = {
  never: 4,
  error: 3,
  warning: 2,
  note: 1,
}

function exitCode(report: Report, failOn: LintFlags['failOn']): number {
  const patches = report.reviews.reduce((sum, review) => sum + review.series.patches, 0)
  if (patches === 0) {
    process.stderr.write(
      `lorelint: no patch in ${report.messages} mail${report.messages === 1 ? '' : 's'}: nothing was judged\n`,
    )
    return 2
  }
  if (!report.complete) {
    process.stderr.write('lorelint: not everything was judged; see the problems in the report\n')
    return 2
  }
  const floor = RANK[failOn]
  const grave = report.reviews.some((review) =>
    review.comments.some(
      (comment) => comment.muted === null && RANK[comment.rule.severity] >= floor,
    ),
  )
  return grave ? 1 : 0
}
