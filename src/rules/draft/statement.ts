import type { DiffLine, Image, Sign } from '../../model.ts'
import { rowAt } from '../../c/image.ts'
import { enclosingFunction, textOf } from '../../c/walk.ts'

/** How much of a statement a draft leaves open. */
export type Openness = 'names and texts' | 'names' | 'nothing'

/** A statement as lines of a pattern, and what each of its holes stands for in the patch. */
export interface Drafted {
  readonly lines: readonly string[]
  readonly holes: ReadonlyMap<string, string>
}

/** The node that a remark under the line is about: what begins on it, else what it belongs to; null if unread. */
export function nodeAt({ syntax, lines, rows, blind }: Image, line: DiffLine): number | null {
  const row = lines.findIndex((shown) => shown?.mailLine === line.mailLine)
  if (row < 0 || blind.has(row)) return null
  let inner: number | null = null
  for (let node = 1; node < syntax.size; node++) {
    if (!isStatement(syntax.kind, syntax.parent, node)) continue
    const from = rowAt(rows, syntax.start[node] ?? 0)
    const to = rowAt(rows, Math.max((syntax.end[node] ?? 1) - 1, syntax.start[node] ?? 0))
    if (from === row) return node
    if (from < row && row <= to) inner = node
  }
  return inner
}

const STATEMENT =
  /_statement$|^declaration$|^initializer_pair$|^field_declaration$|^function_definition$|^preproc_(?:def|function_def|include|call)$|^enumerator$/

function isStatement(kinds: readonly string[], parents: Uint32Array, node: number): boolean {
  const kind = kinds[node] ?? ''
  if (kind === 'compound_statement' || kind === 'ERROR') return false
  const parent = kinds[parents[node] ?? 0] ?? ''
  const element = parent === 'initializer_list' && /^[a-z]/.test(kind) && kind !== 'comment'
  return STATEMENT.test(kind) || element
}

/** Writes a node as pattern lines: bodies and long tables become `...`, local names become holes. */
export function drafted(image: Image, node: number, openness: Openness): Drafted {
  const { syntax } = image
  const start = syntax.start[node] ?? 0
  const holes = openHoles()
  const edits = editsOf(image, node, openness, holes)
  const rowStart = image.rows[rowAt(image.rows, start)] ?? 0
  const indent = syntax.text.slice(rowStart, start)
  const lines: string[] = []
  let sign = signAt(image, start)
  let text = indent === '' ? '' : '\t'
  const close = (next: Sign): void => {
    lines.push(`${sign}${text.trimEnd()}`)
    sign = next
    text = ''
  }
  let at = start
  const end = syntax.end[node] ?? 0
  while (at < end) {
    const edit = edits.get(at)
    if (edit !== undefined) {
      if (edit.text === BODY) {
        text += '{'
        close(' ')
        text = `${indent === '' ? '' : '\t'}\t...`
        close(signAt(image, edit.end - 1))
        text = `${indent === '' ? '' : '\t'}}`
      } else text += edit.text
      at = edit.end
      continue
    }
    const character = syntax.text.charAt(at)
    at++
    if (character !== '\n') text += character
    else {
      close(signAt(image, at))
      if (syntax.text.startsWith(indent, at)) at += indent.length
      text = indent === '' ? '' : '\t'
    }
  }
  close(' ')
  const shown = lines.filter((line) => line.slice(1).trim() !== '')
  return { lines: within(syntax.kind[node] ?? '', shown), holes: holes.given }
}

/** A member alone would be a declaration to whoever reads the pattern. */
function within(kind: string, lines: readonly string[]): readonly string[] {
  if (kind !== 'field_declaration') return lines
  return [' struct $STRUCT {', ' \t...', ...lines, ' \t...', ' };']
}

const BODY = '{...}'

interface Edit {
  readonly end: number
  readonly text: string
}

function editsOf(
  image: Image,
  root: number,
  openness: Openness,
  holes: Holes,
): ReadonlyMap<number, Edit> {
  const { syntax } = image
  const edits = new Map<number, Edit>()
  const last = syntax.skip[root] ?? 0
  for (let node = root; node < last; ) {
    const text = editAt(image, root, node, openness, holes)
    if (text === null) node++
    else {
      edits.set(syntax.start[node] ?? 0, { end: syntax.end[node] ?? 0, text })
      node = syntax.skip[node] ?? last
    }
  }
  return edits
}

/** What is written in place of a node; null to write it as it stands. */
function editAt(
  image: Image,
  root: number,
  node: number,
  openness: Openness,
  holes: Holes,
): string | null {
  const { syntax, rows } = image
  const kind = syntax.kind[node] ?? ''
  const first = rowAt(rows, syntax.start[node] ?? 0)
  const tall = rowAt(rows, syntax.end[node] ?? 0) - first
  if (kind === 'comment') return ''
  if (node !== root && kind === 'compound_statement' && tall > 0) return BODY
  if (kind === 'initializer_list' && tall > 2) return BODY
  if (openness === 'nothing') return null
  const text = textOf(syntax, node)
  if (openness === 'names and texts' && /^(?:string_literal|concatenated_string)$/.test(kind)) {
    // A designator or an include has no place for an expression.
    return syntax.kind[syntax.parent[node] ?? 0]?.startsWith('preproc') === true
      ? null
      : holes.of('TEXT', text)
  }
  const isMember = kind === 'field_identifier' && syntax.kind[root] === 'field_declaration'
  if ((kind !== 'identifier' && !isMember) || !/[a-z]/.test(text)) return null
  // The text of a macro is one token to the parser, and names them too.
  if (syntax.kind[syntax.parent[node] ?? 0] === 'preproc_params') return null
  return isCalled(image, node) ? null : holes.of(text, text)
}

/** Names of functions and macros that are called say what the statement is about. */
function isCalled({ syntax }: Image, node: number): boolean {
  const parent = syntax.parent[node] ?? 0
  const kind = syntax.kind[parent]
  if (kind === 'function_declarator') return enclosingFunction(syntax, node) === null
  return kind === 'call_expression' && parent + 1 === node
}

interface Holes {
  readonly given: Map<string, string>
  readonly of: (wish: string, text: string) => string
}

/** One hole for one text, named for it: `ret` -> `$RET`. */
function openHoles(): Holes {
  const given = new Map<string, string>()
  const byText = new Map<string, string>()
  return {
    given,
    of: (wish, text) => {
      const known = byText.get(text)
      if (known !== undefined) return `$${known}`
      // Single underscores between letters and digits.
      const words = wish
        .toUpperCase()
        .split('_')
        .filter((word) => word !== '')
      const name = words.join('_').replace(/^[^A-Z]+/, '') || 'X'
      let free = name === 'SAME' ? 'SAME1' : name
      for (let n = 2; given.has(free); n++) free = `${name}${n}`
      given.set(free, text)
      byText.set(text, free)
      return `$${free}`
    },
  }
}

function signAt(image: Image, offset: number): Sign {
  return image.lines[rowAt(image.rows, offset)]?.sign ?? ' '
}
