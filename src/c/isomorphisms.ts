import type { ParseC } from './parser.ts'
import type { PatternNode, Widen } from './pattern-node.ts'
import { readNodes } from './read-pattern.ts'

/** What reads the same to a reviewer: where `like` stands in a pattern, code like `also` matches as well. */
interface Isomorphism {
  readonly name: string
  /** C with holes; null for the ones below that are about the shape of the tree. */
  readonly like: string | null
  readonly also: readonly string[]
  readonly example: {
    readonly pattern: string
    readonly code: string
    readonly other: string
  }
}

/**
 * Every isomorphism, as coccinelle's standard.iso has them: the table is the documentation, and its examples
 * are run as tests (`code` is matched, `other` is not).
 */
export const ISOMORPHISMS: readonly Isomorphism[] = [
  {
    name: 'no pointer',
    like: '!$P',
    also: ['$P == NULL', 'NULL == $P'],
    example: {
      pattern: '+if (!$P)\n+\tfoo();',
      code: 'if (p == NULL)\n\tfoo();',
      other: 'if (p)\n\tfoo();',
    },
  },
  {
    name: 'compared with NULL',
    like: '$P == NULL',
    also: ['!$P', 'NULL == $P'],
    example: {
      pattern: '+if ($P == NULL)\n+\tfoo();',
      code: 'if (!p)\n\tfoo();',
      other: 'if (p != NULL)\n\tfoo();',
    },
  },
  {
    name: 'not NULL',
    like: '$P != NULL',
    also: ['NULL != $P'],
    example: { pattern: '+foo($P != NULL);', code: 'foo(NULL != p);', other: 'foo(p == NULL);' },
  },
  {
    name: 'equal from either side',
    like: '$A == $B',
    also: ['$B == $A'],
    example: { pattern: '+foo($X == 4);', code: 'foo(4 == x);', other: 'foo(4 != x);' },
  },
  {
    name: 'unequal from either side',
    like: '$A != $B',
    also: ['$B != $A'],
    example: { pattern: '+foo($X != 4);', code: 'foo(4 != x);', other: 'foo(4 == x);' },
  },
  {
    name: 'less from either side',
    like: '$A < $B',
    also: ['$B > $A'],
    example: { pattern: '+foo($X < 0);', code: 'foo(0 > x);', other: 'foo(0 < x);' },
  },
  {
    name: 'more from either side',
    like: '$A > $B',
    also: ['$B < $A'],
    example: { pattern: '+foo($X > 0);', code: 'foo(0 < x);', other: 'foo(0 > x);' },
  },
  {
    name: 'at most from either side',
    like: '$A <= $B',
    also: ['$B >= $A'],
    example: { pattern: '+foo($X <= 0);', code: 'foo(0 >= x);', other: 'foo(0 <= x);' },
  },
  {
    name: 'at least from either side',
    like: '$A >= $B',
    also: ['$B <= $A'],
    example: { pattern: '+foo($X >= 0);', code: 'foo(0 <= x);', other: 'foo(0 >= x);' },
  },
  {
    name: 'one more',
    like: '$X += 1',
    also: ['$X++', '++$X'],
    example: { pattern: '+$X += 1;', code: 'n++;', other: 'n--;' },
  },
  {
    name: 'a field through a pointer',
    like: '$P->$F',
    also: ['(*$P).$F'],
    example: { pattern: '+foo($P->next);', code: 'foo((*p).next);', other: 'foo(p.next);' },
  },
  {
    name: 'false is 0',
    like: 'false',
    also: ['0'],
    example: { pattern: '+return false;', code: 'return 0;', other: 'return 1;' },
  },
  {
    name: 'true is 1',
    like: 'true',
    also: ['1'],
    example: { pattern: '+return true;', code: 'return 1;', other: 'return 0;' },
  },
  {
    name: 'braces round one statement are nothing',
    like: null,
    also: [],
    example: {
      pattern: '+if (a)\n+\tfoo();',
      code: 'if (a) {\n\tfoo();\n}',
      other: 'if (a) {\n\tfoo();\n\tbar();\n}',
    },
  },
  {
    name: 'parentheses round an operand are nothing',
    like: null,
    also: [],
    example: { pattern: '+return $X + 1;', code: 'return (x + 1);', other: 'return (x + 2);' },
  },
  {
    name: 'likely() and unlikely() are nothing',
    like: null,
    also: [],
    example: {
      pattern: '+if (!$P)\n+\tfoo();',
      code: 'if (unlikely(!p))\n\tfoo();',
      other: 'if (maybe(!p))\n\tfoo();',
    },
  },
  {
    name: 'fields named in an initializer stand in any order, where dots leave room',
    like: null,
    also: [],
    example: {
      pattern: '+struct ops $O = {\n+\t.open = $F,\n+\t.release = $G,\n+\t...\n+};',
      code: 'struct ops o = {\n\t.release = b,\n\t.read = c,\n\t.open = a,\n};',
      other: 'struct ops o = {\n\t.release = b,\n\t.read = c,\n};',
    },
  },
]

/** Reads the table once; each pattern that is compiled is widened with it. */
export function openIsomorphisms(parse: ParseC): Widen {
  const byKind = new Map<string, { like: PatternNode; also: readonly PatternNode[] }[]>()
  for (const { like, also } of ISOMORPHISMS) {
    if (like === null) continue
    const [shape] = template(parse, like)
    if (shape === undefined) throw new Error(`the isomorphism ${like} is not C`)
    const known = byKind.get(shape.kind) ?? []
    byKind.set(shape.kind, [
      ...known,
      { like: shape, also: also.flatMap((text) => template(parse, text)) },
    ])
  }
  return (node) => {
    // Ways multiply with each level; code that nests comparisons so deep is no pattern.
    if (nesting(node) >= 2) return node
    for (const { like, also } of byKind.get(node.kind) ?? []) {
      const holes = new Map<string, PatternNode>()
      if (fits(like, node, holes))
        return { ...node, also: also.map((other) => filled(other, holes, node)) }
    }
    return node
  }
}

/** How many widened nodes stand in each other. */
function nesting({ also, children }: PatternNode): number {
  return Math.max(0, ...children.map(nesting)) + (also.length > 0 ? 1 : 0)
}

function template(parse: ParseC, text: string): readonly PatternNode[] {
  const nodes = readNodes(parse, [{ sign: ' ', text, line: 1 }], (node) => node)
  return nodes === null || nodes === 'deep' ? [] : nodes
}

function fits(like: PatternNode, node: PatternNode, holes: Map<string, PatternNode>): boolean {
  if (like.hole !== null) return holes.set(like.hole, node) !== null
  if (like.kind !== node.kind || like.text !== node.text) return false
  return (
    like.children.length === node.children.length &&
    like.children.every((child, i) => {
      const other = node.children[i]
      return other !== undefined && fits(child, other, holes)
    })
  )
}

/** All of it stands where the original stands: on a line of that sign. */
function filled(
  like: PatternNode,
  holes: ReadonlyMap<string, PatternNode>,
  place: Pick<PatternNode, 'sign' | 'row' | 'endRow'>,
): PatternNode {
  const there = like.hole === null ? undefined : holes.get(like.hole)
  if (there !== undefined) return there
  const { sign, row, endRow } = place
  return {
    ...like,
    sign,
    row,
    endRow,
    children: like.children.map((child) => filled(child, holes, place)),
  }
}
