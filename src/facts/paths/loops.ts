import type { DiffLine, FileDiff, Image } from '../../model.ts'
import type { Table } from '../../rulebook.ts'
import { identifiers } from '../../c/lexer.ts'
import { lineOf } from '../../c/image.ts'
import { descendants, leafText, namedChildren, operands, textOf } from '../../c/walk.ts'
import { bindHole, defineVerb, unknown, yesIfAny } from '../verb.ts'
import { returnsFound } from './returns-found.ts'
import { callsIn, plain } from './syntax.ts'

const TABLE = 'loop-references'

export const leavesLoop = defineVerb({
  name: 'leaves-loop',
  doc: `An added return leaves a loop whose child holds a reference (rules/tables/${TABLE}.tsv) and nothing before it in the loop gives the child back or away. Binds the loop's macro, the child, and the function that puts it; one solution for a loop.`,
  example: 'patch leaves-loop $LOOP',
  binds: ['CHILD', 'PUT', 'MORE'],
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const table = situation.knowledge.tables.get(TABLE)
    if (table === undefined) return unknown(`no rules/tables/${TABLE}.tsv`)
    const found = returnsFound(
      situation,
      (file) => hasLoop(file, table),
      (image) =>
        leaks(image, table).map(({ loop, child, put, ...leak }) => ({
          ...leak,
          said: `${loop}() holds ${child}`,
          bind: { ...bindHole(object, loop), CHILD: child, PUT: put },
        })),
    )
    return yesIfAny(found, 'no added return leaves such a loop')
  },
})

/** Cheap: parsing is not. */
function hasLoop(file: FileDiff, table: Table): boolean {
  const isAdded = (text: string) => /\breturn\b/.test(text)
  return file.hunks.some(
    ({ lines }) =>
      lines.some(({ sign, text }) => sign === '+' && isAdded(text)) &&
      lines.some(({ text }) => table.rows.some(({ cells }) => text.includes(`${cells['loop']}(`))),
  )
}

/** More than that in one file or one loop is written by a machine. */
const MOST_LOOPS = 300
const MOST_RETURNS = 60

interface Leak {
  readonly line: DiffLine
  readonly loop: string
  readonly child: string
  readonly put: string
  /** Further returns of the loop that lose it too. */
  readonly others: number
}

function leaks(image: Image, table: Table): readonly Leak[] {
  const { syntax } = image
  return (syntax.byKind.get('while_statement') ?? []).slice(0, MOST_LOOPS).flatMap((node) => {
    const loop = leafText(syntax, node + 1)
    const row = table.rows.find(({ cells }) => cells['loop'] === loop)
    const [condition, body] = namedChildren(syntax, node)
    if (row === undefined || condition === undefined || body === undefined) return []
    const given = namedChildren(syntax, condition).flatMap((inner) => operands(syntax, inner))
    const child = given.at(row.cells['holds'] === 'first' ? 0 : -1)
    const name = child === undefined ? '' : plain(textOf(syntax, child))
    if (!/^\w+$/.test(name) || isGivenAway(image, body, name)) return []
    const all = descendants(syntax, body, 'return_statement').slice(0, MOST_RETURNS)
    const [first, ...others] = all.flatMap((leaving) => {
      const line = lineOf(image, leaving)
      if (line?.sign !== '+' || isBlind(image, node, leaving)) return []
      return isPut(image, body, leaving, name) ? [] : [line]
    })
    if (first === undefined) return []
    const put = row.cells['put'] ?? ''
    return [{ line: first, loop, child: name, put, others: others.length }]
  })
}

/** The child is stored somewhere, or owned by a scope: whoever reads it there may put it. */
function isGivenAway(image: Image, body: number, child: string): boolean {
  const text = plain(textOf(image.syntax, body))
  return (
    text.includes(`=${child};`) || text.includes(`(${child});break`) || text.includes('no_free_ptr')
  )
}

/** What could not be read between the head of the loop and the return may put the child. */
function isBlind(image: Image, loop: number, leaving: number): boolean {
  const { syntax } = image
  const [from, to] = [syntax.start[loop] ?? 0, syntax.end[leaving] ?? 0]
  return syntax.errors.some(({ start, end }) => end >= from && start <= to)
}

/** Something named put, or the return itself, takes the child before the loop is left. */
function isPut(image: Image, body: number, leaving: number, child: string): boolean {
  const { syntax } = image
  const said = textOf(syntax, leaving)
  if (identifiers(said).includes(child)) return !said.includes('dev_err_probe')
  for (let at = leaving; at !== body; at = syntax.parent[at] ?? body) {
    const up = syntax.parent[at] ?? body
    const before = namedChildren(syntax, up).filter((sibling) => sibling < at)
    const puts = before.flatMap((sibling) => callsIn(syntax, sibling))
    if (puts.some(({ name, arguments: given }) => /put|free/.test(name) && given.includes(child)))
      return true
    if (up === body) return false
  }
  return false
}
