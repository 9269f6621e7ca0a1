import type { Patch } from '../../model.ts'
import type { Table } from '../../rulebook.ts'
import type { Situation } from '../situation.ts'
import { stableFeatures } from './features.ts'

const WEIGHTS = 'stable-weights'

export interface Score {
  /** The sum of the weights: the higher, the more speaks against a bug fix. */
  readonly against: number
  /** Above it a patch is called no fix. */
  readonly threshold: number
  readonly features: ReadonlySet<string>
  /** The features that speak for a fix, by their weights. */
  readonly pleas: readonly string[]
}

/** The weighted sum of a patch's features (rules/tables/stable-weights.tsv); null without the table. */
export function fixScore({
  patch,
  knowledge,
}: Pick<Situation, 'patch' | 'knowledge'>): Score | null {
  const table = knowledge.tables.get(WEIGHTS)
  return table === undefined ? null : scoreWith(patch, weightsOf(table))
}

function weightsOf(table: Table): ReadonlyMap<string, number> {
  return new Map(table.rows.map(({ cells }) => [cells['feature'] ?? '', Number(cells['weight'])]))
}

function scoreWith(patch: Patch, weights: ReadonlyMap<string, number>): Score {
  const features = stableFeatures(patch)
  return {
    against: features.reduce((sum, name) => sum + (weights.get(name) ?? 0), 0),
    threshold: weights.get('threshold') ?? Infinity,
    features: new Set(features),
    pleas: features.filter((name) => (weights.get(name) ?? 0) < 0),
  }
}
