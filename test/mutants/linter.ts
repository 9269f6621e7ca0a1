import type { Comment, Problem, Report, Review } from '../../src/model.ts'
import type { SeenMail } from '../../src/first-pass.ts'
import { readInbox } from '../../src/inbox.ts'
import { LIMITS } from '../../src/limits.ts'
import { quotedPatch } from '../../src/read-mail.ts'
import { jsonReport } from '../../src/report/json.ts'
import { messageLine, openParseJson } from '../../src/report/parse-json.ts'
import { textReport } from '../../src/report/text.ts'
import { openReviewer } from '../../src/reviewer.ts'
import { openCpuClock } from '../../src/pool/clock.ts'
import { loadRules } from '../../src/rules/load.ts'
import { readStreamMails } from '../../src/sources/file.ts'
import { readRuleFiles } from '../../src/sources/rule-files.ts'

/** What became of one input, from bytes to reports. */
export interface Outcome {
  readonly report: Report
  /** What `lorelint lint` would end with. */
  readonly code: 0 | 1 | 2
  readonly patches: number
  readonly problems: readonly Problem[]
  readonly comments: readonly Comment[]
  /** The report for people, and those for programs: of the review and of what was understood. */
  readonly text: string
  readonly json: string
  readonly parsed: string
  readonly lines: readonly string[]
  /** Processor time of this process, garbage collection included. */
  readonly ms: number
}

export type Linter = (bytes: Uint8Array, quoted?: 'auto' | 'always') => Promise<Outcome>

export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const tool = { name: 'lorelint', version: 'test' }

/** The path of `lorelint lint` and `lorelint parse` in one, with the rules that speak by default, compiled once. */
export async function openLinter(rules: string): Promise<Linter> {
  const loaded = loadRules(readRuleFiles(rules))
  if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors))
  const reviewer = await openReviewer({
    set: {
      ...loaded.set,
      rules: loaded.set.rules.filter((r) => r.always || r.maturity === 'stable'),
    },
    tree: null,
    limits: LIMITS,
    clock: openCpuClock(),
  })
  return async (bytes, quoted = 'auto') => {
    const started = cpuMs()
    const json = openParseJson(tool)
    const parsed = [json.head()]
    const lines: string[] = []
    const limitsHit: Problem[] = []
    const onMail = (seen: SeenMail): void => {
      const patch = seen.patch ?? quotedPatch(seen.message, LIMITS)
      const all = [...seen.message.problems, ...(patch?.problems ?? [])]
      for (const problem of all) if (problem.kind === 'limit') limitsHit.push(problem)
      lines.push(messageLine({ ...seen, patch }))
      parsed.push(json.message({ ...seen, patch }))
    }
    const inbox = await readInbox(readStreamMails(stream(bytes), 'mutant'), {
      quoted,
      limits: LIMITS,
      onMail,
      breathe: async () => {},
    })
    const reviews: Review[] = []
    for (const posted of inbox.series) {
      reviews.push(await reviewer(await posted.load()))
      parsed.push(json.series({ series: await posted.load('all'), supersededBy: null }))
    }
    parsed.push(json.end({ problems: [], limitsHit }))
    const report = reportOf(reviews, inbox.problems, inbox.mails)
    const problems = [...report.problems, ...report.reviews.flatMap((review) => review.problems)]
    return {
      report,
      code: exitCode(report),
      patches: report.reviews.reduce((sum, review) => sum + review.series.patches, 0),
      problems,
      comments: report.reviews.flatMap((review) => review.comments),
      text: textReport(report, { colour: false, width: 80 }),
      json: jsonReport(report),
      parsed: parsed.join(''),
      lines,
      ms: cpuMs() - started,
    }
  }
}

async function* stream(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield await Promise.resolve(bytes)
}

/** As lint() puts it together; the tests that run the built command line hold the two against each other. */
function reportOf(
  judged: readonly Review[],
  problems: readonly Problem[],
  messages: number,
): Report {
  const reviews = judged.filter((review) => review.series.patches > 0)
  const others = judged.filter((review) => review.series.patches === 0)
  const loose = [...problems, ...others.flatMap((review) => review.problems)]
  const all = [...loose, ...reviews.flatMap((review) => review.problems)]
  const complete = !all.some((problem) => problem.kind === 'limit')
  return { tool, reviews, problems: loose, messages, aside: 0, complete }
}

function exitCode(report: Report): Outcome['code'] {
  if (report.reviews.length === 0 || !report.complete) return 2
  const comments = report.reviews.flatMap((review) => review.comments)
  return comments.some(({ muted, rule }) => muted === null && rule.severity === 'error') ? 1 : 0
}
