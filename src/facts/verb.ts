import type { DiffLine, FileDiff, TextLine } from '../model.ts'
import type { Table, WordList } from '../rulebook.ts'
import type { Situation } from './situation.ts'

/** What a term stands for when a clause is asked. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  /** A hole nothing has bound yet: the verb may bind it. */
  | { readonly kind: 'free'; readonly hole: string }
  | { readonly kind: 'list'; readonly list: WordList }
  | { readonly kind: 'table'; readonly table: Table; readonly column: string }
  | { readonly kind: 'regex'; readonly source: string; readonly find: (text: string) => boolean }

/** A place in the patch that a solution rests on. */
export type Place =
  | { readonly kind: 'line'; readonly file: FileDiff; readonly line: DiffLine }
  | { readonly kind: 'log'; readonly line: TextLine }

export interface Solution {
  /** Holes this solution binds, without $; may hold more than the clause names (see the verb's `binds`). */
  readonly bind: Readonly<Record<string, string>>
  readonly said: string
  readonly where: string
  /** Best place first; empty when the fact is not in the patch. */
  readonly places: readonly Place[]
}

/** Three-valued: *unknown* never fires, and *not unknown* is unknown. */
export type Answer =
  | { readonly kind: 'yes'; readonly solutions: readonly Solution[] }
  | { readonly kind: 'no'; readonly said: string }
  | { readonly kind: 'unknown'; readonly said: string }

/**
 * What a verb must have before it can answer: the mail alone, the whole series, the previous revision with
 * its replies, a kernel tree, or the history of one. Without it the answer is *unknown*.
 */
export type Need = 'mail' | 'series' | 'previous' | 'tree' | 'history'

/** A named relation between two terms, with its documentation: TypeScript adds verbs, never rules. */
export interface Verb {
  readonly name: string
  /** Other spellings: `is-an` for `is-a`. */
  readonly aliases: readonly string[]
  readonly doc: string
  readonly example: string
  /** Holes a solution binds besides those named in the clause. */
  readonly binds: readonly string[]
  readonly needs: Need
  /**
   * It is about this step of the series, not about where the series ends: what a later patch does cannot
   * mend it (a build that breaks in between stays broken for who bisects).
   */
  readonly aboutStep: boolean
  /** Subjects and objects it accepts: `$HOLE`, `patch`, `series`, a word. For the reader's checks. */
  readonly subjects: readonly string[]
  readonly objects: readonly string[]
  readonly from: (subject: Value, object: Value, situation: Situation) => Answer
}

/** A verb, checked where it is written: every relation has a doc line, an example and what it needs. */
export function defineVerb(
  verb: Omit<Verb, 'aliases' | 'binds' | 'aboutStep'> & Partial<Verb>,
): Verb {
  return { aliases: [], binds: [], aboutStep: false, ...verb }
}

/** One kind of thing that `is-a` knows; each says what it needs by itself. */
export interface Kind {
  readonly name: string
  readonly subject: 'patch' | 'series' | '$HOLE'
  readonly doc: string
  readonly example: string
  readonly needs: Need
  readonly from: (subject: Value, situation: Situation) => Answer
}

export const no = (said: string): Answer => ({ kind: 'no', said })
export const unknown = (said: string): Answer => ({ kind: 'unknown', said })
export const yes = (...solutions: readonly Solution[]): Answer => ({ kind: 'yes', solutions })

/** *Yes* with what was found, or *no* with why nothing was. */
export function yesIfAny(found: readonly Solution[], nothing: string): Answer {
  return found.length === 0 ? no(nothing) : yes(...found)
}

/** A solution that binds nothing. */
export function fact(said: string, where: string, places: readonly Place[] = []): Solution {
  return { bind: {}, said, where, places }
}

/** What an object binds: the text under its hole, nothing where it stands for something already. */
export function bindHole(object: Value, text: string): Readonly<Record<string, string>> {
  return object.kind === 'free' ? { [object.hole]: text } : {}
}

/** The hole a column of a table binds: `use-instead` -> USE_INSTEAD. */
export function holeOfColumn(column: string): string {
  return column.toUpperCase().replace(/[^A-Z0-9]+/g, '_')
}

/** What a value says as text; null for a free hole or a list. */
export function textOfValue(value: Value): string | null {
  return value.kind === 'text' ? value.text : null
}
