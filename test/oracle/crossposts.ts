import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { askGit } from './am.ts'
import { type Case, corpus, indexed } from './corpus.ts'
import { type Finding, findingsOf, lintFiles } from './lint.ts'
import { authorOf, type Mail, numstatOf, parse, parseOne, totalsOf } from './parsed.ts'

interface Pair {
  readonly message_id: string
  readonly files: readonly [string, string]
  readonly add: number
  readonly del: number
  readonly reply: 0 | 1
}

/** Patches that two lists sent on, each in its own way: what is understood and said must be the same. */
export function crosspostCases(): readonly Case[] {
  const pairs: readonly Pair[] = indexed('crossposts')
  const found = once(async () =>
    Promise.all(
      [0, 1].map(async (side) => {
        const paths = pairs.map((pair) => pathOf(pair.files[side] ?? ''))
        return byMail(findingsOf(await lintFiles(paths)))
      }),
    ),
  )
  const same = pairs.map((pair) => ({
    suite: 'crossposts',
    id: `${pair.files[0].slice(0, 3)} ${pair.message_id}`,
    check: async () => {
      const [one, two] = [
        await parseOne(pathOf(pair.files[0])),
        await parseOne(pathOf(pair.files[1])),
      ]
      expect(factsOf(one)).toEqual(factsOf(two))
      await checkCounts(one, pair)
      const [first, second] = (await found()).map((side) => side.get(one.messageId) ?? [])
      expect(first).toEqual(second)
    },
  }))
  const some = {
    suite: 'crossposts',
    id: 'there are findings to compare',
    check: async () => {
      for (const side of await found()) expect(side.size).toBeGreaterThan(0)
    },
  }
  const single = {
    suite: 'crossposts',
    id: 'all copies in one input: each patch stands in one series, once',
    check: async () => {
      const { messages, series } = await parse(pairs.flatMap((pair) => pair.files.map(pathOf)))
      expect(messages.length).toBe(2 * pairs.length)
      const ids = series.flatMap((posting) => posting.messageIds)
      const patches = messages.filter(({ kind }) => kind === 'patch' || kind === 'cover')
      const wanted = new Set(patches.map((mail) => mail.messageId))
      expect(ids.toSorted()).toEqual([...wanted].toSorted())
    },
  }
  return [...same, some, single]
}

/** The index counted replies without joining flowed lines (070, 135, 149); for those git is asked. */
async function checkCounts(mail: Mail, pair: Pair): Promise<void> {
  if (pair.reply === 0) {
    const { files, add, del } = totalsOf(mail)
    expect([files > 0, add, del]).toEqual([true, pair.add, pair.del])
    return
  }
  const { numstat } = await askGit(readFileSync(pathOf(pair.files[0])))
  if (numstat === null) expect(mail.patchStatus).not.toBe('ok')
  else expect(numstatOf(mail)).toEqual(numstat)
}

function pathOf(file: string): string {
  return `${corpus}crossposts/${file}`
}

function factsOf(mail: Mail) {
  const { messageId, kind, patchStatus } = mail
  const { title, tags, revision, counter, expected } = mail.subject
  const author = authorOf(mail)
  const numstat = numstatOf(mail)
  // Two lists fold long subjects behind commas, with a blank that was not there (208, 217).
  const letters = title.replaceAll(' ', '')
  return {
    messageId,
    kind,
    patchStatus,
    letters,
    tags,
    revision,
    counter,
    expected,
    author,
    numstat,
  }
}

/** Without the line in the mail, which a list's header or footer may move. */
function byMail(findings: readonly Finding[]): ReadonlyMap<string, readonly unknown[]> {
  const sorted = new Map<string, unknown[]>()
  for (const { rule, messageId, text, anchor } of findings) {
    const said = { rule, text, anchor: { ...anchor, mailLine: null } }
    sorted.set(messageId, [...(sorted.get(messageId) ?? []), said])
  }
  return sorted
}

/** Made when the first asks for it, and then the same for all. */
function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | null = null
  return () => (made ??= make())
}
