import type { PatternLine, Sign, Syntax } from '../model.ts'
import type { ParseC } from './parser.ts'
import { children, textOf } from './walk.ts'

/** A node of a compiled pattern. */
export interface PatternNode {
  readonly kind: string
  /** Text of a leaf; null for a node with children. */
  readonly text: string | null
  readonly children: readonly PatternNode[]
  /** `$NAME`: binds the node that stands here. */
  readonly hole: string | null
  /** `...`: any run of siblings. */
  readonly dots: boolean
  /** Of the line it begins on. */
  readonly sign: Sign
}

/** The part of a pattern that one side's image must show. */
export interface SidePattern {
  /** One node, or a run of statements. */
  readonly roots: readonly PatternNode[]
  /** Node kind of the first root, for dispatch; `*` for a hole. */
  readonly kind: string
  /** The last changed statement (else token): the comment goes where it begins. */
  readonly anchor: PatternNode | null
}

export interface Pattern {
  readonly old: SidePattern | null
  readonly new: SidePattern | null
  /** Words that must stand on removed (added) lines: a file without them is not parsed. */
  readonly literals: { readonly old: readonly string[]; readonly new: readonly string[] }
}

export type CompiledPattern =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly what: string; readonly line: number }

/**
 * Compiles the diff of a rule. The new side is its ` ` and `+` lines, the old side its ` ` and `-`
 * lines; a side without signed lines is not asked for.
 */
export function compilePattern(parse: ParseC, lines: readonly PatternLine[]): CompiledPattern {
  const first = lines[0]?.line ?? 1
  if (!lines.some((line) => line.sign !== ' ')) {
    return { ok: false, what: 'a pattern needs a line that begins with + or -', line: first }
  }
  const sides = { old: null as SidePattern | null, new: null as SidePattern | null }
  const literals = { old: [] as string[], new: [] as string[] }
  for (const [side, sign] of [
    ['new', '+'],
    ['old', '-'],
  ] as const) {
    if (!lines.some((line) => line.sign === sign)) continue
    const shown = lines.filter((line) => line.sign === ' ' || line.sign === sign)
    const roots = parsePattern(parse, shown)
    if (roots === null) {
      return {
        ok: false,
        what: `the ${side} side of the pattern is not C we can read`,
        line: first,
      }
    }
    const trimmed = trimDots(roots)
    const head = trimmed[0]
    if (head === undefined) return { ok: false, what: 'the pattern is empty', line: first }
    sides[side] = {
      roots: trimmed,
      kind: head.hole === null ? head.kind : '*',
      anchor: anchorOf(trimmed),
    }
    collectLiterals(trimmed, literals[side])
  }
  return { ok: true, pattern: { old: sides.old, new: sides.new, literals } }
}

/** Frames in which a pattern may be C: as it stands, as statements, as initializer, as fields. */
const FRAMES = [
  { prefix: '', suffix: '', path: [] },
  {
    prefix: 'void f(void) {\n',
    suffix: '\n}',
    path: ['function_definition', 'compound_statement'],
  },
  {
    prefix: 'int t[] = {\n',
    suffix: '\n};',
    path: ['declaration', 'init_declarator', 'initializer_list'],
  },
  { prefix: 'struct s {\n', suffix: '\n};', path: ['struct_specifier', 'field_declaration_list'] },
] as const

function parsePattern(parse: ParseC, lines: readonly PatternLine[]): readonly PatternNode[] | null {
  for (const frame of FRAMES) {
    for (const dots of ['__dots;', '__dots']) {
      const text = lines.map((line) => encode(line.text, dots)).join('\n')
      const parsed = parse(frame.prefix + text + frame.suffix)
      if (parsed === null || parsed.errors.length > 0) continue
      const syntax = parsed.copy()
      const before = frame.prefix === '' ? 0 : 1
      const signs: Sign[] = [
        ...Array.from({ length: before }, () => ' ' as const),
        ...lines.map((l) => l.sign),
      ]
      const roots = framed(syntax, frame.path)
        .filter((node) => syntax.named[node] === 1 && syntax.kind[node] !== 'comment')
        .map((node) => build(syntax, node, signs))
      if (frame.path.length === 0 && roots.some((root) => MISREAD.has(root.kind))) continue
      return roots
    }
  }
  return null
}

/** At file scope the grammar takes statements for these. */
const MISREAD: ReadonlySet<string> = new Set([
  'expression_statement',
  'if_statement',
  'return_statement',
  'compound_statement',
])

/** `$NAME` -> `__hole_NAME`; a line of dots alone -> a statement or element; other dots -> an operand. */
function encode(text: string, alone: string): string {
  const named = text.replace(/\$([A-Z][A-Z0-9_]*)/g, '__hole_$1')
  if (/^\s*\.\.\.\s*$/.test(named)) return named.replace('...', alone)
  return named.replaceAll('...', '__dots')
}

function framed(syntax: Syntax, path: readonly string[]): readonly number[] {
  let nodes = children(syntax, 0)
  for (const kind of path) {
    const next = nodes.find((node) => syntax.kind[node] === kind)
    if (next === undefined) return []
    nodes = children(syntax, next)
  }
  return nodes
}

function build(syntax: Syntax, node: number, signs: readonly Sign[]): PatternNode {
  const text = textOf(syntax, node)
  const row = syntax.text.slice(0, syntax.start[node]).split('\n').length - 1
  const sign = signs[row] ?? ' '
  const kind = syntax.kind[node] ?? ''
  const hole = /^__hole_(\w+);?$/.exec(text)?.[1] ?? null
  const dots = /^__dots;?$/.test(text)
  if (hole !== null || dots) {
    return { kind, text, children: [], hole: dots ? null : hole, dots, sign }
  }
  const below = children(syntax, node)
    .filter((child) => syntax.kind[child] !== 'comment')
    .map((child) => build(syntax, child, signs))
  const leaf = below.length === 0
  return { kind, text: leaf ? text : null, children: below, hole: null, dots: false, sign }
}

/** The last outermost changed statement, declaration or initializer; without one the last changed token. */
function anchorOf(roots: readonly PatternNode[]): PatternNode | null {
  return (
    lastSigned(roots, (node) => ANCHORS.test(node.kind)) ??
    lastSigned(roots, (node) => node.children.length === 0)
  )
}

const ANCHORS =
  /_statement$|^declaration$|^initializer_list$|^initializer_pair$|^field_declaration$|^function_definition$/

function lastSigned(
  nodes: readonly PatternNode[],
  wanted: (node: PatternNode) => boolean,
): PatternNode | null {
  for (const node of nodes.toReversed()) {
    if (node.dots) continue
    if (node.sign !== ' ' && wanted(node)) return node
    const below = lastSigned(node.children, wanted)
    if (below !== null) return below
  }
  return null
}

/** Leading and trailing `...` of a run say nothing. */
function trimDots(roots: readonly PatternNode[]): readonly PatternNode[] {
  let from = 0
  let to = roots.length
  while (from < to && roots[from]?.dots === true) from++
  while (to > from && roots[to - 1]?.dots === true) to--
  return roots.slice(from, to)
}

function collectLiterals(nodes: readonly PatternNode[], into: string[]): void {
  for (const node of nodes) {
    const { text } = node
    const plain = text !== null && node.hole === null && !node.dots && node.sign !== ' '
    // `false` may stand as 0 and `NULL` as `!p`: they are no literals.
    if (plain && /^[A-Za-z_]\w{2,}$/.test(text) && !/^(?:true|false|NULL)$/.test(text)) {
      if (!into.includes(text)) into.push(text)
    }
    collectLiterals(node.children, into)
  }
}
