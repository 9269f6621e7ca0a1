import type { RawMail, Report } from '../model.ts'
import { withBaseline } from '../review/baseline.ts'
import type { ConfigAt, Wanted } from './base-config.ts'
import type { Bot } from './bot.ts'
import { findCheckRun, postCheckRun, postFailedRun, postRefusedRun } from './check-run.ts'
import type { GitHub, Log } from './github.ts'
import { describe } from './github.ts'
import { fence } from './markdown.ts'
import { markerKey } from './marker.ts'
import type { PullFile } from './pull-diff.ts'
import { readPullRequest } from './pull-request.ts'
import { type Job, nameOf } from './queue.ts'
import { hasReview, postReview } from './review.ts'
import { titleOf, verdictOf } from './verdict.ts'

/** The whole pipeline: mails in, report out, by the rules that are served, or as a config wants them. */
export type LintMails = (mails: AsyncIterable<RawMail>, wanted: Wanted | null) => Promise<Report>

export interface JudgeOptions {
  readonly lint: LintMails
  readonly configAt: ConfigAt
  /** Keys the markers: the webhook secret. */
  readonly secret: string
  readonly log: Log
}

/** Judges the present head of one pull request and posts it, unless that was done before. */
export async function judge(
  github: GitHub,
  bot: Bot,
  job: Job,
  options: JudgeOptions,
): Promise<void> {
  // What we cause ourselves is never answered: two such apps would talk forever.
  if (job.sender === bot.login) return
  const pull = await present(github, job)
  if (pull === null) return
  try {
    await judgeHead(github, bot, { ...job, ...pull }, options)
  } catch (error) {
    await postFailedRun(github, job, pull.head).catch((second: unknown) => {
      options.log('error', `${nameOf(job)}: cannot say that it failed: ${describe(second)}`)
    })
    throw error
  }
}

interface Present {
  readonly head: string
  /**
   * A commit of the branch it is to be merged into: who opens a pull request chooses among the branches of that
   * repository, then and later, but has no say in what stands there.
   */
  readonly base: string
  /** "master" */
  readonly branch: string
  readonly commits: number
}

/** The head may have moved since the delivery was sent: what counts is what is there now. */
async function present(github: GitHub, job: Job): Promise<Present | null> {
  const { data } = await github.rest.pulls.get({
    owner: job.owner,
    repo: job.repo,
    pull_number: job.number,
  })
  if (data.state !== 'open') return null
  const { head, base, commits } = data
  return { head: head.sha, base: base.sha, branch: base.ref, commits }
}

async function judgeHead(
  github: GitHub,
  bot: Bot,
  pull: Job & Present,
  options: JudgeOptions,
): Promise<void> {
  const key = markerKey(options.secret, pull, pull)
  const sought = { head: pull.head, key, appId: bot.appId }
  const found = await findCheckRun(github, pull, sought)
  // The review is posted before the check run is completed: so a completed one says both are there.
  if (found?.of === 'key' && found.completed)
    return options.log('info', `${nameOf(pull)}: was judged before`)
  const mails = await readPullRequest(github, pull, pull)
  // The push that came between has its own delivery.
  if (!mails.current) return options.log('info', `${nameOf(pull)}: the head has moved`)
  const config = await options.configAt(github, { ...pull, sha: pull.base })
  if (config.kind === 'broken') {
    await postRefusedRun(github, pull, { ...sought, found }, brokenConfig(pull.base, config.why))
    const base = pull.base.slice(0, 12)
    return options.log('error', `${nameOf(pull)}: the config of ${base} is refused`)
  }
  const wanted = config.kind === 'none' ? null : config.wanted
  const whole = await options.lint(each(mails.mails), wanted)
  const baseline = wanted?.baseline ?? null
  const report = baseline === null ? whole : withBaseline(whole, baseline.known, baseline.sure)
  const files = await listFiles(github, pull)
  const verdict = verdictOf(report, mails, files, { sha: pull.base, wanted })
  const write = { head: pull.head, key, verdict, found }
  if (verdict.said.length > 0 && !(await hasReview(github, pull, key, bot))) {
    await postReview(github, pull, write)
  }
  await postCheckRun(github, pull, write)
  options.log('info', `${nameOf(pull)}: ${titleOf(verdict)}`)
}

/** Judging by other rules than the maintainers wrote down would be worse than not to judge. */
function brokenConfig(base: string, why: string): string {
  const commit = base.slice(0, 12)
  return `The config of the base (${commit}) cannot be used, so nothing is known about these commits.\n\n${fence(why)}`
}

async function listFiles(github: GitHub, job: Job): Promise<readonly PullFile[]> {
  return github.paginate(github.rest.pulls.listFiles, {
    owner: job.owner,
    repo: job.repo,
    pull_number: job.number,
    per_page: 100,
  })
}

async function* each(mails: readonly RawMail[]): AsyncIterable<RawMail> {
  yield* mails
}
