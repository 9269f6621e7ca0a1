import type { Probot } from 'probot'
import { openConfigs } from './base-config.ts'
import { knowBot } from './bot.ts'
import { judge, type JudgeOptions } from './judge.ts'
import type { Queue } from './queue.ts'
import type { LoadRules } from './rule-copy.ts'

export type { LintMails } from './judge.ts'

export interface AppOptions extends Omit<JudgeOptions, 'configAt'> {
  readonly rules: LoadRules
  /** Who empties the queue waits for idle(): a draining close, a test. */
  readonly queue: Queue
}

/**
 * The GitHub App: a pull request that is opened, reopened, pushed to or sent to another branch becomes a
 * job in the queue.
 */
export function lorelintApp(options: AppOptions): (app: Probot) => void {
  return (app) => {
    const bot = knowBot(() => app.auth())
    const configAt = openConfigs(options.rules)
    options.queue.start(async (job) => {
      const github = await app.auth(job.installationId)
      await judge(github, await bot(), job, { ...options, configAt })
    })
    // GitHub waits 10 s for the answer and never asks again: no work in the handler.
    const add = (payload: Delivery): void => {
      if (!payload.installation) return
      options.queue.add({
        installationId: payload.installation.id,
        owner: payload.repository.owner.login,
        repo: payload.repository.name,
        number: payload.pull_request.number,
        head: payload.pull_request.head.sha,
        sender: payload.sender?.login ?? '',
      })
    }
    app.on(
      ['pull_request.opened', 'pull_request.synchronize', 'pull_request.reopened'],
      ({ payload }) => add(payload),
    )
    // Another branch may have another config; a new title is nothing to us.
    app.on('pull_request.edited', ({ payload }) => {
      if (payload.changes.base) add(payload)
    })
  }
}

/** What all deliveries of a pull request have. */
interface Delivery {
  readonly installation?: { readonly id: number }
  readonly repository: { readonly name: string; readonly owner: { readonly login: string } }
  readonly pull_request: { readonly number: number; readonly head: { readonly sha: string } }
  readonly sender?: { readonly login: string } | undefined
}
