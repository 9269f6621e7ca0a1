import type { Syntax } from '../../model.ts'
import { children, descendants, textOf } from '../../c/walk.ts'
import { type Call, callsIn, plain } from './syntax.ts'

/** One acquisition in a function: what is held, and how it is given back. */
export interface Acquired {
  /** The call. */
  readonly node: number
  readonly what: string
  readonly release: string
  /** The variable that tells whether it worked; null when nothing does. */
  readonly checked: string | null
  /** It is held even where it failed. */
  readonly heldOnError: boolean
  /** Whoever is given it may keep it. */
  readonly isMemory: boolean
}

/** Held for sure, not held, or nobody can say; `left`: what follows is not reached this way. */
export type State = 'before' | 'trying' | 'held' | 'free' | 'unknown' | 'left'

/** The state behind a statement or condition, from the state before it; its branches are not looked into. */
export function stateBehind(syntax: Syntax, node: number, acquired: Acquired, state: State): State {
  const calls = callsIn(syntax, node)
  if (calls.some((call) => call.node === acquired.node))
    return acquired.checked === null ? 'held' : 'trying'
  if (state !== 'held' && state !== 'trying') return state
  if (calls.some((call) => isRelease(call, acquired))) return 'free'
  // Other statements between the call and its test, or no test at all.
  const isUntested = state === 'trying' && syntax.kind[node] !== 'parenthesized_expression'
  const isUnsure =
    isUntested ||
    calls.some((call) => mayGiveUp(call, acquired)) ||
    isKept(syntax, node, acquired) ||
    (acquired.isMemory && isPartTaken(syntax, node, acquired))
  return isUnsure ? 'unknown' : state
}

function isRelease({ name, arguments: given }: Call, { release, what }: Acquired): boolean {
  return name.startsWith(release) && given.includes(what)
}

function mayGiveUp({ name, arguments: given }: Call, { what, isMemory }: Acquired): boolean {
  return GIVES_UP.test(name) || (isMemory && given.includes(what) && !KEEPS_NOTHING.has(name))
}

/** Whatever it is given: a release may go by another name, or take the whole device. */
const GIVES_UP = /unlock|put|disable|release|free|exit|add_action|destroy|unregister/

/** A call that only looks at memory it is given. */
const KEEPS_NOTHING: ReadonlySet<string> = new Set([
  'memcpy',
  'memset',
  'strcpy',
  'strscpy',
  'snprintf',
  'sprintf',
  'scnprintf',
  'copy_from_user',
  'copy_to_user',
  'sizeof',
  'IS_ERR',
  'dev_err',
  'dev_dbg',
])

/** A part of it is linked or handed on, and with it the whole: `&io->list`. */
function isPartTaken(syntax: Syntax, node: number, { what }: Acquired): boolean {
  return plain(textOf(syntax, node)).includes(`&${what}->`)
}

/** It is stored, returned or overwritten. */
function isKept(syntax: Syntax, node: number, { what }: Acquired): boolean {
  if (syntax.kind[node] === 'return_statement')
    return plain(textOf(syntax, node)) === `return${what};`
  const own = ['assignment_expression', 'init_declarator'].flatMap((kind) => [
    ...(syntax.kind[node] === kind ? [node] : []),
    ...descendants(syntax, node, kind),
  ])
  return own.some((assignment) => {
    const parts = children(syntax, assignment)
    const [left, right] = [parts[0], parts.at(-1)].map((part) =>
      part === undefined ? '' : plain(textOf(syntax, part)),
    )
    return left === what || right === what || right?.endsWith(`)${what}`) === true
  })
}
