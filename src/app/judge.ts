import type { RawMail, Report } from '../model.ts'
import type { Bot } from './bot.ts'
import { findCheckRun, postCheckRun, postFailedRun } from './check-run.ts'
import type { GitHub, Log } from './github.ts'
import { describe } from './github.ts'
import { markerKey } from './marker.ts'
import type { PullFile } from './pull-diff.ts'
import { readPullRequest } from './pull-request.ts'
import { type Job, nameOf } from './queue.ts'
import { hasReview, postReview } from './review.ts'
import { titleOf, verdictOf } from './verdict.ts'

/** The whole pipeline with its rules bound: mails in, report out. */
export type LintMails = (mails: AsyncIterable<RawMail>) => Promise<Report>

export interface JudgeOptions {
  readonly lint: LintMails
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
  readonly commits: number
}

/** The head may have moved since the delivery was sent: what counts is what is there now. */
async function present(github: GitHub, job: Job): Promise<Present | null> {
  const { data } = await github.rest.pulls.get({
    owner: job.owner,
    repo: job.repo,
    pull_number: job.number,
  })
  return data.state === 'open' ? { head: data.head.sha, commits: data.commits } : null
}

async function judgeHead(
  github: GitHub,
  bot: Bot,
  pull: Job & Present,
  options: JudgeOptions,
): Promise<void> {
  const key = markerKey(options.secret, pull, pull.head)
  const sought = { head: pull.head, key, appId: bot.appId }
  const found = await findCheckRun(github, pull, sought)
  // The review is posted before the check run is completed: so a completed one says both are there.
  if (found?.completed) return options.log('info', `${nameOf(pull)}: was judged before`)
  const mails = await readPullRequest(github, pull, pull)
  // The push that came between has its own delivery.
  if (!mails.current) return options.log('info', `${nameOf(pull)}: the head has moved`)
  const report = await options.lint(each(mails.mails))
  const verdict = verdictOf(report, mails, await listFiles(github, pull))
  const write = { head: pull.head, key, verdict, found }
  if (verdict.said.length > 0 && !(await hasReview(github, pull, key, bot))) {
    await postReview(github, pull, write)
  }
  await postCheckRun(github, pull, write)
  options.log('info', `${nameOf(pull)}: ${titleOf(verdict)}`)
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
