import { describe, expect, test } from 'vitest'
import { saidBy } from './said-by.ts'

const ann = 'Ann Author <ann@example.org>'
const paul = 'Paul Poster <paul@example.org>'
const SIGNED = `Signed-off-by: ${ann}`

describe('a log without a sign-off', () => {
  const says = saidBy('tags/missing-signed-off-by')
  const check = (name: string, subject: string, log: string, fires: boolean) =>
    test(name, async () => {
      const said = await says([{ head: [`From: ${ann}`], subject, log }])
      expect(said).toHaveLength(fires ? 1 : 0)
    })
  check('a patch', '[PATCH] lamp: turn off', 'It stays on.', true)
  check('signed', '[PATCH] lamp: turn off', `It stays on.\n\n${SIGNED}`, false)
  check('signed with blanks before', '[PATCH] lamp: turn off', `It stays on.\n\n  ${SIGNED}`, false)
  check('a diff in a question', '[BUG] lamp stays on', 'Does this help?', false)
  check('an RFC', '[RFC PATCH] lamp: turn off', 'It stays on.', false)
  check('to be folded', '[PATCH] fixup! lamp: turn off', 'It stays on.', false)
  check('not to be merged', '[PATCH] DO NOT MERGE lamp: trace', 'It stays on.', false)
  check('said not to be merged', '[PATCH] lamp: trace', 'This is not meant to be merged.', false)
})

describe('the sign-offs of a backport', () => {
  const says = saidBy('tags/sob-chain')
  const check = (name: string, from: string, log: string, fires: boolean) =>
    test(name, async () => {
      const said = await says([{ head: [`From: ${from}`], log }])
      expect(said).toHaveLength(fires ? 1 : 0)
    })
  const chain = `It stays on.\n\nCo-developed-by: Hal Helper <hal@example.org>\n${SIGNED}`
  check('of a helper who does not sign', ann, chain, true)
  for (const head of [
    'commit 0123456789abcdef upstream.',
    '[ Upstream commit 0123456789abcdef ]',
    'Upstream commit 0123456789abcdef.',
  ])
    check(head, ann, `${head}\n\n${chain}`, false)
  check('picked', ann, `${chain}\n(cherry picked from commit 0123456789abcdef)`, false)
  const passed = `commit 0123456789abcdef upstream.\n\nIt stays on.\n\n${SIGNED}`
  check('posted for review by a colleague of who signed', paul, passed, false)
  check('passed on, signed', paul, `${passed}\nSigned-off-by: ${paul}`, false)
  const others = `From: ${ann}\n\nUpstream commit 0123456789abcdef.\n\n${chain}`
  check('of another author', paul, others, false)
})

describe('who signs behind the poster', () => {
  const says = saidBy('tags/sob-chain')
  const check = (name: string, tags: string, fires: boolean) =>
    test(name, async () => {
      const said = await says([{ head: [`From: ${ann}`], log: `It stays on.\n\n${tags}` }])
      expect(said).toHaveLength(fires ? 1 : 0)
    })
  const hal = 'Hal Helper <hal@example.org>'
  check('a helper', `${SIGNED}\nCo-developed-by: ${hal}\nSigned-off-by: ${hal}`, false)
  check('somebody it went through', `${SIGNED}\nSigned-off-by: ${paul}`, true)
  check(
    'a helper and somebody else',
    `${SIGNED}\nCo-developed-by: ${hal}\nSigned-off-by: ${hal}\nSigned-off-by: ${paul}`,
    true,
  )
  check(
    'whoever took it, and says what they changed',
    `${SIGNED}\n[paul@example.org: said why]\nSigned-off-by: ${paul}`,
    false,
  )
  check(
    'whoever took it, with the link to the mail',
    `${SIGNED}\nSigned-off-by: ${paul}\nLink: https://lore.kernel.org/r/1@example.org`,
    false,
  )
})

describe('who hands on a commit of somebody else', () => {
  const says = saidBy('tags/sob-chain')
  const check = (name: string, subject: string, from: string, log: string, fires: boolean) =>
    test(name, async () => {
      const said = await says([{ head: [`From: ${from}`], subject, log }])
      expect(said).toHaveLength(fires ? 1 : 0)
    })
  const taken = `From: ${ann}\n\nIt stays on.\n\n${SIGNED}`
  check('to be talked about', '[PATCH RFC 1/1] lamp: turn off', paul, taken, false)
  check('to stable', '[PATCH 5.10 1/1] lamp: turn off', paul, taken, false)
  const early = `From: ${ann}\n\nIt stays on.\n\nSigned-off-by: ${paul}\n${SIGNED}`
  check('and signs ahead of its author', '[PATCH] lamp: turn off', paul, early, true)
  check('a test of another program', '[kvm-unit-tests PATCH] lamp: turn off', paul, taken, false)
  check('as a patch', '[PATCH 1/1] lamp: turn off', paul, taken, true)
  check('in a pull request', '[GIT PULL 1/1] lamp: turn off', paul, taken, false)
  check('in a pull request for stable', '[PULL v5.10 1/1] lamp: turn off', paul, taken, false)
  const other = `It stays on.\n\n${SIGNED}`
  check('a From: without a name', '[PATCH] lamp: turn off', 'ann.author@example.com', other, true)
})
