import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Limits, RawMail, Report, Review, Tree } from './model.ts'
import { type Inbox, readInbox } from './inbox.ts'
import type { HistoryWish, SeriesInInbox } from './inbox-series.ts'
import { LIMITS } from './limits.ts'
import type { PostedSeries } from './posted.ts'
import { openReviewer, type Reviewer } from './reviewer.ts'
import type { RuleSet } from './rules/load.ts'
import { needsOf } from './rules/needs.ts'
import { withoutAlreadySaid } from './review/already-said.ts'
import { speaksByDefault } from './rules/speaking.ts'

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
  /** Mails with earlier revisions and the replies to them: never judged themselves. */
  readonly previous?: AsyncIterable<RawMail> | null
  readonly limits?: Limits
  /** Milliseconds of any clock, for the limits of time. */
  readonly clock?: () => number
  /** Judges series elsewhere, where a crash of the C parser takes down less; null: all here. */
  readonly crew?: Crew | null
  /** A turn of the event loop, and what else the caller wants done between two series. */
  readonly breathe?: () => Promise<void>
  readonly progress?: (what: 'read' | 'judged', count: number, of: number | null) => void
  /** Hears what was read, before it is judged. */
  readonly onInbox?: (inbox: Inbox) => void
}

/** Judges series in other processes, with the rules and the tree it was opened with. */
export interface Crew {
  /** How many series are to be under way at a time. */
  readonly width: number
  /** A lone small series, too: where a crash would take more down than this run. */
  readonly takesSmall: boolean
  /** A mail that cannot be judged becomes a `limit` problem; the review is never missing. */
  readonly review: (posted: PostedSeries) => Promise<Review>
}

const DEFAULTS = {
  tree: null,
  only: [],
  skip: [],
  nursery: false,
  quoted: 'auto',
  previous: null,
  limits: LIMITS,
  clock: () => 0,
  crew: null,
  breathe: async () => nextTurn(),
  progress: () => {},
  onInbox: () => {},
} as const satisfies Partial<LintOptions>

/** The whole pipeline: mails + rules + tree -> what there is to say. */
export async function lint(mails: AsyncIterable<RawMail>, given: LintOptions): Promise<Report> {
  const options: Required<LintOptions> = { ...DEFAULTS, ...given }
  const inbox = await readInbox(mails, {
    quoted: options.quoted,
    limits: options.limits,
    previous: options.previous,
    onMail: (_, read) => options.progress('read', read, null),
    breathe: options.breathe,
  })
  options.onInbox(inbox)
  const judged = await judgeAll(inbox.series, options)
  // A cover letter alone, a reply that quotes no patch: what was wrong with the mail is told all the same.
  const reviews = judged.filter((review) => review.series.patches > 0)
  const others = judged.filter((review) => review.series.patches === 0)
  const loose = [...inbox.problems, ...others.flatMap((review) => review.problems)]
  const problems = [...loose, ...reviews.flatMap((review) => review.problems)]
  return {
    tool: options.tool,
    reviews,
    problems: loose,
    messages: inbox.mails,
    aside: inbox.aside,
    complete: !problems.some((problem) => problem.kind === 'limit'),
  }
}

/** Stable rules speak by default, nursery rules when asked for; a rule that is named always does. */
export function speaking(
  options: Pick<Required<LintOptions>, 'set' | 'only' | 'skip' | 'nursery'>,
): RuleSet['rules'] {
  const named = (ids: readonly string[], id: string): boolean =>
    ids.some((name) => id === name || id.startsWith(`${name}/`))
  return options.set.rules.filter((rule) => {
    if (named(options.skip, rule.id)) return false
    if (options.only.length > 0) return named(options.only, rule.id)
    return speaksByDefault(rule) || options.nursery
  })
}

/** Reading the revision before and the replies to both is dear: it is done for rules that ask. */
export function historyWish(rules: RuleSet['rules']): HistoryWish {
  return rules.some((rule) => needsOf(rule).needs.includes('previous')) ? 'bounded' : 'none'
}

/** What is small is judged here: a process more costs as much as the whole run, and can save nothing else. */
const ALONE_BYTES = 64 * 1024

/** Every series judged, in the order of the input, whoever is done first. */
async function judgeAll(
  series: readonly SeriesInInbox[],
  options: Required<LintOptions>,
): Promise<readonly Review[]> {
  const reviews: Review[] = []
  let done = 0
  const [only] = series
  const isSmall = series.length <= 1 && (only?.size ?? 0) <= ALONE_BYTES
  const crew = isSmall && options.crew?.takesSmall !== true ? null : options.crew
  // Rules that do not compile stop the run, whatever the input and whoever judges it.
  const reviewer = await openReviewer({
    set: { ...options.set, rules: speaking(options) },
    tree: options.tree,
    limits: options.limits,
    clock: options.clock,
  })
  const wish = historyWish(speaking(options))
  const queue = series.entries()
  const work = async (): Promise<void> => {
    for (const [at, posted] of queue) {
      reviews[at] = await judgeOne(posted, wish, reviewer, crew)
      options.progress('judged', ++done, series.length)
      // Native syntax trees are freed on the event loop only: without a turn of it memory grows for ever.
      await options.breathe()
    }
  }
  await Promise.all(Array.from({ length: crew?.width ?? 1 }, work))
  return reviews
}

async function judgeOne(
  posted: SeriesInInbox,
  wish: HistoryWish,
  reviewer: Reviewer,
  crew: Crew | null,
): Promise<Review> {
  const review = await (crew === null
    ? reviewer(await posted.load(wish))
    : crew.review(await posted.posted(wish)))
  if (review.comments.every(({ muted }) => muted !== null)) return review
  // Most series get no comment: what was answered to the others is read when it is known that it matters.
  return withoutAlreadySaid(review, (await posted.load('replies')).followups)
}
