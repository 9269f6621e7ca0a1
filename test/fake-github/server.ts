import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type Answer, failed } from './answer.ts'
import type { Repository } from './repository.ts'
import { answer } from './routes.ts'
import { appId, type State, token } from './state.ts'

export interface FakeGitHub {
  readonly url: string
  readonly state: State
  readonly close: () => Promise<void>
}

/** GitHub's REST API for one pull request (`branch` into `base`) of a real repository. */
export async function startFakeGitHub(options: {
  readonly repository: Repository
  readonly base: string
  readonly branch: string
  /** PEM of the app: its JWTs are checked against it. */
  readonly privateKey: string
}): Promise<FakeGitHub> {
  const state: State = {
    repository: options.repository,
    base: options.base,
    branch: options.branch,
    promisedCommits: null,
    draft: false,
    state: 'open',
    refusals: [],
    reviews: [],
    runs: [],
    requests: [],
  }
  const key = createPublicKey(options.privateKey)
  const server = createServer((request, response) => {
    handle(state, key, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(() => resolve()))
  }
  return { url: `http://127.0.0.1:${portOf(server)}`, state, close }
}

async function handle(
  state: State,
  key: KeyObject,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fake')
  const method = request.method ?? 'GET'
  const body = await readJson(request)
  const allowed = isAllowed(request.headers.authorization ?? '', url.pathname, key)
  const call = { method, url, accept: request.headers.accept ?? '', body }
  const given = allowed ? answer(state, call) : failed(401, 'Bad credentials')
  state.requests.push({ method, path: url.pathname, body, status: given.status })
  send(response, given, url)
}

/** `/app...` takes a JWT of the app, all else the installation's token. */
function isAllowed(authorization: string, path: string, key: KeyObject): boolean {
  const [scheme = '', credential = ''] = authorization.split(' ')
  if (!path.startsWith('/app')) return scheme === 'token' && credential === token
  const [header = '', claims = '', signature = ''] = credential.split('.')
  const signed = Buffer.from(`${header}.${claims}`)
  if (!verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'))) return false
  const { iss }: { iss?: unknown } = JSON.parse(Buffer.from(claims, 'base64url').toString())
  return Number(iss) === appId
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? null : JSON.parse(text)
}

function send(response: ServerResponse, given: Answer, url: URL): void {
  if (Buffer.isBuffer(given.body)) {
    response.writeHead(given.status, {
      'content-type': 'application/vnd.github.patch; charset=utf-8',
    })
    response.end(given.body)
    return
  }
  const page = Number(url.searchParams.get('page') ?? 1)
  const size = Number(url.searchParams.get('per_page') ?? 30)
  const list = Array.isArray(given.body) ? given.body : null
  const next = new URL(url)
  next.searchParams.set('page', String(page + 1))
  const more = list !== null && list.length > page * size
  const link = `<http://${response.req.headers.host}${next.pathname}${next.search}>; rel="next"`
  response.writeHead(given.status, {
    'content-type': 'application/json; charset=utf-8',
    ...(more ? { link } : {}),
  })
  response.end(JSON.stringify(list?.slice((page - 1) * size, page * size) ?? given.body))
}

function portOf(server: Server): number {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the fake has no port')
  return address.port
}
