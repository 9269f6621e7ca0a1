import type { Side, Sign } from '../model.ts'
import type { PatternLine, Scope } from '../rulebook.ts'
import type { ParseC } from './parser.ts'
import type { PatternNode, Widen } from './pattern-node.ts'
import { MOST_DEPTH, readNodes, trimDots } from './read-pattern.ts'

/** What one side's image must show of one part of a pattern. */
export interface Piece {
  readonly side: Side
  /** Parts are told apart by `@@` lines. */
  readonly part: number
  /** One node, or a run of siblings. */
  readonly roots: readonly PatternNode[]
  /** Node kinds of the first root, for dispatch; null for any. */
  readonly kinds: readonly string[] | null
  /** The last changed statement (else token): the comment goes where it begins. */
  readonly anchor: PatternNode | null
  /** Words that must stand on lines of `sign`: a file without them is not parsed. */
  readonly words: readonly string[]
  readonly sign: Sign
}

/** The pieces in the order of the rule, old side before new side of each part. */
export interface Pattern {
  readonly pieces: readonly Piece[]
  /** How far from the first piece the others may stand. */
  readonly scope: Scope
}

export type CompiledPattern =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly what: string; readonly line: number }

/** Nobody writes so much by hand, and everything about a pattern takes time with its length. */
export const MOST_LINES = 200
export const MOST_TEXT = 10_000

/**
 * Compiles the diff of a rule. The new side of a part is its ` ` and `+` lines, the old side its ` ` and `-`
 * lines; a side without signed lines is not asked for. A line `@@` begins another part.
 */
export function compilePattern(
  parse: ParseC,
  lines: readonly PatternLine[],
  widen: Widen,
  scope: Scope = 'hunk',
): CompiledPattern {
  const first = lines[0]?.line ?? 1
  const bad = (what: string, line = first): CompiledPattern => ({ ok: false, what, line })
  if (!lines.some((line) => line.sign !== ' '))
    return bad('a pattern needs a line that begins with + or -')
  const length = lines.reduce((sum, line) => sum + line.text.length + 1, 0)
  if (lines.length > MOST_LINES || length > MOST_TEXT)
    return bad(`a pattern has at most ${MOST_LINES} lines and ${MOST_TEXT} characters; say less`)
  const pieces: Piece[] = []
  for (const [part, own] of parts(lines).entries()) {
    for (const side of sidesOf(own)) {
      const sign = side === 'old' ? '-' : '+'
      const shown = own.filter((line) => line.sign === ' ' || line.sign === sign)
      const roots = readNodes(parse, shown, widen)
      const line = own[0]?.line ?? first
      if (roots === 'deep') return bad(`a pattern nests at most ${MOST_DEPTH} deep`, line)
      if (roots === null) return bad(`the ${side} side of the pattern is not C we can read`, line)
      const piece = pieceOf(roots, side, part, own.some((l) => l.sign === sign) ? sign : ' ')
      if (piece === null) return bad('the pattern is empty', line)
      pieces.push(piece)
    }
  }
  return { ok: true, pattern: { pieces, scope } }
}

/** What is looked for where these nodes are a part's pattern; null when dots are all there is. */
export function pieceOf(
  nodes: readonly PatternNode[],
  side: Side,
  part: number,
  sign: Sign,
): Piece | null {
  const roots = trimDots(nodes)
  const [head] = roots
  if (head === undefined) return null
  const kinds = kindsOf(head)
  return { side, part, roots, kinds, anchor: anchorOf(roots), words: wordsOf(roots), sign }
}

/** Lines up to the next `@@`; empty parts are none. */
function parts(lines: readonly PatternLine[]): readonly (readonly PatternLine[])[] {
  const found: PatternLine[][] = [[]]
  for (const line of lines) {
    if (line.sign === '@') found.push([])
    else found.at(-1)?.push(line)
  }
  return found.filter((part) => part.some((line) => line.text.trim() !== ''))
}

/** A part of context only is looked for in the new image. */
function sidesOf(lines: readonly PatternLine[]): readonly Side[] {
  const has = (sign: Sign) => lines.some((line) => line.sign === sign)
  const sides: Side[] = has('-') ? ['old'] : []
  return has('+') || !has('-') ? [...sides, 'new'] : sides
}

function kindsOf(root: PatternNode): readonly string[] | null {
  if (root.hole !== null || root.dots) return null
  return [...new Set([root.kind, ...root.also.map((node) => node.kind)])]
}

/** The last outermost changed statement, declaration or initializer; without one the last changed token. */
function anchorOf(roots: readonly PatternNode[]): PatternNode | null {
  return (
    lastSigned(roots, (node) => ANCHORS.test(node.kind)) ??
    lastSigned(roots, (node) => node.children.length === 0)
  )
}

const ANCHORS =
  /_statement$|^declaration$|^initializer_list$|^initializer_pair$|^field_declaration$|^function_definition$|^preproc_/

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

/** Identifiers that any code the nodes match must hold on lines of their sign. */
function wordsOf(nodes: readonly PatternNode[]): readonly string[] {
  const found = new Set<string>()
  const collect = (node: PatternNode): void => {
    const plain = node.text !== null && node.hole === null && !node.dots && node.sign !== ' '
    // `false` may stand as 0 and `NULL` as `!p`.
    if (plain && node.also.length === 0) {
      const words = node.glob === null ? [node.text] : node.glob.words
      for (const word of words) if (WORD.test(word) && !LOOSE.has(word)) found.add(word)
    }
    if (node.also.length === 0) node.children.forEach(collect)
    else sharedWords(node).forEach((word) => found.add(word))
  }
  nodes.forEach(collect)
  return [...found]
}

/** Of a node that may stand in several ways: the words that all of them hold. */
function sharedWords(node: PatternNode): readonly string[] {
  const [first = [], ...rest] = [{ ...node, also: [] }, ...node.also].map((way) => wordsOf([way]))
  return first.filter((word) => rest.every((others) => others.includes(word)))
}

const WORD = /^[A-Za-z_]\w{2,}$/
const LOOSE: ReadonlySet<string> = new Set(['true', 'false', 'NULL', 'while'])
