import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { lint, loadRules } from '../src/index.ts'
import { parseMessage } from '../src/mail/message.ts'
import type { RawMail } from '../src/model.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { openInput } from '../src/sources/open.ts'
import { readRuleFiles } from '../src/sources/rule-files.ts'
import { runGit } from './git.ts'

const loaded = loadRules(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))))
if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
const { set } = loaded

const ann = { name: 'Ann Author', address: 'ann@example.org' }
const mike = { name: 'Mike Maintainer', address: 'mike@example.org' }
const jurgen = { name: 'Jürgen "Jo" Maintainer', address: 'jo@example.org' }
const github = { name: 'GitHub', address: 'noreply@github.com' }
type Person = typeof ann

const signed = (...people: readonly Person[]): string =>
  people.map(({ name, address }) => `Signed-off-by: ${name} <${address}>\n`).join('')

/** A repository whose last commit is Ann's, committed by somebody. */
function committed(committer: Person, tags: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'lorelint-committer-'))
  const as = (author: Person, by: Person) => ({
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.address,
    GIT_COMMITTER_NAME: by.name,
    GIT_COMMITTER_EMAIL: by.address,
  })
  runGit(dir, ['init', '-q', '-b', 'main'])
  for (const [text, log] of [
    ['int on;\n', 'lamp: begin'],
    ['int off;\n', `lamp: turn off on failure\n\nIt stays on.\n\n${tags}`],
  ] as const) {
    writeFileSync(join(dir, 'lamp.c'), text)
    runGit(dir, ['add', '-A'])
    runGit(dir, ['commit', '-q', '-m', log], as(ann, committer))
  }
  return dir
}

async function said(mails: AsyncIterable<RawMail>): Promise<string> {
  const { reviews } = await lint(mails, {
    tool: { name: 'lorelint', version: '' },
    set,
    only: ['tags/sob-chain'],
    tree: null,
  })
  expect(reviews).toHaveLength(1)
  return reviews.flatMap(({ comments }) => comments.map(({ text }) => text)).join()
}

function opened(input: string, dir: string): AsyncIterable<RawMail> {
  return openInput(input, {
    stdin: null,
    since: null,
    until: null,
    msgid: null,
    cwd: dir,
    repo: dir,
  })
}

const ofRange = (dir: string): Promise<string> => said(opened('HEAD~..HEAD', dir))

describe('who passes a commit of a range on', () => {
  const check = (name: string, committer: Person, tags: string, words: RegExp) =>
    test(name, async () => {
      expect(await ofRange(committed(committer, tags))).toMatch(words)
    })
  check('the committer signs behind the author', mike, signed(ann, mike), /^$/)
  check('the committer does not sign', mike, signed(ann), /^Mike Maintainer passes on this patch/)
  check('the author commits', ann, signed(ann), /^$/)
  check('the author commits what another signed last', ann, signed(ann, mike), /^Ann Author sends/)
  check('the committer signs, the author does not', mike, signed(mike), /^Ann Author is the author/)
  check('a name beyond ASCII, with quotes', jurgen, signed(ann, jurgen), /^$/)
  check('a name beyond ASCII, not signed', jurgen, signed(ann), /^Jürgen "Jo" Maintainer passes/)
  check('GitHub, for whoever pressed a button', github, signed(ann), /^$/)
})

test('a name that is longer than a line', async () => {
  const long = { name: 'é'.repeat(600), address: 'jo@example.org' }
  expect(await ofRange(committed(long, signed(ann)))).toMatch(/^é{100} passes on this patch/)
})

test('a log that holds the first lines of another mail is one commit', async () => {
  const forged = `From ${'1'.repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: Else <else@example.org>\n\n`
  const dir = committed(mike, `${forged}>From me.\n\n${signed(ann)}`)
  const bodies: string[] = []
  for await (const mail of opened('HEAD~..HEAD', dir)) bodies.push((await parseMessage(mail)).body)
  expect(bodies).toHaveLength(1)
  expect(bodies[0]).toContain(`It stays on.\n\n${forged}>From me.\n`)
  expect(await ofRange(dir)).toMatch(/^Mike Maintainer passes on this patch/)
})

test('a commit that refs/replace hides is judged', async () => {
  const dir = committed(mike, signed(ann))
  const good = runGit(dir, ['commit-tree', 'HEAD^{tree}', '-p', 'HEAD~', '-m', 'lamp: x']).trim()
  runGit(dir, ['replace', runGit(dir, ['rev-parse', 'HEAD']).trim(), good])
  expect(await ofRange(dir)).toMatch(/^Mike Maintainer passes on this patch/)
})

describe('who sends a commit in a file', () => {
  const check = (name: string, committer: Person, tags: string, words: RegExp) =>
    test(name, async () => {
      const dir = committed(committer, tags)
      const file = join(dir, 'a.patch')
      writeFileSync(file, runGit(dir, ['format-patch', '-1', '--stdout']))
      expect(await said(opened(file, dir))).toMatch(words)
    })
  check('nobody knows: signed by a maintainer', mike, signed(ann, mike), /^$/)
  check('nobody knows: signed by its author', mike, signed(ann), /^$/)
  check('its author has to sign all the same', mike, signed(mike), /^Ann Author is the author/)
})

describe('who sends a patch that only has a From:', () => {
  const check = (name: string, head: string, words: RegExp) =>
    test(name, async () => {
      const dir = committed(mike, signed(ann, mike))
      const file = join(dir, 'a.patch')
      const patch = runGit(dir, ['format-patch', '-1', '--stdout']).replace(
        /^From [0-9a-f].*\n/,
        '',
      )
      writeFileSync(file, `${head}${patch}`)
      expect(await said(opened(file, dir))).toMatch(words)
    })
  check('nobody knows: a file of quilt', '', /^$/)
  check('its author: a mail', 'Message-ID: <1@example.org>\n', /^Ann Author sends/)
  check('its author: a mail to be sent', 'To: lamps@lists.example.org\n', /^Ann Author sends/)
})

test('a commit is the same patch in a file and in a range', async () => {
  const dir = committed(mike, signed(ann, mike))
  const file = join(dir, 'a.patch')
  const options = ['format-patch', '-1', '--stdout', '--full-index', '--no-signature']
  writeFileSync(file, runGit(dir, options))
  const [inFile] = await idsOf(opened(file, dir))
  const [inRange] = await idsOf(opened('HEAD~..HEAD', dir))
  expect(inRange).toBe(inFile)
})

async function idsOf(mails: AsyncIterable<RawMail>): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const mail of mails) ids.push((await parseMessage(mail)).messageId)
  return ids
}
