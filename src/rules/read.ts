import type {
  Clause,
  Example,
  Head,
  Maturity,
  PatternLine,
  Rule,
  Severity,
  Term,
} from '../model.ts'
import { VERBS, verbNamed } from '../facts/verbs.ts'
import { readHead } from './head.ts'
import { nearest } from './nearest.ts'

/** What is wrong with a rule file, for its author: "rules/kvm/x.md:14: unknown verb "handels"; did you mean "handles"?". */
export interface RuleError {
  readonly file: string
  readonly line: number
  readonly what: string
}

export type ReadRule = { readonly rule: Rule } | { readonly errors: readonly RuleError[] }

const KEYS = ['severity', 'files', 'source', 'since', 'maturity'] as const
const SECTIONS = ['Match', 'Comment', 'Fix', 'Examples'] as const

/** Reads one rule file (Markdown; see CONTRIBUTING.md for its form). All errors are given, not the first. */
export function readRule(
  id: string,
  file: string,
  text: string,
  lists: readonly string[],
): ReadRule {
  const errors: RuleError[] = []
  const fail = (line: number, what: string): void => {
    errors.push({ file, line, what })
  }
  const lines = text.replace(/\r\n/g, '\n').split('\n')
  const keys = readKeys(lines, fail)
  const body = readBody(lines, keys.next, fail)
  const match = readMatch(body.match, lists, fail)
  const severity = keys.values.get('severity')
  const rule: Rule = {
    id,
    file,
    title: body.title,
    why: body.why,
    severity: oneOf(severity, ['error', 'warning', 'note'] as const, 'warning', 'severity', fail),
    maturity: oneOf(
      keys.values.get('maturity'),
      ['stable', 'nursery'] as const,
      'nursery',
      'maturity',
      fail,
    ),
    source: words(keys.values.get('source')?.value),
    files: words(keys.values.get('files')?.value),
    ...match,
    comment: body.comment.trim(),
    examples: body.examples,
  }
  if (rule.comment === '')
    fail(1, 'no "## Comment" section with a fenced text: what shall the rule say?')
  if (rule.heads.length + rule.pattern.length + rule.clauses.length === 0)
    fail(1, 'no "## Match" section with a fenced diff: when shall the rule speak?')
  return errors.length > 0 ? { errors } : { rule }
}

type Fail = (line: number, what: string) => void

interface Key {
  readonly value: string
  readonly line: number
}

function readKeys(
  lines: readonly string[],
  fail: Fail,
): { values: ReadonlyMap<string, Key>; next: number } {
  const values = new Map<string, Key>()
  if (lines[0] !== '---') {
    fail(1, 'a rule file begins with a line "---", its keys, and a line "---"')
    return { values, next: 0 }
  }
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i] ?? ''
    if (line === '---') return { values, next: i + 1 }
    const match = /^([A-Za-z-]+):\s*(.*)$/.exec(line)
    const key = match?.[1] ?? ''
    if (match === null) fail(i + 1, `expected "key: value", found "${line}"`)
    else if (!KEYS.some((known) => known === key))
      fail(i + 1, `unknown key "${key}"${nearest(key, KEYS)}`)
    else values.set(key, { value: match[2] ?? '', line: i + 1 })
  }
  fail(1, 'the keys are not closed by a line "---"')
  return { values, next: lines.length }
}

function oneOf<T extends Severity | Maturity>(
  key: Key | undefined,
  allowed: readonly T[],
  otherwise: T,
  name: string,
  fail: Fail,
): T {
  if (key === undefined) return otherwise
  const found = allowed.find((value) => value === key.value)
  if (found === undefined) fail(key.line, `${name} is "${key.value}"${nearest(key.value, allowed)}`)
  return found ?? otherwise
}

function words(value: string | undefined): readonly string[] {
  return (value ?? '').split(/[\s,]+/).filter((word) => word !== '')
}

interface Fence {
  readonly lines: readonly string[]
  /** Line number of the first line inside. */
  readonly line: number
}

interface Body {
  readonly title: string
  readonly why: string
  readonly match: Fence | null
  readonly comment: string
  readonly examples: readonly Example[]
}

function readBody(lines: readonly string[], from: number, fail: Fail): Body {
  let title = ''
  const why: string[] = []
  let section = ''
  let name = ''
  let match: Fence | null = null
  let comment = ''
  const examples: Example[] = []
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] ?? ''
    const heading = /^(#{1,3})\s+(.*)$/.exec(line)
    const fence = /^(`{3,})/.exec(line)?.[1]
    if (fence !== undefined) {
      const end = lines.indexOf(fence, i + 1)
      if (end === -1) {
        fail(i + 1, 'this fence is not closed')
        break
      }
      const inside = { lines: lines.slice(i + 1, end), line: i + 2 }
      if (section === 'Match') match = inside
      else if (section === 'Comment') comment = inside.lines.join('\n')
      else if (section === 'Examples')
        examples.push({ name, text: inside.lines.join('\n'), line: i + 2 })
      else if (section === '') why.push(...lines.slice(i, end + 1))
      i = end
    } else if (heading === null) {
      if (section === '') why.push(line)
    } else if (heading[1] === '#') title = heading[2] ?? ''
    else if (heading[1] === '###') name = heading[2] ?? ''
    else {
      section = heading[2] ?? ''
      if (!SECTIONS.some((known) => known === section))
        fail(i + 1, `unknown section "${section}"${nearest(section, SECTIONS)}`)
    }
  }
  if (title === '') fail(from + 1, 'no title: a line "# What is wrong"')
  return { title, why: why.join('\n').trim(), match, comment, examples }
}

interface MatchParts {
  readonly heads: readonly Head[]
  readonly pattern: readonly PatternLine[]
  readonly clauses: readonly Clause[]
}

function readMatch(fence: Fence | null, lists: readonly string[], fail: Fail): MatchParts {
  const heads: Head[] = []
  const pattern: PatternLine[] = []
  const clauses: Clause[] = []
  fence?.lines.forEach((text, i) => {
    const line = fence.line + i
    if (/^(?:where|and)\s/.test(text)) {
      const clause = readClause(text, line, lists, fail)
      if (clause !== null) clauses.push(clause)
    } else if (/^(?:no\s+)?[A-Z][A-Za-z-]*:\s/.test(text)) {
      const head = readHead(text, line, lists, fail)
      if (head !== null) heads.push(head)
    } else if (/^[ +-]/.test(text)) {
      const sign = text.startsWith('+') ? '+' : text.startsWith('-') ? '-' : ' '
      pattern.push({ sign, text: text.slice(1), line })
    } else if (text.trim() !== '') {
      fail(
        line,
        `"${text}" is no head ("Key: value"), no diff line (" ", "+" or "-" first) and no "where" clause`,
      )
    } else if (pattern.length > 0) pattern.push({ sign: ' ', text: '', line })
  })
  return { heads, pattern: trimEmpty(pattern), clauses }
}

function trimEmpty(pattern: readonly PatternLine[]): readonly PatternLine[] {
  const last = pattern.findLastIndex((line) => line.text.trim() !== '')
  return pattern.slice(0, last + 1)
}

function readClause(
  text: string,
  line: number,
  lists: readonly string[],
  fail: Fail,
): Clause | null {
  const parts = text.trim().split(/\s+/).slice(1)
  const negated = parts[0] === 'not'
  if (negated) parts.shift()
  const [subject, verb, ...rest] = parts
  const object = rest.join(' ')
  if (subject === undefined || verb === undefined || object === '') {
    fail(line, `a clause reads "where [not] term verb term", found "${text}"`)
    return null
  }
  const known = verbNamed(verb)
  if (known === null) {
    fail(
      line,
      `unknown verb "${verb}"${nearest(
        verb,
        VERBS.flatMap((v) => [v.name, ...v.aliases]),
      )}`,
    )
    return null
  }
  const terms = {
    subject: readTerm(subject, line, lists, fail),
    object: readTerm(object, line, lists, fail),
  }
  checkTerm(terms.subject, known.subjects, `subject of "${verb}"`, line, fail)
  checkTerm(terms.object, known.objects, `object of "${verb}"`, line, fail)
  return {
    negated,
    ...terms,
    verb: known.name,
    text: text.trim().replace(/^(?:where|and)\s+/, ''),
    line,
  }
}

function readTerm(text: string, line: number, lists: readonly string[], fail: Fail): Term {
  const hole = /^\$([A-Z][A-Z0-9_]*)$/.exec(text)?.[1]
  if (hole !== undefined) return { kind: 'hole', name: hole }
  if (text.startsWith('$')) fail(line, `"${text}" is no hole: a $ and capital letters`)
  const list = /^\{([\w-]+)\}$/.exec(text)?.[1]
  if (list === undefined) return { kind: 'word', text }
  if (!lists.includes(list)) fail(line, `no list rules/lists/${list}.txt${nearest(list, lists)}`)
  return { kind: 'list', name: list }
}

function checkTerm(
  term: Term,
  allowed: readonly string[],
  role: string,
  line: number,
  fail: Fail,
): void {
  const found = term.kind === 'hole' ? '$HOLE' : term.kind === 'list' ? '{list}' : term.text
  if (allowed.includes(found)) return
  fail(
    line,
    `${found} cannot be the ${role}; it takes ${allowed.join(' or ')}${nearest(found, allowed)}`,
  )
}

/** One line per error, with how many there are. */
export function ruleErrors(errors: readonly RuleError[]): string {
  const lines = errors.map(({ file, line, what }) => `${file}:${line}: ${what}`)
  return `${errors.length === 1 ? 'a rule is' : 'rules are'} broken:\n${lines.join('\n')}`
}
