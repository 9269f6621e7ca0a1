import type { Syntax } from '../../model.ts'
import { children, descendants, namedChildren, textOf } from '../../c/walk.ts'
import { callsIn, plain } from './syntax.ts'

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
type State = 'before' | 'trying' | 'held' | 'free' | 'unknown' | 'left'

/** Code that people read nests less. */
const DEEPEST = 60

/** The returns of a function body that leave with the thing held, whichever way they are reached. */
export function returnsHolding(
  syntax: Syntax,
  body: number,
  acquired: Acquired,
): readonly number[] {
  const found: number[] = []
  // The states in which the loop or switch at hand is left by break or continue.
  let jumps: State[] = []
  follow(body, 'before', 0)
  return found

  function follow(node: number, state: State, depth: number): State {
    if (depth > DEEPEST) return 'unknown'
    switch (syntax.kind[node]) {
      case 'compound_statement':
      case 'else_clause':
        return inner(node, state, depth)
      case 'if_statement':
        return branch(node, state, depth)
      case 'while_statement':
      case 'for_statement':
      case 'do_statement':
      case 'switch_statement':
        return jumped(node, state, depth)
      case 'case_statement':
        return inner(node, state, depth)
      case 'labeled_statement':
        // From where it is jumped to nobody asks.
        follow(namedChildren(syntax, node).at(-1) ?? node, 'unknown', depth + 1)
        return 'unknown'
      case 'return_statement':
        if (step(node, state) === 'held') found.push(node)
        return 'left'
      case 'break_statement':
      case 'continue_statement':
        jumps.push(state)
        return 'left'
      case 'goto_statement':
        return 'left'
      default:
        return step(node, state)
    }
  }

  /** One statement after the other; a case is also reached from the head of its switch. */
  function inner(node: number, state: State, depth: number): State {
    return namedChildren(syntax, node).reduce((at, child) => {
      const from = syntax.kind[child] === 'case_statement' ? joined(state, at) : at
      return follow(child, from, depth + 1)
    }, state)
  }

  /** A loop may not run, and both may be left from anywhere inside. */
  function jumped(node: number, state: State, depth: number): State {
    const outer = jumps
    jumps = []
    const end = inner(node, state, depth)
    const all = [state, end, ...jumps].reduce(joined)
    jumps = outer
    return all
  }

  function branch(node: number, state: State, depth: number): State {
    const [condition, yes, no] = namedChildren(syntax, node)
    if (condition === undefined || yes === undefined) return 'unknown'
    const asked = plain(textOf(syntax, condition))
    const tested = step(condition, state)
    if (tested === 'trying') {
      const [then, otherwise] = whichWay(asked, acquired)
      const one = follow(yes, then, depth + 1)
      return joined(one, no === undefined ? otherwise : follow(no, otherwise, depth + 1))
    }
    // Whether it is held may hang on the same condition elsewhere.
    const one = follow(yes, tested, depth + 1)
    const other = no === undefined ? tested : follow(no, tested, depth + 1)
    return joined(one, other)
  }

  function step(node: number, state: State): State {
    let now: State = state
    const all = callsIn(syntax, node)
    if (all.some((call) => call.node === acquired.node)) {
      return acquired.checked === null ? 'held' : 'trying'
    }
    if (now !== 'held' && now !== 'trying') return now
    for (const call of all) {
      const isGiven = call.arguments.some((argument) => argument === acquired.what)
      const mayGive = /unlock|put|disable|release|free|exit|add_action|destroy|unregister/.test(
        call.name,
      )
      if (call.name.startsWith(acquired.release) && isGiven) return 'free'
      if (mayGive) now = 'unknown'
      if (acquired.isMemory && isGiven && !KEEPS_NOTHING.has(call.name)) now = 'unknown'
    }
    if (isKept(node) || (acquired.isMemory && isPartTaken(node))) return 'unknown'
    if (now === 'trying' && syntax.kind[node] !== 'parenthesized_expression') {
      // Other statements between the call and its test, or no test at all.
      return 'unknown'
    }
    return now
  }

  /** A part of it is linked or handed on, and with it the whole: `&io->list`. */
  function isPartTaken(node: number): boolean {
    return plain(textOf(syntax, node)).includes(`&${acquired.what}->`)
  }

  /** It is stored, returned or overwritten. */
  function isKept(node: number): boolean {
    const text = plain(textOf(syntax, node))
    const { what } = acquired
    if (syntax.kind[node] === 'return_statement') return text === `return${what};`
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
}

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

/** What holds where the test of a call is true, and where it is false. */
function whichWay(condition: string, acquired: Acquired): readonly [State, State] {
  const failed: State = acquired.heldOnError ? 'held' : 'free'
  const variable = acquired.checked ?? ''
  const isResult = variable === acquired.what
  const bare = condition.slice(1, -1)
  const good = isResult
    ? [variable, `${variable}!=NULL`, `!IS_ERR(${variable})`]
    : [`!${variable}`, `${variable}==0`, `${variable}>=0`]
  const bad = isResult
    ? [`!${variable}`, `${variable}==NULL`, `IS_ERR(${variable})`, `unlikely(!${variable})`]
    : [variable, `${variable}<0`, `${variable}!=0`, `unlikely(${variable})`]
  if (good.includes(bare)) return ['held', failed]
  if (bad.includes(bare)) return [failed, 'held']
  // `!p || busy(p)`: only where it is false is anything sure.
  if (!bare.includes('&&') && bare.split('||').some((part) => bad.includes(part)))
    return ['unknown', 'held']
  return ['unknown', 'unknown']
}

function joined(one: State, other: State): State {
  if (one === 'left') return other
  if (other === 'left' || one === other) return one
  return 'unknown'
}
