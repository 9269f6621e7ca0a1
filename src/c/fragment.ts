import type { ErrorRange, ParseC, ParsedC } from './parser.ts'
import type { Syntax } from '../model.ts'
import { blankMacros } from './macros.ts'
import { blankComments } from './lexer.ts'

/** A fragment made parseable: `before` rows stand in front of its own. */
export interface Fragment {
  readonly syntax: Syntax
  /** Rows of invented text before the fragment's first row. */
  readonly before: number
}

/** Fragments longer than this are parsed in the first fitting context only: error recovery is slow. */
const MAX_TRIES_LENGTH = 60_000

/**
 * Parses a piece of C that was cut out of a file without regard to its grammar: tries contexts that
 * could have stood around it and keeps the one in which the parser understands most of its bytes.
 * A bare table is never parsed bare: that is quadratic in tree-sitter (200 kB: 19 s; wrapped: 48 ms).
 */
export function parseFragment(parse: ParseC, text: string, header: string): Fragment | null {
  const section = header.slice(0, 400)
  const written = openDirectives(text)
  const body = blankMacros(written)
  const shape = shapeOf(body)
  let best: { parsed: ParsedC; before: number; source: string } | null = null
  let least = Infinity
  const tried = new Set<string>()
  for (const { prefix, suffix } of contexts(body, shape, section)) {
    const whole = prefix + body + suffix
    if (tried.has(whole)) continue
    tried.add(whole)
    const parsed = parse(whole)
    // Out of time once is out of time in every context.
    if (parsed === null) break
    const cost = errorBytes(parsed.errors, prefix.length, prefix.length + body.length)
    if (cost < least) {
      least = cost
      const before = prefix === '' ? 0 : prefix.split('\n').length - 1
      best = { parsed, before, source: prefix + written + suffix }
    }
    if (least === 0 || text.length > MAX_TRIES_LENGTH) break
  }
  if (best === null) return null
  return { syntax: { ...best.parsed.copy(), source: best.source }, before: best.before }
}

/** Bytes that an error covers, plus one per error so that MISSING tokens (of no length) count. */
function errorBytes(errors: readonly ErrorRange[], from: number, to: number): number {
  let bytes = 0
  let upTo = 0
  for (const error of errors) {
    const start = Math.max(error.start, from, upTo)
    const end = Math.min(error.end, to)
    bytes += Math.max(0, end - start) + 1
    upTo = Math.max(upTo, end)
  }
  return bytes
}

/** `#else`/`#elif`/`#endif` without their `#if`, and `#if` without its end, become comments of equal length. */
function openDirectives(text: string): string {
  if (!/^[ \t]*#/m.test(text)) return text
  const lines = text.split('\n')
  const open: number[] = []
  const orphans: number[] = []
  lines.forEach((line, row) => {
    if (/^[ \t]*#[ \t]*if/.test(line)) open.push(row)
    else if (/^[ \t]*#[ \t]*endif/.test(line)) {
      if (open.pop() === undefined) orphans.push(row)
    } else if (/^[ \t]*#[ \t]*el(?:se|if)/.test(line) && open.length === 0) orphans.push(row)
  })
  for (const row of [...open, ...orphans]) {
    const line = lines[row] ?? ''
    lines[row] = '//'.padEnd(line.length).slice(0, line.length)
  }
  return lines.join('\n')
}

interface Shape {
  /** Closing brackets without their opening one, in order, and what stays open at the end. */
  readonly closes: readonly string[]
  readonly opens: readonly string[]
  /** The text begins inside a block comment. */
  readonly inComment: boolean
  readonly endsInComment: boolean
}

function shapeOf(text: string): Shape {
  const firstEnd = text.indexOf('*/')
  const firstStart = text.indexOf('/*')
  const inComment =
    firstEnd !== -1
      ? firstStart === -1 || firstEnd < firstStart
      : firstStart === -1 && /^[ \t]*\*(?:[ \t]|$)/.test(text)
  const lastEnd = text.lastIndexOf('*/')
  const lastStart = text.lastIndexOf('/*')
  const endsInComment = lastStart > lastEnd || (inComment && firstEnd === -1)
  const clean = blankComments((inComment ? '/*' : '') + text + (endsInComment ? '*/' : ''))
  const closes: string[] = []
  const opens: string[] = []
  for (const [c] of clean.matchAll(/[(){}[\]]/g)) {
    const partner = PARTNER[c]
    if (partner === undefined) opens.push(c)
    else if (opens.at(-1) === partner) opens.pop()
    else if (opens.length === 0) closes.push(c)
    else {
      // A stray bracket (macro bodies, #if branches): let the outermost one pair up.
      const at = opens.lastIndexOf(partner)
      if (at !== -1) opens.length = at
      else closes.push(c)
    }
  }
  return { closes, opens, inComment, endsInComment }
}

const PARTNER: Readonly<Record<string, string>> = { ')': '(', '}': '{', ']': '[' }
const CLOSER: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' }

interface Context {
  readonly prefix: string
  readonly suffix: string
}

/** Likely contexts first. Each prefix ends in a line feed, so that rows can be counted. */
function* contexts(body: string, shape: Shape, section: string): Generator<Context> {
  const comment = shape.inComment ? '/*\n' : ''
  const tail =
    (shape.endsInComment ? '*/' : '') +
    shape.opens
      .toReversed()
      .map((c) => CLOSER[c])
      .join('')
  const braces = shape.closes.filter((c) => c === '}').length
  const firstClose = shape.closes[0]
  const head = openHeader(section)

  if (isTable(section) || looksLikeTable(body)) {
    const extra = Math.max(0, braces - 1)
    const table = `int t[] = {${'{'.repeat(extra)}\n${comment}`
    yield { prefix: table, suffix: `${closeAll(tail)}${braces > 0 ? '' : '};'}` }
    yield { prefix: table, suffix: `${closeAll(tail)}};` }
  }
  if (firstClose === ')' && head !== null) {
    // Cut inside a signature or a call: the section line may be its beginning.
    yield { prefix: `${section}\n${comment}`, suffix: `\n${tail}` }
  }
  if (firstClose === ')') {
    yield { prefix: `void f(int a,\n${comment}`, suffix: `\n${tail}` }
    yield {
      prefix: `void f(void) {${'{'.repeat(Math.max(0, braces - 1))} f(a,\n${comment}`,
      suffix: `\n${tail}${braces > 0 ? '' : '}'}`,
    }
    yield {
      prefix: `void f(void) {${'{'.repeat(Math.max(0, braces - 1))} if (a &&\n${comment}`,
      suffix: `\n${tail}${braces > 0 ? '' : '}'}`,
    }
    yield { prefix: `#define M(a) f(\n${comment}`, suffix: `\n${tail}` }
  }
  const inside = startsInside(body, shape)
  if (head !== null && /^\s*\{[ \t]*(?:[\r\n]|$)/.test(body)) {
    // The hunk begins with the function's own brace.
    yield { prefix: `${head}\n${comment}`, suffix: `\n;${tail}` }
  }
  if (head !== null && (inside || braces > 0)) {
    yield {
      prefix: `${head}${'{'.repeat(Math.max(1, braces))}\n${comment}`,
      suffix: `\n;${tail}${braces > 0 ? '' : '}'}`,
    }
  }
  if (braces === 0 && !inside) yield { prefix: comment, suffix: `\n${tail}` }
  for (const opener of OPENERS) {
    const extra = '{'.repeat(Math.max(0, braces - 1))
    yield {
      prefix: `${opener}${extra}\n${comment}`,
      suffix: `\n${tail}${braces > 0 ? '' : (CLOSING[opener] ?? '}')}`,
    }
  }
  yield { prefix: comment, suffix: `\n${tail}` }
  yield { prefix: `void f(void) {{\n${comment}`, suffix: `\n;${tail}}}` }
  yield { prefix: `void f(void) { switch (a) {\n${comment}`, suffix: `\n;${tail}}}` }
  yield { prefix: `void f(void) { if (a) {\n${comment}`, suffix: `\n;${tail}` }
  yield { prefix: `void f(void) { do {\n${comment}`, suffix: `\n${tail}}` }
  yield { prefix: `int x =\n${comment}`, suffix: `\n${tail};` }
  yield { prefix: `void f(void) { a =\n${comment}`, suffix: `\n${tail};}` }
  yield { prefix: `void f(int a,\n${comment}`, suffix: `\n${tail})` }
  yield { prefix: `void f(void) { f(a,\n${comment}`, suffix: `\n${tail});}` }
  yield { prefix: `void f(void) { f("a"\n${comment}`, suffix: `\n${tail});}` }
  yield { prefix: `enum e {\n${comment}`, suffix: `\n${tail}};` }
}

/** What can stand around a fragment whose first unmatched bracket is a closing brace, or none. */
const OPENERS = [
  'void f(void) {',
  'struct s {',
  'int t[] = {',
  'enum e {',
  'void f(void) { switch (a) {',
] as const

const CLOSING: Readonly<Record<string, string>> = {
  'struct s {': '};',
  'int t[] = {': '};',
  'enum e {': '};',
  'void f(void) { switch (a) {': '}}',
}

function closeAll(tail: string): string {
  return `\n${tail}`
}

/** "static bool access_x(struct kvm_vcpu *vcpu, struct sys_reg_params *p," -> the same, closed. */
function openHeader(section: string): string | null {
  const text = section.trim()
  const paren = text.indexOf('(')
  if (paren <= 0 || !/^[A-Za-z_]/.test(text) || /[;={}]/.test(text)) return null
  const open = text.split('(').length - text.split(')').length
  if (open <= 0) return `${blankMacros(text)} `
  return `${blankMacros(text.replace(/,\s*$/, ''))}${')'.repeat(open)} `
}

function isTable(section: string): boolean {
  return /=\s*(?:\{\s*)?$/.test(section.trim()) && !section.includes(';')
}

/** Most lines are `{ ... },` rows, `[X] = ...,`, `.x = ...,` or bare values with commas. */
function looksLikeTable(body: string): boolean {
  const lines = body.split('\n').filter((line) => line.trim() !== '')
  if (lines.length === 0) return false
  let rows = 0
  for (const line of lines) {
    const end = line.trimEnd()
    const comma = end.endsWith('*/') ? /,\s*\/\*/.test(end.slice(0, -2)) : end.endsWith(',')
    if (comma && /^\s*[{}[.\w"'(]/.test(line) && !line.includes(';')) rows++
  }
  return rows * 10 >= lines.length * 7 && !/;\s*$/m.test(body)
}

/** The first line of code is indented: it stands inside something. */
function startsInside(body: string, shape: Shape): boolean {
  if (shape.closes.length > 0) return true
  const first = body
    .split('\n')
    .find((line) => line.trim() !== '' && !line.trim().startsWith('*') && !line.startsWith('#'))
  return first !== undefined && /^[ \t]/.test(first) && !/^\s*(?:\/\*|\/\/)/.test(first)
}
