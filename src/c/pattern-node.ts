import type { Sign } from '../model.ts'
import type { TextGlob } from './text-glob.ts'

/** A node of a compiled pattern. */
export interface PatternNode {
  readonly kind: string
  /** Text of a leaf; null for a node with children. */
  readonly text: string | null
  /** Of a leaf with holes or dots inside: `devm_$NAME`. */
  readonly glob: TextGlob | null
  readonly children: readonly PatternNode[]
  /** `$NAME`: binds the node that stands here; with `dots` the run. */
  readonly hole: string | null
  /** `...`: any run of siblings. */
  readonly dots: boolean
  /** Of the line it begins on. */
  readonly sign: Sign
  /** The lines it begins and ends on, from 0, among those it was read from. */
  readonly row: number
  readonly endRow: number
  /** What reads the same to a reviewer (isomorphisms.ts). */
  readonly also: readonly PatternNode[]
}

/** A pattern node made to match what is the same to a reviewer, too; its subtree was done before. */
export type Widen = (node: PatternNode) => PatternNode
