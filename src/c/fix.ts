import type { PatternLine } from '../rulebook.ts'
import { HOLE, holesOf } from './holes.ts'
import { tokens } from './lexer.ts'
import { LISTS, PUNCTUATION } from './lists.ts'
import type { ParseC } from './parser.ts'
import { MOST_LINES, MOST_TEXT, type Piece, pieceOf } from './pattern.ts'
import type { PatternNode } from './pattern-node.ts'
import { isStatement } from './peel.ts'
import { MOST_DEPTH, readNodes } from './read-pattern.ts'

/** A rule's Fix section, compiled: what to look for in the new image, and what to put where. */
export interface Fix {
  /** Its ` ` and `-` lines. */
  readonly piece: Piece
  readonly blocks: readonly Block[]
  /** Every node whose place must be known. */
  readonly watch: ReadonlySet<PatternNode>
  /** Where a hole of the piece stands: its text there is better than what the rule bound, which is on one line. */
  readonly holes: ReadonlyMap<PatternNode, string>
  /** The piece's own lines, for their indentation. */
  readonly rows: readonly string[]
}

/** A run of `-` and `+` lines. */
export interface Block {
  /** The text of its `+` lines. */
  readonly put: readonly string[]
  /** The nodes of its `-` lines, outermost only; none where it only puts lines in. */
  readonly away: readonly PatternNode[]
  /** The comma that goes with a node of `away`. */
  readonly commas: ReadonlySet<PatternNode>
  /** The row of the piece before which it stands. */
  readonly row: number
  /** The nodes that begin or end on the line before it, and those on the line behind it. */
  readonly behind: readonly PatternNode[]
  readonly ahead: readonly PatternNode[]
  /** The braces it stands in: they must be there. */
  readonly within: readonly PatternNode[]
  /** How many statements it puts in; null where they are none. */
  readonly statements: number | null
}

export type CompiledFix =
  | { readonly ok: true; readonly fix: Fix }
  | { readonly ok: false; readonly what: string; readonly line: number }

/** Compiles a patch with holes over the new image. */
export function compileFix(
  parse: ParseC,
  lines: readonly PatternLine[],
  widen: Widen,
): CompiledFix {
  const first = lines[0]?.line ?? 1
  const bad = (what: string, line = first): CompiledFix => ({ ok: false, what, line })
  const refused = refusalOf(lines)
  if (refused !== null) return bad(refused.what, refused.line ?? first)
  const shown = lines.filter(({ sign }) => sign !== '+')
  const roots = readNodes(parse, shown, widen)
  if (roots === 'deep') return bad(`a fix nests at most ${MOST_DEPTH} deep`)
  const piece = roots === null ? null : pieceOf(roots, 'new', 0, ' ')
  if (roots === null || piece === null)
    return bad('the " " and "-" lines of the fix are not C we can read')

  const nodes = allNodes(roots)
  const goes = outermost(roots, shown)
  if (goes.stray !== null) {
    const { text, row } = goes.stray
    const what = `the fix takes away a "${text ?? ''}" alone; take away all it belongs to, and put in what shall stay`
    return bad(what, shown[row]?.line)
  }
  const blocks: Block[] = []
  for (const run of runs(lines)) {
    const block = blockOf(run, lines, nodes, goes, parse)
    if (typeof block === 'string') return bad(block, lines[run.from]?.line)
    blocks.push(block)
  }
  const holes = new Map<PatternNode, string>()
  for (const node of nodes) if (node.hole !== null) holes.set(node, node.hole)
  const watch = new Set([
    ...holes.keys(),
    ...blocks.flatMap(({ away, behind, ahead, within }) => [away, behind, ahead, within].flat()),
  ])
  return { ok: true, fix: { piece, blocks, watch, holes, rows: shown.map(({ text }) => text) } }
}

/** What no fix may be, whatever its code says; null where there is nothing. `line` is null for the whole. */
function refusalOf(
  lines: readonly PatternLine[],
): { readonly what: string; readonly line: number | null } | null {
  if (lines.every(({ sign }) => sign === ' '))
    return {
      what: 'a fix needs a line that begins with + or -: it is a patch over the new code',
      line: null,
    }
  const length = lines.reduce((sum, { text }) => sum + text.length + 1, 0)
  if (lines.length > MOST_LINES || length > MOST_TEXT)
    return {
      what: `a fix has at most ${MOST_LINES} lines and ${MOST_TEXT} characters`,
      line: null,
    }
  const skipping = lines.find(
    ({ sign, text }) => sign === '+' && text.replace(HOLE, '').includes('...'),
  )
  if (skipping === undefined) return null
  return { what: 'what ... skips cannot be put in; bind it with $...NAME', line: skipping.line }
}

/** What one run of changed lines takes away and puts in, or why it cannot. */
function blockOf(
  { from, to, row }: Run,
  lines: readonly PatternLine[],
  nodes: readonly PatternNode[],
  goes: Goes,
  parse: ParseC,
): Block | string {
  const own = lines.slice(from, to)
  const gone = own.filter(({ sign }) => sign === '-')
  const minus = gone.length
  const away = goes.nodes.filter((node) => node.row >= row && node.row < row + minus)
  if (minus > 0 && away.length === 0) return 'there is no code on these - lines'
  const put = own.filter(({ sign }) => sign === '+')
  if (brackets(put) !== brackets(gone))
    return 'these lines open or close more brackets than they replace'
  const only = minus === 0
  const behind = only ? nodes.filter((n) => n.row === row - 1 || n.endRow === row - 1) : []
  const ahead = only ? nodes.filter((n) => n.row === row) : []
  if (only && behind.length + ahead.length === 0)
    return '+ lines need code on the line before or behind them'
  return {
    put: put.map(({ text }) => text),
    away,
    commas: new Set(away.filter((node) => goes.commas.has(node))),
    row,
    behind,
    ahead,
    within: only ? nodes.filter((n) => encloses(n, row)) : [],
    statements: statementsIn(parse, put),
  }
}

/** The holes that the ` ` and `-` lines bind. */
export function holesOfFix(lines: readonly PatternLine[]): readonly string[] {
  return lines.filter(({ sign }) => sign !== '+').flatMap(({ text }) => holesOf(text))
}

type Widen = Parameters<typeof readNodes>[2]

/** Parents first; dots stand for nothing in particular. */
function allNodes(nodes: readonly PatternNode[]): readonly PatternNode[] {
  return nodes.flatMap((node) =>
    node.dots && node.hole === null ? [] : [node, ...allNodes(node.children)],
  )
}

interface Goes {
  readonly nodes: readonly PatternNode[]
  readonly commas: ReadonlySet<PatternNode>
  /** A bracket or the like that would go without what it belongs to. */
  readonly stray: PatternNode | null
}

/** The largest nodes that stand on `-` lines alone. */
function outermost(roots: readonly PatternNode[], shown: readonly PatternLine[]): Goes {
  const isAway = shown.map(({ sign }) => sign === '-')
  const rows = shown.map(({ text }) => text.trimEnd())
  const nodes: PatternNode[] = []
  const commas = new Set<PatternNode>()
  let stray: PatternNode | null = null
  const goes = ({ row, endRow }: PatternNode): boolean => {
    for (let at = row; at <= endRow; at++) if (isAway[at] !== true) return false
    return true
  }
  const visit = (siblings: readonly PatternNode[], parent: PatternNode | null): void => {
    for (const [i, node] of siblings.entries()) {
      if (node.dots && node.hole === null) continue
      if (!goes(node)) visit(node.children, node)
      else if (parent === null || !LISTS.has(parent.kind) || !PUNCTUATION.has(node.kind))
        nodes.push(node)
      else {
        // The matcher passes over what stands between the members of a list.
        const before = siblings[i - 1]
        if (node.kind === ',' && before !== undefined && goes(before)) commas.add(before)
        else stray ??= node
      }
    }
  }
  visit(roots, null)
  // Between the outermost nodes it is not even read.
  for (const root of roots)
    if (goes(root) && rows[root.endRow]?.endsWith(',') === true) commas.add(root)
  return { nodes, commas, stray }
}

interface Run {
  readonly from: number
  readonly to: number
  readonly row: number
}

function runs(lines: readonly PatternLine[]): readonly Run[] {
  const found: Run[] = []
  let row = 0
  for (let at = 0; at < lines.length; ) {
    if (lines[at]?.sign === ' ') {
      at++
      row++
      continue
    }
    let to = at
    while (to < lines.length && lines[to]?.sign !== ' ') to++
    found.push({ from: at, to, row })
    row += lines.slice(at, to).filter(({ sign }) => sign === '-').length
    at = to
  }
  return found
}

/** What is left open or closed too much; a fragment's parser would mend that, and hide it. */
function brackets(lines: readonly PatternLine[]): string {
  const found = lines.flatMap(({ text }) => tokens(text).map((token) => token.text))
  const count = (wanted: string) => found.filter((token) => token === wanted).length
  const net = (open: string, close: string) => count(open) - count(close)
  return [net('(', ')'), net('{', '}'), net('[', ']')].join(' ')
}

function encloses({ kind, row, endRow }: PatternNode, at: number): boolean {
  return kind === 'compound_statement' && row < at && endRow >= at
}

function statementsIn(parse: ParseC, put: readonly PatternLine[]): number | null {
  const plain = put.filter(({ text }) => text.trim() !== '')
  if (plain.length === 0) return 0
  const nodes = readNodes(parse, plain, (node) => node)
  if (nodes === null || nodes === 'deep') return null
  return nodes.every(({ kind }) => isStatement(kind)) ? nodes.length : null
}
