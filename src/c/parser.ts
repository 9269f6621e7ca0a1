import type Parser from 'tree-sitter'
import { LIMITS } from '../limits.ts'
import type { Limits, Syntax } from '../model.ts'
import { addUnder } from '../series/add-under.ts'

/** A parse, still in native memory: asked for its errors first, copied out when it is worth it. */
export interface ParsedC {
  readonly errors: readonly ErrorRange[]
  readonly copy: () => Syntax
}

export interface ErrorRange {
  readonly start: number
  readonly end: number
}

export interface ParseC {
  /** Parses C text; null when the text is no text, too long, or the parser ran out of time: then nothing is known. */
  (text: string): ParsedC | null
  /** What tree-sitter says against a query: a node, field or structure the grammar has not; null for nothing. */
  readonly queryFault: (source: string) => QueryFault | null
}

/** `offset` in characters from the start of the query. */
interface QueryFault {
  readonly what: string
  readonly offset: number
}

/**
 * Loads tree-sitter and its C grammar. Only a run that has C to parse pays for it (a quarter of
 * Node's own start). Whole kernel files are below 1 MB and take 50 ms at most, fragments 0.1 ms.
 */
export async function openParser(
  limits: Pick<Limits, 'cFile' | 'parseMs'> = LIMITS,
): Promise<ParseC> {
  const [{ default: TreeSitter }, { default: C }] = await Promise.all([
    import('tree-sitter'),
    import('tree-sitter-c'),
  ])
  const parser = new TreeSitter()
  // The grammar's own types say `unknown` for what the runtime calls Language.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const language = C as unknown as Parser.Language
  parser.setLanguage(language)
  parser.setTimeoutMicros(limits.parseMs * 1000)
  const kinds: string[] = []
  const parseC = (text: string): ParsedC | null => {
    // Over NUL bytes the parser's error recovery takes 0.2 s for 4 kB; and what holds them is no C.
    if (text.length > limits.cFile || text.includes('\0')) return null
    const tree = parse(text)
    if (tree !== null) {
      const errors = errorsOf(tree)
      return { errors, copy: () => copyOut(tree, text, kinds, errors, () => fieldsOf(parse(text))) }
    }
    parser.reset()
    return null
  }
  // The types deny it, but parse returns null when the time is up.
  const parse = (text: string) => parser.parse(text) as Parser.Tree | null
  const queryFault = (source: string): QueryFault | null => {
    try {
      // oxlint-disable-next-line no-new
      new TreeSitter.Query(language, source)
      return null
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error)
      return { what, offset: Number(/position (\d+)/.exec(what)?.[1] ?? 0) }
    }
  }
  return Object.assign(parseC, { queryFault })
}

/** The field name of each node, in the order of copyOut; empty when the time was up. */
function fieldsOf(tree: Parser.Tree | null): readonly (string | null)[] {
  if (tree === null) return []
  const cursor = tree.walk()
  const fields: (string | null)[] = []
  let depth = 0
  for (;;) {
    // The types say string, but a node without a field has none.
    const field: string | null = cursor.currentFieldName
    fields.push(field)
    if (cursor.gotoFirstChild()) {
      depth++
      continue
    }
    let more = cursor.gotoNextSibling()
    while (!more && depth > 0) {
      depth--
      cursor.gotoParent()
      more = cursor.gotoNextSibling()
    }
    if (!more) return fields
  }
}

/** ERROR and MISSING nodes in document order; only subtrees that hold one are looked into. */
function errorsOf(tree: Parser.Tree): readonly ErrorRange[] {
  const found: ErrorRange[] = []
  const open: Parser.SyntaxNode[] = tree.rootNode.hasError ? [tree.rootNode] : []
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'ERROR' || node.isMissing) {
      found.push({ start: node.startIndex, end: node.endIndex })
    } else if (node.hasError) {
      // One by one: a node can have more children than a call takes arguments.
      for (const child of node.children.toReversed()) open.push(child)
    }
  }
  return found
}

/**
 * Copies the tree out of native memory with one cursor walk: native trees are invisible to V8's
 * garbage collector and node objects cost a call per field. No recursion: C nests as deep as it likes.
 */
function copyOut(
  tree: Parser.Tree,
  text: string,
  kindNames: string[],
  errors: readonly ErrorRange[],
  fields: Syntax['fields'],
): Syntax {
  const cursor = tree.walk()
  const kind: string[] = []
  const start: number[] = []
  const end: number[] = []
  const named: number[] = []
  const skip: number[] = []
  const parent: number[] = []
  const open: number[] = []
  const byKind = new Map<string, number[]>()
  for (;;) {
    const node = kind.length
    const id = cursor.nodeTypeId
    const name = (kindNames[id] ??= cursor.nodeType)
    const isError = id === 65535 || name === 'ERROR'
    kind.push(isError ? 'ERROR' : name)
    addUnder(byKind, name, node)
    start.push(cursor.startIndex)
    end.push(cursor.endIndex)
    named.push(cursor.nodeIsNamed ? 1 : 0)
    skip.push(0)
    parent.push(open.at(-1) ?? 0)
    if (cursor.gotoFirstChild()) {
      open.push(node)
      continue
    }
    skip[node] = kind.length
    let more = cursor.gotoNextSibling()
    while (!more && open.length > 0) {
      skip[open.pop() ?? 0] = kind.length
      cursor.gotoParent()
      more = cursor.gotoNextSibling()
    }
    if (!more) break
  }
  return {
    text,
    source: text,
    fields,
    size: kind.length,
    kind,
    start: Uint32Array.from(start),
    end: Uint32Array.from(end),
    skip: Uint32Array.from(skip),
    named: Uint8Array.from(named),
    parent: Uint32Array.from(parent),
    byKind,
    errors,
  }
}
