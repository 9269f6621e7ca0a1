import { RE2JS } from 're2js'
import type { Side } from '../model.ts'
import type { ParseC } from './parser.ts'

/** A tree-sitter query for shapes a patch cannot say: the part of the language that matches in linear time. */
export interface Query {
  readonly side: Side
  readonly root: QueryNode
  readonly predicates: readonly Predicate[]
}

export interface QueryNode {
  /** Node kind; `_` for any named node; the text of an anonymous one: `"if"`. */
  readonly kind: string
  readonly isAnonymous: boolean
  readonly field: string | null
  /** `.` before it: it follows the sibling before, or is the first. */
  readonly anchored: boolean
  /** `.` behind the last child. */
  readonly closed: boolean
  readonly children: readonly QueryNode[]
  /** `[a b]`: any of these. */
  readonly ways: readonly QueryNode[]
  readonly captures: readonly string[]
}

interface Predicate {
  /** As written: `(#eq? @A "foo")`. */
  readonly text: string
  readonly capture: string
  readonly holds: (text: string, other: string | null) => boolean
  /** The other side of `#eq?`, when it is a capture. */
  readonly other: string | null
}

export type CompiledQuery =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly what: string; readonly row: number }

/** What makes a query wrong, and where it stands. */
class Fault {
  readonly what: string
  readonly at: number
  constructor(what: string, at: number) {
    this.what = what
    this.at = at
  }
}

/** Compiles and lints a query; `row` of an error counts from 0 in its text. */
export function compileQuery(parse: ParseC, source: string, side: Side): CompiledQuery {
  const rowOf = (at: number) => source.slice(0, at).split('\n').length - 1
  const wrong = (what: string, at: number) => ({ ok: false as const, what, row: rowOf(at) })
  if (source.length > 4000) return wrong('a query has at most 4000 characters', 0)
  const fault = parse.queryFault(source)
  if (fault !== null) return wrong(`tree-sitter says: ${fault.what}`, fault.offset)
  const read = readQuery(source)
  if (read instanceof Fault) return wrong(read.what, read.at)
  if (captureNames(source).length === 0)
    return wrong('no capture is a hole: write @NAME in capitals at what the comment is about', 0)
  return { ok: true, query: { ...read, side } }
}

interface Token {
  readonly text: string
  readonly at: number
}

const TOKENS = /;[^\n]*|"(?:[^"\\\n]|\\.)*"|[()[\].]|[@#!]?[\w?!-]+:?|[*+?]|\S/g

function readQuery(source: string): Omit<Query, 'side'> | Fault {
  const tokens: Token[] = [...source.matchAll(TOKENS)]
    .map(([text], i, all) => ({ text, at: all[i]?.index ?? 0 }))
    .filter(({ text }) => !text.startsWith(';'))
  const place = { tokens, next: 0, depth: 0, predicates: [] as Predicate[] }
  const root = readNode(place)
  if (root instanceof Fault) return root
  for (;;) {
    const token = place.tokens[place.next]
    if (token === undefined) break
    const inside = place.tokens[place.next + 1]?.text.startsWith('#') === true
    if (token.text !== '(' || !inside)
      return new Fault('a query has one pattern; write a rule for each', token.at)
    const predicate = readPredicate(place)
    if (predicate instanceof Fault) return predicate
  }
  return { root, predicates: place.predicates }
}

interface Place {
  readonly tokens: readonly Token[]
  next: number
  depth: number
  readonly predicates: Predicate[]
}

function readNode(place: Place): QueryNode | Fault {
  const start = place.tokens[place.next++]
  if (start === undefined) return new Fault('the query is empty', 0)
  const plain = {
    field: null,
    anchored: false,
    closed: false,
    children: [],
    ways: [],
    captures: [],
  }
  if (start.text.startsWith('"')) {
    const kind = unescaped(start)
    if (kind instanceof Fault) return kind
    return withCaptures({ ...plain, kind, isAnonymous: true }, place)
  }
  if (start.text === '_') return withCaptures({ ...plain, kind: '_', isAnonymous: false }, place)
  if (start.text !== '(' && start.text !== '[')
    return new Fault(
      `"${start.text}" is not understood here; there are (kind ...), [a b], "text", _ and @NAME`,
      start.at,
    )
  if (++place.depth > 30) return new Fault('a query nests at most 30 deep', start.at)
  const made = start.text === '[' ? readWays(place, start) : readChildren(place, start)
  place.depth--
  return made instanceof Fault ? made : withCaptures(made, place)
}

function readWays(place: Place, start: Token): QueryNode | Fault {
  const ways: QueryNode[] = []
  for (;;) {
    const token = place.tokens[place.next]
    if (token === undefined) return new Fault('this [ is not closed', start.at)
    if (token.text === ']') break
    const way = readNode(place)
    if (way instanceof Fault) return way
    ways.push(way)
  }
  place.next++
  return {
    kind: '_',
    isAnonymous: false,
    field: null,
    anchored: false,
    closed: false,
    children: [],
    captures: [],
    ways,
  }
}

function readChildren(place: Place, start: Token): QueryNode | Fault {
  const kind = place.tokens[place.next++]?.text ?? ''
  if (!/^\w+$/.test(kind))
    return new Fault(`a node kind is missing behind "(", found "${kind}"`, start.at)
  const children: QueryNode[] = []
  let anchored = false
  for (;;) {
    const token = place.tokens[place.next]
    if (token === undefined) return new Fault('this ( is not closed', start.at)
    if (token.text === ')') break
    if (token.text === '.') {
      anchored = true
      place.next++
    } else if (token.text === '(' && place.tokens[place.next + 1]?.text.startsWith('#') === true) {
      const predicate = readPredicate(place)
      if (predicate instanceof Fault) return predicate
    } else {
      const field = token.text.endsWith(':') ? token.text.slice(0, -1) : null
      if (field !== null) place.next++
      const child = readNode(place)
      if (child instanceof Fault) return child
      // Siblings that may stand anywhere are tried in every combination: that is not linear.
      if (children.length > 0 && !anchored && field === null)
        return new Fault(
          'two siblings need a "." between them (they follow each other), or a field name',
          token.at,
        )
      children.push({ ...child, field, anchored })
      anchored = false
    }
  }
  place.next++
  return {
    kind,
    isAnonymous: false,
    field: null,
    anchored: false,
    closed: anchored,
    children,
    ways: [],
    captures: [],
  }
}

function withCaptures(node: QueryNode, place: Place): QueryNode | Fault {
  const captures: string[] = []
  for (;;) {
    const token = place.tokens[place.next]
    if (token !== undefined && /^[*+?]$/.test(token.text))
      return new Fault(`"${token.text}" is not supported: it makes matching slow`, token.at)
    if (token === undefined || !token.text.startsWith('@')) break
    const name = token.text.slice(1)
    if (!/^(?:[A-Z][A-Z0-9_]*|_\w*)$/.test(name))
      return new Fault(
        `"@${name}" is no hole: write @NAME in capitals, or @_name to keep it from the comment`,
        token.at,
      )
    captures.push(name)
    place.next++
  }
  return { ...node, captures }
}

function readPredicate(place: Place): Predicate | Fault {
  const start = place.tokens[place.next + 1]
  const words: Token[] = []
  place.next += 2
  for (;;) {
    const token = place.tokens[place.next++]
    if (token === undefined) return new Fault('this predicate is not closed', start?.at ?? 0)
    if (token.text === ')') break
    words.push(token)
  }
  const name = start?.text ?? ''
  const texts: string[] = []
  for (const word of words) {
    const text = word.text.startsWith('"') ? unescaped(word) : word.text
    if (text instanceof Fault) return text
    texts.push(text)
  }
  const made = predicateOf(name, words, texts)
  if (typeof made === 'string') return new Fault(made, start?.at ?? 0)
  const text = `(${[name, ...words.map((word) => word.text)].join(' ')})`
  const predicate = { ...made, text }
  place.predicates.push(predicate)
  return predicate
}

/** What stands between the quotes. tree-sitter takes "\\d" for the letter d, which no author of a regex means. */
function unescaped({ text, at }: Token): string | Fault {
  const unknown = /\\[^\\"ntr0]/.exec(text.replaceAll('\\\\', '  '))
  if (unknown !== null) {
    const [found] = unknown
    const what = `unknown escape "${found}" in ${text}: write "\\${found}" for a backslash in a regex; there are \\\\, \\", \\n, \\t, \\r and \\0`
    return new Fault(what, at + unknown.index)
  }
  return text.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter)
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' }

function predicateOf(
  name: string,
  [capture, ...args]: readonly Token[],
  [, ...texts]: readonly string[],
): Omit<Predicate, 'text'> | string {
  const bare = name.replace(/^#/, '').replace(/\?$/, '')
  const negated = bare.startsWith('not-')
  if (capture?.text.startsWith('@') !== true)
    return `${name} begins with a capture: (${name} @NAME "text")`
  const other = args[0]?.text.startsWith('@') === true ? args[0].text.slice(1) : null
  const plain = { capture: capture.text.slice(1), other }
  switch (negated ? bare.slice(4) : bare) {
    case 'eq':
      return { ...plain, holds: (text, same) => (text === (same ?? texts[0])) !== negated }
    case 'any-of':
      return { ...plain, other: null, holds: (text) => texts.includes(text) !== negated }
    case 'match':
      return matchPredicate(plain.capture, texts[0] ?? '', negated)
    default:
      return `unknown predicate ${name}; there are #eq?, #match?, #any-of? and the same with not-`
  }
}

function matchPredicate(
  capture: string,
  source: string,
  negated: boolean,
): Omit<Predicate, 'text'> | string {
  try {
    const regex = RE2JS.compile(source)
    return { capture, other: null, holds: (text) => regex.matcher(text).find() !== negated }
  } catch (error) {
    return `regex /${source}/: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** The holes a query binds. */
export function captureNames(source: string): readonly string[] {
  return [...source.matchAll(/@([A-Z][A-Z0-9_]*)/g)].map(([, name]) => name ?? '')
}
