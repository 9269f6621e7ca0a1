import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Probot } from 'probot'
import { describe, type Log } from './github.ts'

const webhookPath = '/api/github/webhooks'

type Middleware = Awaited<ReturnType<Probot['getNodeMiddleware']>>

/**
 * Answers HTTP: deliveries go to probot's middleware, `/healthz` says ok, the rest is not found.
 *
 * probot's own Server reads a body of any size before it looks at the signature, then logs it, and
 * has no place for a handler before its own; so the body is read here, with a limit.
 */
export function listener(middleware: Middleware, log: Log): RequestListener {
  return (request, response) => {
    answer(middleware, request, response).catch((error: unknown) => {
      log('error', `cannot answer a request: ${describe(error)}`)
      if (!response.headersSent) respond(response, 500, 'failed\n')
    })
  }
}

/**
 * GitHub sends up to 25 MB, but only a push or a fork comes near that; a pull_request event holds a
 * description of at most 65,536 characters and three repositories.
 */
const mostBytes = 5 * 1024 * 1024

async function answer(
  middleware: Middleware,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0]
  if (path === '/healthz' && request.method === 'GET') return respond(response, 200, 'ok\n')
  if (path !== webhookPath || request.method !== 'POST')
    return respond(response, 404, 'not found\n')
  const body = await readBody(request)
  if (body === null) return respond(response, 413, 'too large\n')
  // What a body parser before it would set; the middleware then checks the signature over this text.
  request.body = body
  await middleware(request, response)
}

/** The body as text, null when it is too large; then the rest of it is never read. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return null
  const chunks: Buffer[] = []
  let held = 0
  // Destroying the request on leaving the loop would take the answer's socket with it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new Error('the request has an encoding set')
    held += chunk.length
    if (held > mostBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function respond(response: ServerResponse, status: number, text: string): void {
  const type = { 'content-type': 'text/plain; charset=utf-8' }
  // After 413 the connection still holds the rest of the body.
  const last = status === 413 ? { connection: 'close' } : {}
  response.writeHead(status, { ...type, ...last }).end(text)
}
