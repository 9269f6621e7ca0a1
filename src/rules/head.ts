import type { Patch, Trailer } from '../model.ts'
import type { Head, HeadTest, WordList } from '../rulebook.ts'
import { compileGlob } from '../facts/general/glob.ts'
import type { Fail } from './fence.ts'
import { nearest } from './nearest.ts'
import { compileRegex, readRegex } from './regex.ts'

/** `[no] Key: value` as a rule's Match section writes it; null (and an error told) when it is not one. */
export function readHead(
  text: string,
  line: number,
  lists: readonly string[],
  fail: Fail,
): Head | null {
  const match = /^(no\s+)?([A-Z][A-Za-z-]*):\s+(not\s+)?(\S.*)$/.exec(text.trimEnd())
  if (match === null) {
    fail(line, `a head reads "[no] Key: value", found "${text}"`)
    return null
  }
  const [, none, key = '', negated, value = ''] = match
  const test = readTest(value, negated !== undefined, line, lists, fail)
  return test === null ? null : { no: none !== undefined, key, test, text: text.trim(), line }
}

function readTest(
  value: string,
  not: boolean,
  line: number,
  lists: readonly string[],
  fail: Fail,
): HeadTest | null {
  if (/^\/.*\/[a-z]*$/.test(value)) {
    const regex = readRegex(value, (what) => fail(line, what))
    return regex === null ? null : { kind: 'regex', not, ...regex }
  }
  const list = /^\{([\w-]+)\}$/.exec(value)?.[1]
  if (list !== undefined) {
    if (!lists.includes(list)) fail(line, `no list rules/lists/${list}.txt${nearest(list, lists)}`)
    return { kind: 'list', not, name: list }
  }
  const hole = /^\$([A-Z][A-Z0-9_]*)$/.exec(value)?.[1]
  if (hole !== undefined && not) {
    fail(line, `"not $${hole}": a hole takes any text, so nothing is left for "not"`)
    return null
  }
  if (hole !== undefined) return { kind: 'hole', name: hole }
  return { kind: 'glob', not, glob: value }
}

export interface HeadHit {
  readonly text: string
  readonly mailLine: number | null
  readonly trailer: Trailer | null
}

/** A compiled head: the lines of a patch for which its test holds. */
export type HeadTester = (patch: Patch) => readonly HeadHit[]

export function compileHead(head: Head, lists: ReadonlyMap<string, WordList>): HeadTester {
  const holds = tester(head.test, lists)
  return (patch) => candidates(head.key, patch).filter((hit) => holds(hit.text))
}

function candidates(key: string, patch: Patch): readonly HeadHit[] {
  const plain = (text: string): HeadHit => ({ text, mailLine: null, trailer: null })
  const { message, text } = patch
  switch (key) {
    case 'Subject':
      return [plain(text.title)]
    case 'Tag':
      return message.subject.tags.map(plain)
    case 'Message':
      return [plain(text.log.map((line) => line.text).join('\n'))]
    case 'Notes':
      return [plain(text.notes.map((line) => line.text).join('\n'))]
    case 'From':
      return [plain(`${text.author.name} <${text.author.address}>`)]
    case 'To':
      return [...message.to, ...message.cc].map(({ name, address }) =>
        plain(`${name} <${address}>`),
      )
    default:
      return text.trailers
        .filter((trailer) => trailer.key.toLowerCase() === key.toLowerCase())
        .map((trailer) => ({ text: trailer.value, mailLine: trailer.mailLine, trailer }))
  }
}

function tester(test: HeadTest, lists: ReadonlyMap<string, WordList>): (text: string) => boolean {
  switch (test.kind) {
    case 'regex': {
      const pattern = compileRegex(test.source, test.flags)
      return (text) => pattern.matcher(text).find() !== test.not
    }
    case 'list': {
      const globs = (lists.get(test.name)?.words ?? []).map((word) =>
        compileGlob(word.toLowerCase(), false),
      )
      return (text) =>
        addresses(text).some((form) => globs.some((glob) => glob(form.toLowerCase()))) !== test.not
    }
    case 'glob': {
      const glob = compileGlob(test.glob, false)
      return (text) => glob(text) !== test.not
    }
    default:
      return (text) => text !== ''
  }
}

/** A trailer's value as written, without its `# v5.10+` comment, and every address in it. */
function addresses(value: string): readonly string[] {
  const short = value.slice(0, 2000)
  const bare = (short.split(/[#[]/, 1)[0] ?? '').trim()
  return [short, bare, ...(bare.match(/(?<![^\s<>,()])[^\s<>,()]+@[^\s<>,()]+/g) ?? [])]
}
