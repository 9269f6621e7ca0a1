import type { Example, PatternLine, Rule } from '../model.ts'
import { nearest } from './nearest.ts'
import { boundHoles, type Fail, type Fence, readMatch } from './read-match.ts'

/** What is wrong with a rule file, for its author: "rules/kvm/x.md:14: unknown verb "handels"; did you mean "handles"?". */
export interface RuleError {
  readonly file: string
  readonly line: number
  readonly what: string
}

export type ReadRule = { readonly rule: Rule } | { readonly errors: readonly RuleError[] }

const KEYS = ['severity', 'files', 'source', 'since', 'maturity', 'speaks', 'scope'] as const
const SECTIONS = ['Match', 'Comment', 'Fix', 'Examples', 'Measured'] as const

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
  if (!lines.includes('---', 1)) {
    fail(1, 'the keys are not closed by a line "---"')
    return { errors }
  }
  const keys = readKeys(lines, fail)
  const body = readBody(lines, keys.next, fail)
  const match = readMatch(body.match, lists, fail)
  const severity = keys.values.get('severity')
  const rule: Rule = {
    id,
    file,
    title: body.title,
    why: body.why,
    severity: oneOf(severity, ['error', 'warning', 'note'], 'warning', 'severity', fail),
    maturity: oneOf(
      keys.values.get('maturity'),
      ['stable', 'nursery'],
      'nursery',
      'maturity',
      fail,
    ),
    always:
      oneOf(keys.values.get('speaks'), ['always', 'by-maturity'], 'by-maturity', 'speaks', fail) ===
      'always',
    scope: oneOf(
      keys.values.get('scope'),
      ['hunk', 'function', 'file', 'series'],
      'hunk',
      'scope',
      fail,
    ),
    source: words(keys.values.get('source')?.value),
    files: words(keys.values.get('files')?.value),
    ...match,
    comment: (body.comment?.lines ?? []).join('\n').trim(),
    fix: signedLines(body.fix),
    examples: body.examples,
    measured: body.measured,
  }
  if (rule.comment === '')
    fail(1, 'no "## Comment" section with a fenced text: what shall the rule say?')
  if (rule.heads.length + rule.pattern.length + rule.clauses.length === 0)
    fail(1, 'no "## Match" section with a fenced diff: when shall the rule speak?')
  checkHoles(body.comment, boundHoles(match), fail)
  checkHoles(body.fix, boundHoles(match), fail)
  return errors.length > 0 ? { errors } : { rule }
}

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
    const match = /^([A-Za-z-]+):\s*((?!\s).*)$/.exec(line)
    const key = match?.[1] ?? ''
    if (match === null) fail(i + 1, `expected "key: value", found "${line}"`)
    else if (!KEYS.some((known) => known === key))
      fail(i + 1, `unknown key "${key}"${nearest(key, KEYS)}`)
    else if (values.has(key)) fail(i + 1, `key "${key}" stands twice`)
    else values.set(key, { value: match[2] ?? '', line: i + 1 })
  }
  fail(1, 'the keys are not closed by a line "---"')
  return { values, next: lines.length }
}

function oneOf<const T extends string>(
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

/** A line of a rule file outside its fences. */
interface TextAt {
  readonly text: string
  /** Counts from 1 in the file. */
  readonly line: number
}

interface Body {
  readonly title: string
  readonly why: string
  readonly match: Fence | null
  readonly comment: Fence | null
  readonly fix: Fence | null
  readonly measured: readonly TextAt[]
  readonly examples: readonly Example[]
}

function readBody(lines: readonly string[], from: number, fail: Fail): Body {
  let title = ''
  const why: string[] = []
  let section = ''
  let name = ''
  let match: Fence | null = null
  let comment: Fence | null = null
  let fix: Fence | null = null
  let tree: string | null = null
  const measured: TextAt[] = []
  const examples: Example[] = []
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] ?? ''
    const heading = /^(#{1,3})\s+((?!\s).*)$/.exec(line)
    const fence = /^(`{3,})/.exec(line)?.[1]
    const isTree = section === 'Examples' && /^`{3,}tree\s*$/.test(line)
    if (fence !== undefined) {
      const end = lines.indexOf(fence, i + 1)
      if (end === -1) {
        fail(i + 1, 'this fence is not closed')
        break
      }
      const inside = { lines: lines.slice(i + 1, end), line: i + 2 }
      if (section === 'Match' && match === null) match = inside
      else if (section === 'Comment' && comment === null) comment = inside
      else if (section === 'Fix' && fix === null) fix = inside
      else if (section === 'Match' || section === 'Comment' || section === 'Fix')
        fail(i + 1, `a second fence for "## ${section}"`)
      else if (isTree) tree = inside.lines.join('\n')
      else if (section === 'Examples') {
        examples.push({ name, text: inside.lines.join('\n'), line: i + 2, tree })
        tree = null
      } else if (section === '') why.push(...lines.slice(i, end + 1))
      i = end
    } else if (heading === null) {
      if (section === '') why.push(line)
      if (section === 'Measured' && line.trim() !== '') measured.push({ text: line, line: i + 1 })
    } else if (heading[1] === '#') title = heading[2] ?? ''
    else if (heading[1] === '###') name = heading[2] ?? ''
    else {
      section = heading[2] ?? ''
      if (!SECTIONS.some((known) => known === section))
        fail(i + 1, `unknown section "${section}"${nearest(section, SECTIONS)}`)
    }
  }
  if (title === '') fail(from + 1, 'no title: a line "# What is wrong"')
  return { title, why: why.join('\n').trim(), match, comment, fix, measured, examples }
}

function signedLines(fence: Fence | null): readonly PatternLine[] {
  return (fence?.lines ?? []).map((text, i) => {
    const sign = text.startsWith('+') ? '+' : text.startsWith('-') ? '-' : ' '
    return { sign, text: text.slice(1), line: (fence?.line ?? 1) + i }
  })
}

/** A misspelt hole would leave its sentence out for ever. */
function checkHoles(comment: Fence | null, bound: ReadonlySet<string>, fail: Fail): void {
  comment?.lines.forEach((text, i) => {
    for (const [, hole = ''] of text.matchAll(/\$([A-Z][A-Z0-9_]*)/g)) {
      if (!bound.has(hole))
        fail(comment.line + i, `nothing binds $${hole}${nearest(hole, [...bound])}`)
    }
  })
}

/** One line per error, with how many there are. */
export function ruleErrors(errors: readonly RuleError[]): string {
  const lines = errors.map(({ file, line, what }) => `${file}:${line}: ${what}`)
  return `${errors.length === 1 ? 'a rule is' : 'rules are'} broken:\n${lines.join('\n')}`
}
