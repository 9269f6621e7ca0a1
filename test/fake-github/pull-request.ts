import { generateKeyPairSync } from 'node:crypto'
import { Probot } from 'probot'
import { afterEach, beforeEach } from 'vitest'
import { type LintMails, lorelintApp } from '../../src/app/app.ts'
import { LorelintOctokit } from '../../src/app/octokit.ts'
import { createQueue, type Queue } from '../../src/app/queue.ts'
import type { LoadRules } from '../../src/app/rule-copy.ts'
import { pullRequestPayload } from './deliver.ts'
import { onLine, sayThat, type Wanted } from './hand-made.ts'
import { makeRepository, type Repository } from './repository.ts'
import { type FakeGitHub, startFakeGitHub } from './server.ts'
import { appId, type StoredReview, type StoredRun } from './state.ts'

/** What the App signs and is signed with. */
export const secret = 'a secret for the tests only'
export const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString()

const numbered = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `\tstep_${from + index}();\n`).join('')
const driver = `int probe(void)\n{\n${numbered(3, 10)}\treturn 0;\n}\n`

/** Lines of the pull request that can be spoken about. */
export const added = onLine('drivers/frob.c', 'new', 4, '\tfrob_once();')
export const removed = onLine('drivers/frob.c', 'old', 9, '\tstep_9();')
export const newFile = (line: number) => onLine('lib/new.c', 'new', line, `\tstep_${line}();`)

interface Started {
  readonly queue: Queue
  readonly log: readonly string[]
  readonly receive: (action?: string, sender?: string, changes?: object) => Promise<void>
}

/** What stands on GitHub, and of each kind the first. */
interface Posted {
  readonly reviews: readonly StoredReview[]
  readonly runs: readonly StoredRun[]
  readonly review: StoredReview | undefined
  readonly run: StoredRun | undefined
}

/** For each test of a file: a pull request of two commits on a fake GitHub, and an App that judges it. */
export function pullRequestOnGitHub() {
  let repository: Repository
  let fake: FakeGitHub

  beforeEach(async () => {
    repository = makeRepository()
    commitBoth(repository)
    fake = await startFakeGitHub({ repository, base: 'master', branch: 'topic', privateKey })
  })

  afterEach(async () => {
    await fake.close()
    repository.remove()
  })

  const start = (
    lint: LintMails,
    throttle: object = { enabled: false },
    rules: LoadRules = noRules,
  ): Promise<Started> => startApp(fake, lint, throttle, rules)

  const posted = (): Posted => {
    const { reviews, runs } = fake.state
    return { reviews, runs, review: reviews[0], run: runs[0] }
  }

  /** Opens the pull request and gives what stands on GitHub afterwards. */
  const judged = async (wanted: readonly Wanted[], complete = true) => {
    const { lint, mails } = sayThat(wanted, complete)
    const app = await start(lint)
    await app.receive()
    await app.queue.idle()
    return { app, mails, ...posted() }
  }

  return {
    get repository() {
      return repository
    },
    get fake() {
      return fake
    },
    start,
    posted,
    judged,
  }
}

/** Two commits: the first adds a line 4 and removes a 9; the second adds 100 lines before both. */
function commitBoth(repository: Repository): void {
  repository.commit({
    branch: 'master',
    message: 'base\n',
    files: { 'drivers/frob.c': driver, 'lib/old.c': 'a\nb\nc\nd\ne\nf\n', README: 'frob\n' },
  })
  const first = driver.replace('\tstep_3();\n', '\tstep_3();\n\tfrob_once();\n')
  const changed = first.replace('\tstep_9();\n', '')
  repository.commit({
    branch: 'topic',
    from: 'master',
    message:
      'frob: Do it once\n\nTwice is too much.\n\nSigned-off-by: A Hacker <hacker@example.org>\n',
    files: { 'drivers/frob.c': changed },
  })
  repository.commit({
    branch: 'topic',
    message: 'frob: Say it a hundred times, for @everyone (#1)\n',
    files: { 'drivers/frob.c': `${numbered(1001, 1100)}${changed}`, 'lib/new.c': numbered(1, 120) },
  })
}

/** An app as probot's own documentation tests one: no server, events handed to receive(). */
async function startApp(
  fake: FakeGitHub,
  lint: LintMails,
  throttle: object,
  rules: LoadRules,
): Promise<Started> {
  const probot = new Probot({
    appId,
    privateKey,
    secret,
    logLevel: 'fatal',
    // As a function: probot's own defaults come later and would win over an object's.
    Octokit: LorelintOctokit.defaults((options: object) => ({
      ...options,
      baseUrl: fake.url,
      // Repeats come at once, so that a test can see them.
      retry: { retryAfterBaseValue: 1 },
      throttle,
    })),
  })
  const log: string[] = []
  const note = (level: string, text: string): void => {
    log.push(`${level}: ${text}`)
  }
  const queue = createQueue(note)
  await probot.load(lorelintApp({ lint, rules, secret, queue, log: note }))
  const receive = async (action = 'opened', sender = 'hacker', changes = {}): Promise<void> => {
    const payload = pullRequestPayload(fake.state, action, sender, changes)
    await probot.receive(asEvent({ id: 'x', name: 'pull_request', payload }))
  }
  return { queue, log, receive }
}

/** Most tests have no config, and their lint no rules. */
export const noRules: LoadRules = () => {
  throw new Error('this test has no rules')
}

type ProbotEvent = Parameters<Probot['receive']>[0]

function asEvent(event: { id: string; name: 'pull_request'; payload: object }): ProbotEvent {
  // The payload is cut to what an app may rely on, which is less than GitHub's schema lists.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return event as ProbotEvent
}
