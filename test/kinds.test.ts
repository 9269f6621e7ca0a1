import { describe, expect, test } from 'vitest'
import type { SeenMail } from '../src/first-pass.ts'
import { readInbox } from '../src/inbox.ts'
import { LIMITS } from '../src/limits.ts'
import { readPullRequest } from '../src/mail/pull-request.ts'
import type { RawMail } from '../src/model.ts'

const DIFF = `diff --git a/x.c b/x.c
--- a/x.c
+++ b/x.c
@@ -1,2 +1,2 @@
 int a;
-int b;
+int c;
`

/** The same with a line of its hunk cut away, as a reviewer does who quotes without marks. */
const CUT = `${DIFF.replace('1,2 +1,2', '1,9 +1,9')}-- \n`

const PULL = `The following changes since commit 0123456789abcdef0123456789abcdef01234567:

  Linux 6.1 (2022-12-11 14:15:18 -0800)

are available in the Git repository at:

  https://git.example.org/lamp.git tags/lamp-6.2

for you to fetch changes up to 1123456789abcdef0123456789abcdef01234567:
`

function mail(headers: readonly string[], body: string, id = 'm@x'): RawMail {
  const head = ['From: Ada <ada@example.org>', `Message-ID: <${id}>`, ...headers].join('\n')
  const bytes = Buffer.from(`${head}\n\n${body}`)
  return { origin: id, bytes, reload: async () => bytes }
}

async function see(mails: readonly RawMail[]): Promise<readonly SeenMail[]> {
  const seen: SeenMail[] = []
  const stream = async function* () {
    yield* mails
  }
  await readInbox(stream(), {
    quoted: 'never',
    limits: LIMITS,
    onMail: (one) => void seen.push(one),
    breathe: async () => {},
  })
  return seen
}

async function kindOf(headers: readonly string[], body: string): Promise<string> {
  const [seen] = await see([mail(headers, body)])
  return seen?.kind ?? 'none'
}

const answer = 'In-Reply-To: <p@x>'

describe('every mail is of one kind', () => {
  const rows: readonly [what: string, headers: readonly string[], body: string, kind: string][] = [
    ['a patch', ['Subject: [PATCH] lamp: x'], `Log.\n---\n${DIFF}`, 'patch'],
    ['a diff nobody tagged', ['Subject: lamp breaks'], `Try this:\n\n${DIFF}`, 'patch'],
    ['a patch with a cut hunk', ['Subject: [PATCH] lamp: x'], `Log.\n---\n${CUT}`, 'patch'],
    [
      'a patch a robot sent',
      ['Subject: [PATCH] lamp: x', 'Auto-Submitted: auto-generated'],
      DIFF,
      'patch',
    ],
    ['a cover letter', ['Subject: [PATCH 0/2] lamp: x'], 'Two patches.\n', 'cover'],
    ['a cover letter with a diff', ['Subject: [PATCH v2 00/10] x'], DIFF, 'cover'],
    ['a reply', ['Subject: Re: [PATCH] lamp: x', answer], '> +int c;\n\nWhy?\n', 'reply'],
    ['talk in a thread', ['Subject: lamps in general', answer], 'Well.\n', 'reply'],
    [
      'a counter-proposal',
      ['Subject: Re: [PATCH] x', answer],
      `Rather:\n\n${DIFF}`,
      'reply-with-patch',
    ],
    ['a quote without marks', ['Subject: Re: [PATCH] x', answer], `${CUT}\nWhy?\n`, 'reply'],
    ['a pull request', ['Subject: [GIT PULL] lamps for 6.2'], PULL, 'pull-request'],
    ['a pull request without tag', ['Subject: lamps for 6.2'], PULL, 'pull-request'],
    ['a pull request with its diff', ['Subject: [PULL] lamps'], `${PULL}\n${DIFF}`, 'pull-request'],
    ['one patch of a pull request', ['Subject: [GIT PULL 1/2] lamp: x'], DIFF, 'patch'],
    ['a cover that can be pulled', ['Subject: [PATCH 0/2] lamps'], PULL, 'cover'],
    [
      'a stable notice',
      ['Subject: Patch "lamp: x" has been added to the 6.1-stable tree'],
      DIFF,
      'applied-notice',
    ],
    [
      'an applied notice',
      ['Subject: Applied "lamp: x" to the lamp tree', answer],
      DIFF,
      'applied-notice',
    ],
    ['a tip notice', ['Subject: [tip: x86/urgent] lamp: x', answer], DIFF, 'applied-notice'],
    [
      'an -mm notice',
      ['Subject: + lamp-x.patch added to mm-unstable branch'],
      DIFF,
      'applied-notice',
    ],
    [
      'a robot report',
      ['Subject: [lamp:next 3/7] lamp.c:3: error', 'Auto-Submitted: auto-generated'],
      'tree: x\n',
      'report',
    ],
    ['a promise', ['Subject: [PATCH] lamp: x'], 'See the attachment.\n', 'no-patch'],
    ['talk', ['Subject: lamps?'], 'Do they work?\n', 'no-patch'],
    ['HTML alone', ['Subject: lamps', 'Content-Type: text/html'], '<p>Lamps.</p>\n', 'html-only'],
    ['nothing', [], '', 'unusable'],
  ]
  for (const [what, headers, body, kind] of rows) {
    test(`${what}: ${kind}`, async () => expect(await kindOf(headers, body)).toBe(kind))
  }
})

test('a pull request without tag that is only quoted is none', async () => {
  const quoted = PULL.replaceAll(/^/gm, '> ')
  expect(await kindOf(['Subject: lamps', answer], `${quoted}\nPulled.\n`)).toBe('reply')
})

describe('what is to be pulled', () => {
  const rows: readonly [what: string, url: string, ref: string | null, text: string][] = [
    ['a ref behind the URL', 'https://git.example.org/lamp.git', 'tags/lamp-6.2', PULL],
    [
      'no ref',
      'git://git.example.org/x',
      null,
      'are available in the Git repository at:\n\n  git://git.example.org/x\n\nfor you to fetch\n',
    ],
    [
      'a wrapped line',
      'git://git.example.org/x',
      'next',
      'are available in the git\nrepository at:\n\n  git://git.example.org/x\n  next\n',
    ],
    [
      'ssh, as scp writes it',
      'git@example.org:lamp/x.git',
      'for-linus',
      'available in the Git repository at:\n git@example.org:lamp/x.git for-linus\n',
    ],
  ]
  for (const [what, url, ref, text] of rows) {
    test(what, () => expect(readPullRequest(text)).toEqual({ url, ref }))
  }
  test('prose asks for nothing', () => {
    expect(readPullRequest('It is available in the git repository at work.\n')).toBeNull()
  })
})

describe('what a subject or a log happens to say', () => {
  const pull =
    'It is also available in the git repository at:\n\n  https://git.example.org/lamp.git next\n'
  const rows: readonly [what: string, headers: readonly string[], body: string, kind: string][] = [
    ['an area called pull-up', ['Subject: [PATCH] pull-up: fix the resistor'], DIFF, 'patch'],
    ['a patch that can be pulled, too', ['Subject: [PATCH] lamp: x'], `${pull}\n${DIFF}`, 'patch'],
    ['a tag that begins like a notice', ['Subject: [tip: PATCH] lamp: x'], DIFF, 'patch'],
  ]
  for (const [what, headers, body, kind] of rows) {
    test(what, async () => expect(await kindOf(headers, body)).toBe(kind))
  }
})
