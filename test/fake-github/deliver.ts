import { createHmac } from 'node:crypto'
import { pullRequest } from './routes.ts'
import { installationId, owner, repo, type State } from './state.ts'

/** The payload of a pull_request event, cut to the fields an app may rely on. */
export function pullRequestPayload(
  state: State,
  action: string,
  sender = 'hacker',
  changes: object = {},
) {
  return {
    action,
    changes,
    number: 1,
    pull_request: pullRequest(state),
    repository: { id: 1, name: repo, full_name: `${owner}/${repo}`, owner: { login: owner } },
    installation: { id: installationId },
    sender: { login: sender, type: sender.endsWith('[bot]') ? 'Bot' : 'User' },
  }
}

/** Sends a delivery as GitHub does, signed with `secret`. */
export function deliver(url: string, secret: string, payload: unknown): Promise<Response> {
  const body = JSON.stringify(payload)
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  return fetch(`${url}/api/github/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'pull_request',
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      'x-hub-signature-256': `sha256=${signature}`,
    },
    body,
  })
}
