import type { Log, PullRef } from './github.ts'
import { describe } from './github.ts'

/** What has to be judged: plain data, so that a store can keep it one day. */
export interface Job extends PullRef {
  readonly installationId: number
  readonly head: string
  /** Login of the account whose act caused the event; empty where GitHub does not say. */
  readonly sender: string
}

type Worker = (job: Job) => Promise<void>

/** Where a delivery leaves its job. */
export interface Queue {
  readonly add: (job: Job) => void
  /** Names who does the work; jobs added before wait for it. */
  readonly start: (worker: Worker) => void
  /** Settles when nothing waits and nothing runs. */
  readonly idle: () => Promise<void>
}

/**
 * A first-in first-out queue in memory with one worker. A newer head of a pull request takes the
 * place of one that still waits; since one job runs at a time, no pull request is judged twice at once.
 */
export function createQueue(log: Log): Queue {
  // A Map keeps a key's place when its value is replaced: exactly what superseding needs.
  const waiting = new Map<string, Job>()
  const idlers: (() => void)[] = []
  let worker: Worker | null = null
  let running = false

  async function run(work: Worker): Promise<void> {
    running = true
    for (let next = first(waiting); next !== null; next = first(waiting)) {
      waiting.delete(keyOf(next))
      await attempt(work, next, log)
    }
    running = false
    for (const settle of idlers.splice(0)) settle()
  }

  function wake(): void {
    if (worker === null || running || waiting.size === 0) return
    // Never rejects: attempt() catches what the worker throws.
    void run(worker)
  }

  return {
    add(job) {
      const waited = waiting.get(keyOf(job))
      if (waited) log('info', `${nameOf(waited)}: superseded by ${job.head.slice(0, 12)}`)
      waiting.set(keyOf(job), job)
      wake()
    },
    start(work) {
      worker = work
      wake()
    },
    idle: () => {
      if (!running && waiting.size === 0) return Promise.resolve()
      return new Promise((resolve) => idlers.push(resolve))
    },
  }
}

async function attempt(work: Worker, job: Job, log: Log): Promise<void> {
  // Leaves the caller's turn first: a delivery is answered before its work begins.
  await new Promise((resolve) => setImmediate(resolve))
  try {
    await work(job)
  } catch (error) {
    log('error', `${nameOf(job)}: ${describe(error)}`)
  }
}

function first(waiting: ReadonlyMap<string, Job>): Job | null {
  return waiting.values().next().value ?? null
}

function keyOf(job: Job): string {
  return `${job.installationId}/${job.owner}/${job.repo}/${job.number}`
}

/** "owner/repo#1 at 0123456789ab", as the log names a job. */
export function nameOf(job: Job): string {
  return `${job.owner}/${job.repo}#${job.number} at ${job.head.slice(0, 12)}`
}
