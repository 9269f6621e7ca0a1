import type { Comment, Problem, Report, Review } from '../model.ts'
import { fingerprints } from './fingerprint.ts'

/** One comment that is known and accepted. */
export interface BaselineEntry {
  readonly fingerprint: string
  readonly rule: string
  /** Title of the patch, and what in it the comment is about: for people. */
  readonly subject: string
  readonly place: string
}

export interface Baseline {
  /** How reports call it: ".lorelint-baseline.json". */
  readonly name: string
  readonly entries: readonly BaselineEntry[]
}

/** Reads the text of a baseline file; throws on what is none. */
export function readBaseline(name: string, text: string): Baseline {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw new Error(`cannot read the baseline ${name}: it is no JSON`, { cause })
  }
  const version = field(parsed, 'version')
  if (version !== 1)
    throw new Error(
      `cannot read the baseline ${name}: its version is ${JSON.stringify(version) ?? 'not said'}, not 1; --update-baseline writes it anew`,
    )
  const comments = field(parsed, 'comments')
  if (!Array.isArray(comments))
    throw new Error(`cannot read the baseline ${name}: "comments" is no list`)
  const entries = comments.map((entry: unknown, i): BaselineEntry => {
    const said = (key: string): string => {
      const value = field(entry, key)
      if (typeof value === 'string') return value
      throw new Error(
        `cannot read the baseline ${name}: comment ${i + 1} has no "${key}"; --update-baseline writes it anew`,
      )
    }
    const [fingerprint, rule] = [said('fingerprint'), said('rule')]
    return { fingerprint, rule, subject: said('subject'), place: said('place') }
  })
  return { name, entries }
}

function field(value: unknown, key: string): unknown {
  return value instanceof Object ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined
}

/** Mutes what is in the baseline. `sure` are the rules whose silence says something: their entries may be told unused. */
export function withBaseline(
  report: Report,
  { name, entries }: Baseline,
  sure: ReadonlySet<string>,
): Report {
  const known = new Set(entries.map((entry) => entry.fingerprint))
  const seen = new Set<string>()
  const fingerprint = fingerprints()
  const reviews = report.reviews.map((review): Review => {
    const comments = review.comments.map((comment): Comment => {
      const print = fingerprint(comment)
      seen.add(alike(print))
      return comment.muted === null && known.has(print)
        ? { ...comment, muted: `baseline ${name}` }
        : comment
    })
    return { ...review, comments }
  })
  const titles = new Set(report.reviews.filter(isWhole).flatMap(({ series }) => series.titles))
  const unused = entries.filter(
    (entry) =>
      titles.has(entry.subject) && sure.has(entry.rule) && !seen.has(alike(entry.fingerprint)),
  )
  return { ...report, reviews, problems: [...report.problems, ...unusedProblem(name, unused)] }
}

/** Without its number among its like: another input has other copies of the same patch. */
function alike(print: string): string {
  return print.slice(0, print.indexOf(':'))
}

function isWhole({ problems }: Review): boolean {
  return problems.every((problem) => problem.kind !== 'limit')
}

function unusedProblem(name: string, unused: readonly BaselineEntry[]): readonly Problem[] {
  const [first] = unused
  if (first === undefined) return []
  const entries = unused.length === 1 ? 'an entry' : `${unused.length} entries`
  const which = `${first.rule}, ${first.place}, in "${first.subject}"`
  const what = `${entries} of ${name} muted nothing (${unused.length === 1 ? '' : 'the first: '}${which}); --update-baseline writes it anew`
  return [{ kind: 'damage', code: 'baseline-unused', what, messageId: null, line: null }]
}
