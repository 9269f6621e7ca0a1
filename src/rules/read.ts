import type { Example, Knowledge, Measured, Pack, PatternLine, Project, Rule } from '../rulebook.ts'
import { type Key, MATURITIES, oneOf, own, PROJECTS, readKeys, SEVERITIES } from './keys.ts'
import { holesOf } from '../c/holes.ts'
import { holesOfFix } from '../c/fix.ts'
import { type MeasuredLine, readMeasured } from './measured.ts'
import { nearest } from './nearest.ts'
import type { Fail, Fence } from './fence.ts'
import { boundHoles, readMatch } from './read-match.ts'
import { ruleTextOf } from './rule-text.ts'

/** What is wrong with a rule file, for its author: "rules/kvm/x.md:14: unknown verb "handels"; did you mean "handles"?". */
export interface RuleError {
  readonly file: string
  readonly line: number
  readonly what: string
}

export type ReadRule = { readonly rule: Rule } | { readonly errors: readonly RuleError[] }

export const KEYS = [
  'severity',
  'files',
  'source',
  'since',
  'maturity',
  'speaks',
  'scope',
  'project',
] as const
export const SECTIONS = ['Match', 'Comment', 'Fix', 'Examples', 'Measured'] as const

/** `project: any` in a rule: what its pack leaves to one project this rule asks of all. */
function projectOf(key: Key | undefined, pack: Pack | null, fail: Fail): Project | null {
  if (key === undefined) return pack?.project ?? null
  const named = oneOf(key, [...PROJECTS, 'any'] as const, 'any', 'project', fail)
  return named === 'any' ? null : named
}

/**
 * Reads one rule file (Markdown; see CONTRIBUTING.md for its form). What its keys leave open its pack says.
 * All errors are given, not the first.
 */
export function readRule(
  id: string,
  file: string,
  text: string,
  knowledge: Knowledge,
  pack: Pack | null = null,
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
  const keys = readKeys(lines, KEYS, 'a rule file', fail)
  const body = readBody(lines, keys.next, fail)
  const match = readMatch(body.match, knowledge, fail)
  const severity = keys.values.get('severity')
  const rule: Rule = {
    id,
    file,
    title: body.title,
    why: body.why,
    severity: oneOf(severity, SEVERITIES, pack?.severity ?? 'warning', 'severity', fail),
    maturity: oneOf(
      keys.values.get('maturity'),
      MATURITIES,
      pack?.maturity ?? 'nursery',
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
    project: projectOf(keys.values.get('project'), pack, fail),
    source: own(keys.values.get('source'), pack?.source),
    files: own(keys.values.get('files'), pack?.files),
    ...match,
    comment: (body.comment?.lines ?? []).join('\n').trim(),
    fix: signedLines(body.fix),
    examples: body.examples,
    ruleText: ruleTextOf(narrowing(keys.values), body.match),
    measured: measuredOf(body.measured, fail),
  }
  if (rule.comment === '')
    fail(1, 'no "## Comment" section with a fenced text: what shall the rule say?')
  const conditions = rule.heads.length + rule.pattern.length + rule.clauses.length
  if (conditions === 0 && rule.query === null)
    fail(1, 'no "## Match" section with a fenced diff: when shall the rule speak?')
  const bound = boundHoles(match, knowledge)
  checkHoles(body.comment, bound, fail)
  // What a fix keeps or takes away binds holes of its own.
  checkHoles(body.fix, new Set([...bound, ...holesOfFix(rule.fix)]), fail)
  return errors.length > 0 ? { errors } : { rule }
}

/** The keys that decide where the rule speaks, as the file has them, in one order. */
function narrowing(keys: ReadonlyMap<string, Key>): readonly string[] {
  return (['files', 'scope'] as const).flatMap((name) => {
    const value = keys.get(name)?.value.trim()
    return value === undefined ? [] : [`${name}: ${value}`]
  })
}

interface Body {
  readonly title: string
  readonly why: string
  readonly match: readonly Fence[]
  readonly comment: Fence | null
  readonly fix: Fence | null
  readonly measured: readonly MeasuredLine[]
  readonly examples: readonly Example[]
}

function readBody(lines: readonly string[], from: number, fail: Fail): Body {
  let title = ''
  const why: string[] = []
  let section = ''
  let name = ''
  const match: Fence[] = []
  let comment: Fence | null = null
  let fix: Fence | null = null
  let tree: string | null = null
  const measured: MeasuredLine[] = []
  const examples: Example[] = []
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] ?? ''
    const heading = /^(#{1,3})\s+((?!\s).*)$/.exec(line)
    const opened = /^(`{3,})([^`]*)$/.exec(line)
    if (opened !== null) {
      const [, fence = '', info = ''] = opened
      const isTree = section === 'Examples' && info.trim() === 'tree'
      const end = lines.indexOf(fence, i + 1)
      if (end === -1) {
        fail(i + 1, 'this fence is not closed')
        break
      }
      const inside = { lines: lines.slice(i + 1, end), line: i + 2, info: info.trim() }
      if (section === 'Match') match.push(inside)
      else if (section === 'Comment' && comment === null) comment = inside
      else if (section === 'Fix' && fix === null) fix = inside
      else if (section === 'Comment' || section === 'Fix')
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

function measuredOf(lines: readonly MeasuredLine[], fail: Fail): Measured | null {
  const read = lines.length === 0 ? null : readMeasured(lines)
  if (read === null || 'measured' in read) return read?.measured ?? null
  for (const { line, what } of read.errors) fail(line, what)
  return null
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
    for (const hole of holesOf(text)) {
      if (!bound.has(hole))
        fail(comment.line + i, `nothing binds $${hole}${nearest(hole, [...bound])}`)
    }
  })
}

/** So many are shown; a stranger's file may have as many as it has lines. */
const MOST_ERRORS = 50
const MOST_CHARACTERS = 1000

/** One line per error, with how many there are. */
export function ruleErrors(errors: readonly RuleError[]): string {
  const lines = errors
    .slice(0, MOST_ERRORS)
    .map(({ file, line, what }) => `${file}:${line}: ${what.slice(0, MOST_CHARACTERS)}`)
  const more = errors.length - lines.length
  return [
    `${errors.length === 1 ? 'a rule is' : 'rules are'} broken:`,
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n')
}
