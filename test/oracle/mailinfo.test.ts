import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseMessage } from '../../src/mail/message.ts'
import { patchText } from '../../src/mail/patch-text.ts'
import { parseSubject } from '../../src/mail/subject.ts'
import type { RawMail } from '../../src/model.ts'
import { openInput } from '../../src/sources/open.ts'

/**
 * Other projects' suites as oracles. The data is not ours, so it lies beside the repository, not
 * in it.
 */
const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url))

interface MailinfoCase {
  readonly id: string
  readonly input: string
  readonly index: number
  readonly expect: { readonly info: string; readonly msg: string; readonly patch: string }
}

interface PatchworkCase {
  readonly id: string
  readonly kind: string
  /** The arguments of the function that patchwork's own test calls. */
  readonly input: readonly (string | readonly string[])[]
  readonly expect: unknown
}

interface SashikoCase {
  readonly id: string
  readonly kind: string
  readonly input: string
  readonly expect: unknown
}

const file = `${corpus}oracles/cases.json`
const present = existsSync(file)
const mailinfo: readonly MailinfoCase[] = readSuite('git-t5100')
const patchwork: readonly PatchworkCase[] = readSuite('patchwork-subject')
const sashiko: readonly SashikoCase[] = readSuite('sashiko-subject')

function readSuite(name: string) {
  if (!present) return []
  return JSON.parse(readFileSync(file, 'utf8')).filter((c: { suite: string }) => c.suite === name)
}

test('the corpus is there, or this is no CI', () => {
  const here = present || process.env['CI'] === undefined
  expect(here, `CI must have the corpus at ${corpus}: these oracles did not run`).toBe(true)
})

if (present) {
  describe('git t5100: mailinfo', () => {
    for (const c of mailinfo) test(c.id, () => checkMailinfo(c))
  })
  describe('patchwork: subjects', () => {
    for (const c of patchwork) test(c.id, () => checkPatchwork(c))
  })
  describe('Sashiko: subjects', () => {
    for (const c of sashiko) test(c.id, () => checkSashiko(c))
  })
}

function oracle(path: string): string {
  return readFileSync(`${corpus}oracles/${path}`, 'latin1')
}

async function nthMail(path: string, index: number): Promise<RawMail> {
  const mails: RawMail[] = []
  const options = { stdin: null, since: null, until: null, msgid: null, cwd: corpus, repo: null }
  for await (const mail of openInput(`${corpus}oracles/${path}`, options)) mails.push(mail)
  const mail = mails[index - 1]
  if (mail === undefined) throw new Error(`${path} has ${mails.length} mails`)
  return mail
}

async function checkMailinfo(c: MailinfoCase): Promise<void> {
  const files = c.expect
  const message = await parseMessage(await nthMail(c.input, c.index))
  const text = patchText(message)
  const info = new Map(
    Buffer.from(oracle(files.info), 'latin1')
      .toString('utf8')
      .split('\n')
      .map((line) => [line.split(': ', 1)[0] ?? '', line.slice(line.indexOf(': ') + 2)]),
  )
  const author = text?.author ?? message.from
  expect(author.address).toBe(info.get('Email') ?? '')
  // git puts the address where there is no (sane) name.
  expect(author.name === '' ? author.address : author.name).toBe(info.get('Author') ?? '')
  expect(text?.title ?? message.subject.title).toBe(info.get('Subject') ?? '')
  // git's patch begins at "---"; ours is the diff, which must be its end, byte for byte. git
  // mailsplit counts the blank line in front of the next mail as part of this one.
  const patch = oracle(files.patch).trimEnd()
  const start = patch.search(/^diff -/m)
  // git cuts mails without a diff as well; for us they are no patches.
  if (text === null) expect(start).toBe(-1)
  if (text === null) return
  const log = text.log.map((line) => `${line.text}\n`).join('')
  expect(log).toBe(Buffer.from(oracle(files.msg), 'latin1').toString('utf8'))
  const first = text.diff[0]?.mailLine ?? Infinity
  const lines = Buffer.from(message.bodyBytes)
    .toString('latin1')
    .split('\n')
    .slice(first - 1)
  expect(lines.join('\n').trimEnd()).toBe(patch.slice(start))
}

function checkPatchwork(c: PatchworkCase): void {
  const [first = '', second = []] = c.input
  if (c.kind === 'subject:clean_subject') {
    const line = String(first)
    const prefixes = prefixesOf(line, words(second))
    const { title } = parseSubject(line)
    // patchwork writes the prefixes that are left in front again.
    const cleaned = prefixes.length === 0 ? title : `[${prefixes.join(',')}] ${title}`
    expect([cleaned, prefixes]).toEqual(c.expect)
  } else if (c.kind === 'subject:split_prefixes') {
    const without = [c.expect].flat().filter((word) => word !== 'PATCH')
    expect(prefixesOf(bracketed([String(first)], 'x'), [])).toEqual(without)
  } else if (c.kind === 'subject:parse_series_marker') {
    const { counter, expected } = parseSubject(bracketed(words(first), 'x'))
    expect([counter, expected]).toEqual(c.expect)
  } else {
    expect(c.kind).toBe('subject:parse_version')
    expect(parseSubject(bracketed(words(second), String(first))).revision).toBe(c.expect)
  }
}

function words(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value
}

function bracketed(prefixes: readonly string[], title: string): string {
  return prefixes.length === 0 ? title : `[${prefixes.join(' ')}] ${title}`
}

/** As patchwork counts prefixes: tags and counter, without those to be dropped. */
function prefixesOf(line: string, dropped: readonly string[]): readonly string[] {
  const { tags, counter, expected } = parseSubject(line)
  const kept = tags.filter((tag) => !dropped.includes(tag.toLowerCase()))
  return counter === null ? kept : [...kept, `${counter}/${expected}`]
}

function checkSashiko(c: SashikoCase): void {
  const subject = parseSubject(c.input)
  const said = JSON.stringify(c.expect)
  if (c.kind === 'subject:clean_subject') expect(JSON.stringify(subject.title)).toBe(c.expect)
  else if (c.kind === 'subject:parse_subject_version')
    expect(subject.revision).toBe(Number(/\d+/.exec(said)?.[0] ?? 1))
  else if (c.kind === 'subject:get_subject_prefixes')
    expect(subject.tags).toEqual([...said.matchAll(/\\"(.*?)\\"/g)].map((m) => m[1]))
  else expect([subject.counter, subject.expected]).toEqual(c.expect)
}
