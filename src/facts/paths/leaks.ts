import type { DiffLine, FileDiff, Image } from '../../model.ts'
import type { Table } from '../../rulebook.ts'
import { lineOf, rowAt } from '../../c/image.ts'
import { namedChildren, textOf } from '../../c/walk.ts'
import { bindHole, defineVerb, unknown, yesIfAny } from '../verb.ts'
import { returnsHolding } from './held.ts'
import type { Acquired } from './hold-state.ts'
import { returnsFound } from './returns-found.ts'
import { type Call, callsIn, plain } from './syntax.ts'

const TABLE = 'acquire-release'

export const leaks = defineVerb({
  name: 'leaks',
  doc: `A return leaves a function with something held that the same function gives back elsewhere (rules/tables/${TABLE}.tsv), and the patch adds the return or the acquisition. Only where the function is wholly visible and every way to the return holds it; labels, stored pointers, a lock kept at the end of the function and unknown releases end the claim. One solution for what is acquired, on the first such return.`,
  example: 'patch leaks $WHAT',
  binds: ['MISSING', 'ACQUIRE', 'MORE'],
  needs: 'mail',
  subjects: ['patch'],
  objects: ['$HOLE'],
  from: (_subject, object, situation) => {
    const table = situation.knowledge.tables.get(TABLE)
    if (table === undefined) return unknown(`no rules/tables/${TABLE}.tsv`)
    const found = returnsFound(
      situation,
      (file) => hasBoth(file, table),
      (image) =>
        leaksOf(image, table).map(({ what, row, ...leak }) => ({
          ...leak,
          said: `${what} is held since ${row['acquire'] ?? ''}()`,
          bind: {
            ...bindHole(object, what),
            MISSING: `${row['release'] ?? ''}(${what})`,
            ACQUIRE: row['acquire'] ?? '',
          },
        })),
    )
    return yesIfAny(found, 'no return is seen that holds anything')
  },
})

/** Cheap: parsing is not. */
function hasBoth(file: FileDiff, table: Table): boolean {
  return file.hunks.some(({ lines }) => {
    const isChanged = lines.some(({ sign, text }) => sign === '+' && /\w/.test(text))
    return (
      isChanged &&
      table.rows.some(({ cells }) =>
        [cells['acquire'], cells['release']].every((name) =>
          lines.some(({ sign, text }) => sign !== '-' && text.includes(`${name}(`)),
        ),
      )
    )
  })
}

interface Leak {
  readonly line: DiffLine
  readonly what: string
  readonly row: Readonly<Record<string, string>>
  /** Further returns that leave with it. */
  readonly others: number
}

/** A function that takes more than that is written by a machine. */
const MOST_TAKEN = 40

function leaksOf(image: Image, table: Table): readonly Leak[] {
  const { syntax } = image
  const rows = new Map(table.rows.map(({ cells }) => [cells['acquire'] ?? '', cells]))
  return (syntax.byKind.get('function_definition') ?? []).flatMap((definition) => {
    const body = namedChildren(syntax, definition).at(-1)
    if (body === undefined || !isWhole(image, definition, body)) return []
    const calls = callsIn(syntax, body)
    const taken = calls.filter(({ name }) => rows.has(name))
    // Each costs a walk through the function.
    return taken.slice(0, MOST_TAKEN).flatMap((call) => {
      const row = rows.get(call.name)
      const acquired = row === undefined ? null : acquiredBy(image, call, row)
      if (row === undefined || acquired === null) return []
      if (!isGivenBack(calls, acquired)) return []
      const acquiredLine = lineOf(image, call.node)
      const lines = returnsHolding(syntax, body, acquired)
        .filter((leaving) => !isMeantToStay(row) || saysError(image, leaving))
        .filter((leaving) => !isHandedOver(image, body, leaving, row))
        .map((leaving) => lineOf(image, leaving))
        .filter((line) => line !== null)
        .filter(({ sign }) => sign === '+' || acquiredLine?.sign === '+')
      const [line, ...others] = lines
      return line === undefined ? [] : [{ line, what: acquired.what, row, others: others.length }]
    })
  })
}

/** What stays on when all went well: only an error is left with nothing to show for it. */
function isMeantToStay(row: Readonly<Record<string, string>>): boolean {
  return row['holds'] === 'argument' && row['fails'] !== 'no'
}

/** A lock that is dropped on errors and kept at the end of the function is for the caller to drop. */
function isHandedOver(
  image: Image,
  body: number,
  leaving: number,
  row: Readonly<Record<string, string>>,
): boolean {
  const isLock = row['holds'] === 'argument' && row['fails'] === 'no'
  return isLock && image.syntax.parent[leaving] === body && !saysError(image, leaving)
}

/** `return -EINVAL`, `return PTR_ERR(x)`, or a variable below a condition that asks for it. */
function saysError({ syntax }: Image, leaving: number): boolean {
  const value = plain(textOf(syntax, leaving)).slice('return'.length, -1)
  if (/^(?:-E[A-Z]|PTR_ERR\(|dev_err_probe\()/.test(value)) return true
  for (let at = leaving; (syntax.parent[at] ?? at) !== at; at = syntax.parent[at] ?? at) {
    const kind = syntax.kind[at]
    if (kind === 'function_definition' || kind === 'while_statement') return false
    if (kind !== 'if_statement') continue
    const condition = plain(textOf(syntax, namedChildren(syntax, at)[0] ?? at))
    return condition === `(${value})` || condition === `(${value}<0)`
  }
  return false
}

/** From its header to its last brace the patch shows it, and the grammar can read it. */
function isWhole(
  { syntax, rows, lines, blind, whole }: Image,
  definition: number,
  body: number,
): boolean {
  const first = rowAt(rows, syntax.start[definition] ?? 0)
  const last = rowAt(rows, (syntax.end[body] ?? 1) - 1)
  for (let row = first; row <= last; row++) {
    if (blind.has(row) || (!whole && (lines[row] ?? null) === null)) return false
  }
  return true
}

function acquiredBy(
  image: Image,
  call: Call,
  row: Readonly<Record<string, string>>,
): Acquired | null {
  const { syntax } = image
  const up = syntax.parent[call.node] ?? 0
  const isAssigned =
    syntax.kind[up] === 'assignment_expression' || syntax.kind[up] === 'init_declarator'
  const target = isAssigned ? plain(textOf(syntax, namedChildren(syntax, up)[0] ?? up)) : null
  const variable = target?.replace(/^\*+/, '') ?? null
  const isResult = row['holds'] === 'result'
  const what = isResult ? variable : (call.arguments[0] ?? null)
  // Another place than a statement of its own: a condition, an argument. Nobody can say then.
  if (!isAssigned && syntax.kind[up] !== 'expression_statement') return null
  // A pointer that lives longer than the function is nobody's leak.
  if (what === null || (isResult && !/^\w+$/.test(what))) return null
  return {
    node: call.node,
    what,
    release: row['release'] ?? '',
    checked: row['fails'] === 'no' ? null : variable,
    heldOnError: row['fails'] === 'held',
    isMemory: row['release'] === 'kfree',
  }
}

function isGivenBack(calls: readonly Call[], { what, release }: Acquired): boolean {
  return calls.some(({ name, arguments: [first] }) => name.startsWith(release) && first === what)
}
