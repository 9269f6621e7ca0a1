import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Problem, Review } from '../model.ts'
import type { Crew } from '../lint.ts'
import { type PostedSeries, readSeries } from '../posted.ts'
import { seriesHead } from '../series/assemble.ts'
import type { Answer, Order, Setup } from './protocol.ts'

/** Children that judge series side by side; close() ends them. */
export interface Pool extends Crew {
  readonly close: () => void
}

/** Megabytes of JavaScript values a child may hold; what needs more is no mail. */
const HEAP = 512

/** Children keep to the limit themselves, in processor time; one that is silent for so long never will. */
const PATIENCE = 3
const GRACE_MS = 5000

/** So many in a row that died before they came to any patch: it is not the mails. */
const MOST_STILLBORN = 20

/** A series that kills so many children is given up, wherever they die. */
const MOST_TRIES = 10

/** Node takes a longer one for 1 ms. */
const LONGEST_TIMER = 2 ** 31 - 1

/** Starts children when they are needed, at most `width`, and replaces those that die. */
export function openPool(setup: Setup, width: number, takesSmall = false): Pool {
  const idle: Worker[] = []
  const all = new Set<Worker>()
  const take = (): Worker => {
    const worker = idle.pop() ?? startWorker(setup)
    all.add(worker)
    return worker
  }
  let stillborn = 0
  const review = async (posted: PostedSeries): Promise<Review> => {
    const deaths: Problem[] = []
    let suspect: string | null | undefined
    let last = 'no process answered'
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const worker = take()
      const without = deaths.map((death) => death.messageId ?? '')
      const outcome = await worker.review(
        posted,
        without,
        Math.min(setup.limits.mailMs * PATIENCE + GRACE_MS, LONGEST_TIMER),
      )
      if (outcome.kind === 'review') {
        stillborn = 0
        idle.push(worker)
        const { problems, ...rest } = outcome.review
        return { ...rest, problems: [...problems, ...deaths] }
      }
      worker.kill()
      all.delete(worker)
      last = outcome.why
      stillborn = outcome.at === null ? stillborn + 1 : 0
      if (stillborn >= MOST_STILLBORN)
        throw new Error(`cannot start the processes that judge: ${outcome.why}`)
      // Whoever killed it, the system or this mail: one that dies twice at the same place is guilty.
      if (outcome.again && outcome.at !== suspect) {
        suspect = outcome.at
        continue
      }
      deaths.push(deathOf(outcome))
      // It died before it came to a patch: no patch can be left out to help.
      if (outcome.at === null) break
    }
    return giveUp(posted, setup, last)
  }
  const close = (): void => {
    for (const worker of all) worker.kill()
    all.clear()
    idle.length = 0
  }
  return { width, takesSmall, review, close }
}

type Outcome =
  | { readonly kind: 'review'; readonly review: Review }
  | {
      readonly kind: 'died'
      readonly at: string | null
      readonly why: string
      /** It may go better the next time: the process was killed from outside, or ran out of memory. */
      readonly again: boolean
    }

interface Worker {
  readonly review: (
    posted: PostedSeries,
    without: readonly string[],
    patience: number,
  ) => Promise<Outcome>
  readonly kill: () => void
}

function startWorker(setup: Setup): Worker {
  const child = fork(fileURLToPath(new URL('child.js', import.meta.url)), [], {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${HEAP}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: environment(),
  })
  // Whoever waits for an answer hears of it, too.
  child.on('error', () => child.kill('SIGKILL'))
  tell(child, { kind: 'setup', setup })
  return {
    review: async (posted, without, patience) => {
      const outcome = answerOf(child, patience)
      tell(child, { kind: 'review', posted, without })
      return outcome
    },
    kill: () => child.kill('SIGKILL'),
  }
}

/** Waits for the review; each sign of life starts the patience anew. */
async function answerOf(child: ChildProcess, patience: number): Promise<Outcome> {
  return new Promise((done) => {
    let at: string | null = null
    const finish = (outcome: Outcome): void => {
      clearTimeout(timer)
      child.off('message', onMessage)
      child.off('exit', onExit)
      child.off('error', onError)
      done(outcome)
    }
    const onMessage = (answer: Answer): void => {
      timer.refresh()
      if (answer.kind === 'at') at = answer.messageId
      else if (answer.kind === 'review') finish(answer)
      else finish({ kind: 'died', at, why: `it failed: ${answer.why}`, again: false })
    }
    const onExit = (code: number | null, signal: string | null): void => {
      const why = `it ended with ${signal ?? `exit code ${code ?? '?'}`}`
      finish({ kind: 'died', at, why, again: true })
    }
    // A process that could not be started has no exit.
    const onError = (error: Error): void => {
      finish({ kind: 'died', at, why: `it could not be reached: ${error.message}`, again: false })
    }
    const timer = setTimeout(() => {
      finish({
        kind: 'died',
        at,
        why: `it was silent for ${Math.round(patience / 1000)} s`,
        again: false,
      })
    }, patience)
    child.on('message', onMessage)
    child.on('exit', onExit)
    child.on('error', onError)
    if (child.exitCode !== null || child.signalCode !== null)
      onExit(child.exitCode, child.signalCode)
  })
}

function tell(child: ChildProcess, order: Order): void {
  // The channel of a dead child is closed: answerOf sees that it is dead.
  if (child.connected) child.send(order, () => {})
}

function deathOf({ at, why }: Extract<Outcome, { kind: 'died' }>): Problem {
  const what = `this mail was not judged: the process that judged it was lost (${why})`
  return { kind: 'limit', code: 'judge-died', what, messageId: at, line: null }
}

/** Nothing is said, and the review says so: it is never missing. */
async function giveUp(posted: PostedSeries, setup: Setup, why: string): Promise<Review> {
  const series = await readSeries({ ...posted, history: null }, setup.limits)
  const what = `the series was not judged: the processes that judged it were lost, at last because ${why}`
  const messageId = series.patches[0]?.message.messageId ?? null
  const problem: Problem = { kind: 'limit', code: 'judge-died', what, messageId, line: null }
  return { series: seriesHead(series), comments: [], problems: [problem] }
}

/** What git and node need, and no secret of the server that may be our parent. */
function environment(): NodeJS.ProcessEnv {
  const needed = /^(?:PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SystemRoot|GIT_CONFIG\w*)$/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => needed.test(name)))
}
