import type { Patch } from '../../model.ts'
import type { Knowledge } from '../../rulebook.ts'
import { components } from './components.ts'
import { splitPlan, type SplitPlan } from './plan.ts'

/** The plan for a patch whoever asks: each part of two changed lines or more that shares no name stands alone. */
export function openPlan(patch: Patch, knowledge: Knowledge): SplitPlan | null {
  const common = new Set(knowledge.lists.get('common-identifiers')?.words ?? [])
  const parts = components(patch, common).filter(({ changes }) => changes.length >= 2)
  return splitPlan(patch, parts)
}
