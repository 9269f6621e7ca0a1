import type { Sign, Syntax } from '../model.ts'
import type { PatternLine } from '../rulebook.ts'
import { HOLE } from './holes.ts'
import { blankMacros } from './macros.ts'
import type { ParseC } from './parser.ts'
import type { PatternNode, Widen } from './pattern-node.ts'
import { textGlob } from './text-glob.ts'
import { children, leafText, operands, textOf } from './walk.ts'

/** Frames in which a pattern may be C: as it stands, as statements, as initializer, fields, enumerators, cases. */
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
  { prefix: 'enum e {\n', suffix: '\n};', path: ['enum_specifier', 'enumerator_list'] },
  {
    prefix: 'void f(void) { switch (a) {\n',
    suffix: '\n}}',
    path: ['function_definition', 'compound_statement', 'switch_statement', 'compound_statement'],
  },
] as const

/** The lines of one side of a pattern as nodes, in the first frame in which they are C; null when there is none. */
export function readNodes(
  parse: ParseC,
  lines: readonly PatternLine[],
  widen: Widen,
): readonly PatternNode[] | 'deep' | null {
  for (const frame of FRAMES) {
    for (const dots of ['__dots;', '__dots']) {
      const text = lines.map((line) => encode(line.text, dots)).join('\n')
      const source = `${frame.prefix}${text}${frame.suffix}`
      const parsed = parse(blankMacros(source))
      if (parsed === null || parsed.errors.length > 0) continue
      const syntax = { ...parsed.copy(), source }
      if (isDeep(syntax)) return 'deep'
      const before = frame.prefix === '' ? [] : [' ' as const]
      const place = {
        syntax,
        signs: [...before, ...lines.map(({ sign }) => (sign === '@' ? ' ' : sign))],
        before: before.length,
        widen,
      }
      const roots = framed(syntax, frame.path)
        .filter((node) => syntax.named[node] === 1 && syntax.kind[node] !== 'comment')
        .map((node) => build(place, node))
      // At file scope the grammar takes statements, too.
      if (frame.path.length === 0 && roots.some((root) => root.kind.endsWith('_statement')))
        continue
      if (roots.length > 0) return roots
    }
  }
  return null
}

/** Reading and matching recur as deep as the pattern nests. */
export const MOST_DEPTH = 100

function isDeep({ parent, size }: Syntax): boolean {
  const depth = new Uint32Array(size)
  for (let node = 1; node < size; node++) {
    depth[node] = (depth[parent[node] ?? 0] ?? 0) + 1
    if ((depth[node] ?? 0) > MOST_DEPTH) return true
  }
  return false
}

/** `$NAME` -> `__hole_NAME`; a line of dots alone -> a statement or element; other dots -> an operand. */
function encode(text: string, alone: string): string {
  const named = text.replace(HOLE, (_, run: string | undefined, name: string) =>
    run === undefined ? `__hole_${name}` : `__dots_${name}`,
  )
  const whole = /^(\s*)(\.\.\.|__dots_\w+)\s*$/.exec(named)
  if (whole !== null) {
    const [, indent = '', word = ''] = whole
    return `${indent}${word === '...' ? '__dots' : word}${alone === '__dots;' ? ';' : ''}`
  }
  return named.replaceAll('...', '__dots')
}

function decode(text: string): string {
  return text
    .replace(/__dots_([A-Z0-9_]+)/g, '$...$1')
    .replaceAll('__dots', '...')
    .replace(/__hole_([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)/g, '$$$1')
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

interface Place {
  readonly syntax: Syntax
  /** Row by row. */
  readonly signs: readonly Sign[]
  /** Rows of the frame in front of the pattern's own. */
  readonly before: number
  readonly widen: Widen
}

/** Kinds that are compared as a text: what is in them is no C. */
const TEXTS: ReadonlySet<string> = new Set(['string_literal', 'system_lib_string', 'char_literal'])

function build(place: Place, node: number): PatternNode {
  const { syntax, signs, before, widen } = place
  const text = leafText(syntax, node)
  const at = syntax.text.slice(0, syntax.start[node]).split('\n').length - 1
  const row = at - before
  // A directive ends behind its line feed.
  const endRow = row + textOf(syntax, node).trimEnd().split('\n').length - 1
  const kind = syntax.kind[node] ?? ''
  const sign = signs[at] ?? ' '
  const plain = { kind, glob: null, children: [], dots: false, sign, row, endRow, also: [] }
  const hole = /^__hole_([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*);?$/.exec(text)?.[1] ?? null
  if (hole !== null) return { ...plain, text, hole }
  const dots = /^__dots(?:_([A-Z0-9_]+))?;?$/.exec(text)
  if (dots !== null) return { ...plain, text, hole: dots[1] ?? null, dots: true }
  const below = TEXTS.has(kind)
    ? []
    : (kind === 'comma_expression' ? operands(syntax, node) : children(syntax, node))
        .filter((child) => syntax.kind[child] !== 'comment')
        .map((child) => build(place, child))
  if (below.length > 0) return widen({ ...plain, text: null, hole: null, children: below })
  // A partial hole: SYS_$REG, <linux/$X.h>, "failed to ...".
  const isPart = /__hole_|__dots/.test(text)
  const whole = isPart ? decode(text) : text
  const glob = isPart
    ? textGlob(whole, kind === 'string_literal' ? 'no-blank' : 'identifier')
    : null
  return widen({ ...plain, text: whole, hole: null, glob })
}

/** Leading and trailing `...` of a run say nothing, unless they bind what they skip. */
export function trimDots(roots: readonly PatternNode[]): readonly PatternNode[] {
  let from = 0
  let to = roots.length
  const idle = (node: PatternNode | undefined) => node?.dots === true && node.hole === null
  while (from < to && idle(roots[from])) from++
  while (to > from && idle(roots[to - 1])) to--
  return roots.slice(from, to)
}
