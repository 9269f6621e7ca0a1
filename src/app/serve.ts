import { createPrivateKey } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { Probot } from 'probot'
import { lorelintApp } from './app.ts'
import type { Log } from './github.ts'
import type { LintMails } from './judge.ts'
import { listener } from './listener.ts'
import { LorelintOctokit } from './octokit.ts'
import { createQueue } from './queue.ts'
import type { LoadRules } from './rule-copy.ts'
import { refuseWeakSecret } from './secret.ts'

export interface ServeOptions {
  /** 0 takes any free port. */
  readonly port: number
  readonly host: string
  readonly appId: number | string
  /** PEM, as downloaded from the settings of the GitHub App. */
  readonly privateKey: string
  readonly webhookSecret: string
  /** Of the REST API of a GitHub Enterprise Server; null for github.com. */
  readonly baseUrl: string | null
  readonly lint: LintMails
  /** For configs of repositories. */
  readonly rules: LoadRules
  readonly version: string
  /** Where the log goes; stderr when left out. */
  readonly log?: Log
}

export interface Serving {
  readonly url: string
  /** Takes no more deliveries and settles when the jobs taken are done. */
  readonly close: () => Promise<void>
}

/** Runs the GitHub App until it is closed. */
export async function serve(options: ServeOptions): Promise<Serving> {
  refuseWeakSecret(options.webhookSecret)
  refuseBadKey(options.privateKey)
  const log = options.log ?? toStderr
  const queue = createQueue(log)
  const probot = new Probot({
    appId: options.appId,
    privateKey: options.privateKey,
    secret: options.webhookSecret,
    // probot logs a whole delivery when its signature is wrong; what matters we log ourselves.
    logLevel: 'fatal',
    Octokit: LorelintOctokit,
    ...(options.baseUrl === null ? {} : { baseUrl: options.baseUrl }),
  })
  await probot.ready()
  const { lint, rules, webhookSecret: secret } = options
  await probot.load(lorelintApp({ lint, rules, secret, log, queue }))
  const server = createServer(listener(await probot.getNodeMiddleware(), log))
  // GitHub gives up after 10 s; who sends slower than that is not GitHub.
  server.requestTimeout = 10_000
  const url = await listen(server, options)
  log('info', `lorelint ${options.version} listens on ${url}`)
  return {
    url,
    close: async () => {
      await stop(server)
      await queue.idle()
    },
  }
}

function refuseBadKey(privateKey: string): void {
  try {
    createPrivateKey(privateKey)
  } catch (cause) {
    const what =
      'the private key cannot be read; set it to the text of the .pem file of the GitHub App'
    throw new Error(what, { cause })
  }
}

function listen(server: Server, at: { port: number; host: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new Error(`cannot listen on ${at.host}:${at.port}`, { cause }))
    })
    server.listen(at.port, at.host, () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : at.port
      resolve(`http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`)
    })
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
    // Kept-alive connections would hold the close until they time out.
    server.closeIdleConnections()
  })
}

function toStderr(level: 'info' | 'error', text: string): void {
  process.stderr.write(`${level}: ${text}\n`)
}
