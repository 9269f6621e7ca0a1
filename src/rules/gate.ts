import type { Clause, Head, Knowledge } from '../rulebook.ts'
import type { PatternNode } from '../c/pattern-node.ts'
import type { CompiledRule } from './compile.ts'
import { isAlternatives, textsOfGlob, textsOfRegex } from './needed.ts'

/**
 * Something without which a rule cannot speak about a patch: one of these keys is there. Keys are
 * `+word` and `-word` for words of changed lines, `trailer:cc`, `path:drivers/iio/`, `text:leak`.
 */
export type Gate = readonly string[]

/** All gates of a rule: none of them for one that may speak about any patch. */
export function gatesOf(compiled: CompiledRule, knowledge: Knowledge): readonly Gate[] {
  const { rule } = compiled
  return [
    ...matcherGates(compiled),
    ...listGates(compiled, knowledge),
    ...rule.heads.flatMap(headGates),
    ...pathGates(rule.files),
  ]
}

function matcherGates({ matcher }: CompiledRule): readonly Gate[] {
  if (matcher?.kind === 'lines') return matcher.lines.words.map((word) => [word])
  if (matcher?.kind !== 'pattern') return []
  const { pieces, scope } = matcher.pattern
  // The other pieces may stand in other patches.
  const here = scope === 'series' ? pieces.slice(0, 1) : pieces
  return here
    .filter(({ sign }) => sign !== ' ')
    .flatMap(({ sign, words }) => words.map((word) => [sign + word]))
}

/** `+$F(...);` with `$F is-in {allocators}`: one word of the list stands on an added line. */
function listGates({ matcher, rule }: CompiledRule, knowledge: Knowledge): readonly Gate[] {
  if (matcher?.kind !== 'pattern') return []
  const { pieces, scope } = matcher.pattern
  const here = scope === 'series' ? pieces.slice(0, 1) : pieces
  return rule.clauses.flatMap((clause): readonly Gate[] => {
    const words = wordsOfClause(clause, knowledge)
    if (words === null || clause.subject.kind !== 'hole') return []
    const hole = clause.subject.name
    const piece = here.find(
      ({ roots, sign }) => sign !== ' ' && roots.some((root) => binds(root, hole)),
    )
    return piece === undefined ? [] : [words.map((word) => piece.sign + word)]
  })
}

/** One of `texts`, in lower case, stands in what the hunks show when the rule speaks. */
export interface TextGate {
  readonly texts: readonly string[]
  /** Holds only where nothing but hunks is looked at: the place may be in a line that the patch leaves alone. */
  readonly hunksOnly: boolean
}

/**
 * `+$F(...);` with `$F matches /^of_(?:get|find)_property$/`: a line holds one of these. Asked only about a rule
 * whose gates are open: to look through all lines costs more than a key, and far less than to parse them.
 */
export function textGatesOf({ matcher, rule }: CompiledRule): readonly TextGate[] {
  return rule.clauses.flatMap(({ verb, negated, subject, object }): readonly TextGate[] => {
    if (negated || verb !== 'matches' || subject.kind !== 'hole' || object.kind !== 'regex')
      return []
    const texts = isOneWord(object.source) ? textsOfRegex(object.source) : null
    if (texts === null) return []
    if (matcher?.kind === 'query') return [{ texts, hunksOnly: true }]
    if (matcher?.kind !== 'pattern') return []
    const { pieces, scope } = matcher.pattern
    const here = scope === 'series' ? pieces.slice(0, 1) : pieces
    const isSigned = here.some(
      ({ roots, sign }) => sign !== ' ' && roots.some((root) => binds(root, subject.name)),
    )
    return isSigned ? [{ texts, hunksOnly: false }] : []
  })
}

/** What such a regex matches is a word from its first letter to its last: it stands on one line. */
function isOneWord(source: string): boolean {
  const inner = /^\^((?:\\w|[\w()|?:[\]*+-])*)\$$/.exec(source)?.[1]
  return inner !== undefined && !isAlternatives(inner)
}

const MOST_WORDS = 500

function wordsOfClause(
  { verb, negated, object }: Clause,
  { lists, tables }: Knowledge,
): readonly string[] | null {
  if (negated || verb !== 'is-in') return null
  const words =
    object.kind === 'list'
      ? lists.get(object.name)?.words
      : object.kind === 'table'
        ? tables.get(object.name)?.rows.map(({ cells }) => cells[object.column] ?? '')
        : undefined
  if (words === undefined || words.length > MOST_WORDS) return null
  return words.every((word) => /^[A-Za-z_]\w*$/.test(word)) ? words : null
}

/** The hole stands for one whole node on a signed line, in whichever way the pattern is read. */
function binds(node: PatternNode, hole: string): boolean {
  if (node.hole === hole) return !node.dots && node.sign !== ' '
  return node.children.some((child) => binds(child, hole))
}

function headGates({ no, key, test }: Head): readonly Gate[] {
  if (no) return []
  if (!TEXTS.has(key)) return [[`trailer:${key.toLowerCase()}`]]
  if (key === 'Tag' || ('not' in test && test.not)) return []
  const texts =
    test.kind === 'regex'
      ? textsOfRegex(test.source)
      : test.kind === 'glob'
        ? textsOfGlob(test.glob)
        : null
  return texts === null ? [] : [texts.map((text) => `text:${text}`)]
}

/** What is no trailer. */
const TEXTS: ReadonlySet<string> = new Set(['Subject', 'Tag', 'Message', 'Notes', 'From', 'To'])

/** A folder or the folder in front of a glob's first star; none when one glob has no such. */
function pathGates(files: readonly string[]): readonly Gate[] {
  if (files.length === 0) return []
  const folders = files.map((glob) => {
    const [fixed = ''] = glob.split(/[*?]/)
    return fixed === glob ? glob : fixed.slice(0, fixed.lastIndexOf('/') + 1)
  })
  return folders.includes('') ? [] : [folders.map((folder) => `path:${folder}`)]
}
