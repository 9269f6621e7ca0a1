import { grow, openBudget } from '../c/budget.ts'
import { matchPiece } from '../c/match.ts'
import type { Piece } from '../c/pattern.ts'
import type { Situation } from '../facts/situation.ts'
import { ask } from './ask.ts'
import type { CompiledRule } from './compile.ts'
import type { Patch } from '../model.ts'
import type { PatternHit } from './places.ts'

/**
 * `$SAME`: the functions of the unchanged tree in which the rule's pattern, with all signs blanked, and
 * its clauses hold too: "Same goes for access_pminten(), which has it already." Empty without a tree,
 * and for rules that do not ask.
 */
export function sameElsewhere(
  compiled: CompiledRule,
  hit: PatternHit | null,
  situation: Situation,
): readonly string[] {
  const { matcher } = compiled
  if (matcher?.kind !== 'pattern' || hit === null || situation.tree === null) return []
  const piece = matcher.pattern.pieces.findLast(({ side }) => side === 'new')
  if (piece === undefined || !compiled.rule.comment.includes('$SAME')) return []
  const known = situation.perSeries(compiled, () => new Map<Patch, readonly string[]>())
  const found = known.get(situation.patch) ?? functionsLike(compiled, piece, situation)
  known.set(situation.patch, found)
  return found.filter((name) => name !== hit.inFunction)
}

function functionsLike(
  compiled: CompiledRule,
  piece: Piece,
  situation: Situation,
): readonly string[] {
  const names = new Set<string>()
  for (const file of compiled.inScope(situation.patch) ?? situation.patch.files) {
    const image = file.oldPath === null ? null : situation.treeImage(file.oldPath)
    if (image === null) continue
    const budget = openBudget(situation.late)
    grow(budget, image.syntax.size)
    for (const match of matchPiece(piece, image, {}, { signs: false, budget, most: Infinity })) {
      if (match.inFunction !== null && holds(compiled, match.bindings, situation))
        names.add(match.inFunction)
    }
  }
  return [...names]
}

function holds(
  compiled: CompiledRule,
  from: Readonly<Record<string, string>>,
  situation: Situation,
): boolean {
  let bindings = from
  for (const clause of compiled.clauses) {
    const answer = ask(clause, bindings, situation)
    if (answer.kind !== 'yes') return false
    bindings = { ...bindings, ...answer.solutions[0]?.bind }
  }
  return true
}
