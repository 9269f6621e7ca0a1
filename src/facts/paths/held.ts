import type { Syntax } from '../../model.ts'
import { namedChildren, textOf } from '../../c/walk.ts'
import { type Acquired, type State, stateBehind } from './hold-state.ts'
import { plain } from './syntax.ts'

/** One acquisition followed through a function. */
interface Walk {
  readonly syntax: Syntax
  readonly acquired: Acquired
  /** The returns seen so far that leave with it. */
  readonly found: number[]
  /** The states in which the loop or switch at hand is left by break or continue. */
  readonly jumps: State[]
}

/** Code that people read nests less. */
const DEEPEST = 60

/** The returns of a function body that leave with the thing held, whichever way they are reached. */
export function returnsHolding(
  syntax: Syntax,
  body: number,
  acquired: Acquired,
): readonly number[] {
  const found: number[] = []
  follow({ syntax, acquired, found, jumps: [] }, body, 'before', 0)
  return found
}

/** The state behind a node with all that is in it. */
function follow(walk: Walk, node: number, state: State, depth: number): State {
  const { syntax, acquired, found, jumps } = walk
  if (depth > DEEPEST) return 'unknown'
  switch (syntax.kind[node]) {
    case 'compound_statement':
    case 'else_clause':
    case 'case_statement':
      return throughAll(walk, node, state, depth)
    case 'if_statement':
      return throughBranches(walk, node, state, depth)
    case 'while_statement':
    case 'for_statement':
    case 'do_statement':
    case 'switch_statement':
      return throughJumps(walk, node, state, depth)
    case 'labeled_statement':
      // From where it is jumped to nobody asks.
      follow(walk, namedChildren(syntax, node).at(-1) ?? node, 'unknown', depth + 1)
      return 'unknown'
    case 'return_statement':
      if (stateBehind(syntax, node, acquired, state) === 'held') found.push(node)
      return 'left'
    case 'break_statement':
    case 'continue_statement':
      jumps.push(state)
      return 'left'
    case 'goto_statement':
      return 'left'
    default:
      return stateBehind(syntax, node, acquired, state)
  }
}

/** One statement after the other; a case is also reached from the head of its switch. */
function throughAll(walk: Walk, node: number, state: State, depth: number): State {
  return namedChildren(walk.syntax, node).reduce((at, child) => {
    const from = walk.syntax.kind[child] === 'case_statement' ? joined(state, at) : at
    return follow(walk, child, from, depth + 1)
  }, state)
}

/** A loop may not run, and loops and switches may be left from anywhere inside. */
function throughJumps(walk: Walk, node: number, state: State, depth: number): State {
  const jumps: State[] = []
  const end = throughAll({ ...walk, jumps }, node, state, depth)
  return [state, end, ...jumps].reduce(joined)
}

function throughBranches(walk: Walk, node: number, state: State, depth: number): State {
  const { syntax, acquired } = walk
  const [condition, yes, no] = namedChildren(syntax, node)
  if (condition === undefined || yes === undefined) return 'unknown'
  const tested = stateBehind(syntax, condition, acquired, state)
  const [then, otherwise] =
    tested === 'trying'
      ? whichWay(plain(textOf(syntax, condition)), acquired)
      : // Whether it is held may hang on the same condition elsewhere.
        [tested, tested]
  const one = follow(walk, yes, then, depth + 1)
  return joined(one, no === undefined ? otherwise : follow(walk, no, otherwise, depth + 1))
}

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
