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

/** A series that kills a child this often is given up. */
const MOST_DEATHS = 5

/** Starts children when they are needed, at most `width`, and replaces those that die. */
export function openPool(setup: Setup, width: number): Pool {
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
    while (deaths.length < MOST_DEATHS) {
      const worker = take()
      const without = deaths.map((death) => death.messageId ?? '')
      const outcome = await worker.review(
        posted,
        without,
        setup.limits.mailMs * PATIENCE + GRACE_MS,
      )
      if (outcome.kind === 'review') {
        stillborn = 0
        idle.push(worker)
        const { problems, ...rest } = outcome.review
        return { ...rest, problems: [...problems, ...deaths] }
      }
      worker.kill()
      all.delete(worker)
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
    return giveUp(posted, setup, deaths)
  }
  const close = (): void => {
    for (const worker of all) worker.kill()
    all.clear()
    idle.length = 0
  }
  return { width, review, close }
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
  // A child that cannot be reached is one that died; its exit says so.
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

/** Nothing was judged, and the review says so: it is never missing. */
async function giveUp(
  posted: PostedSeries,
  setup: Setup,
  deaths: readonly Problem[],
): Promise<Review> {
  const series = await readSeries(posted, setup.limits)
  const unjudged = deaths.map((problem) => ({
    ...problem,
    what: `the series was not judged; ${problem.what}`,
    messageId: problem.messageId ?? series.patches[0]?.message.messageId ?? null,
  }))
  return { series: seriesHead(series), comments: [], problems: unjudged }
}

/** What git and node need, and no secret of the server that may be our parent. */
function environment(): NodeJS.ProcessEnv {
  const needed = /^(?:PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SystemRoot|GIT_CONFIG\w*)$/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => needed.test(name)))
}
