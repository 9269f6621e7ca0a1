/**
 * Steps one rule may take in one patch, beyond what the size of the code allows. Ordinary rules take a few
 * thousand; a pattern of many `...` over a long function could take for ever, and is stopped.
 */
const BASE_STEPS = 100_000
const STEPS_PER_NODE = 40

/** What is left of the steps; at 0 the search stopped early and silence means nothing. */
export interface Budget {
  left: number
  /** True when the rule's time is up, whatever steps are left. */
  readonly late: () => boolean
}

export function openBudget(late: Budget['late']): Budget {
  return { left: BASE_STEPS, late }
}

/** More code may take more steps; a budget that ran out stays so. */
export function grow(budget: Budget, nodes: number): void {
  if (budget.left > 0) budget.left += nodes * STEPS_PER_NODE
}

/** Takes one step; false when none is left. The clock is asked now and then only. */
export function spend(budget: Budget): boolean {
  budget.left--
  if ((budget.left & 0xfff) === 0 && budget.late()) budget.left = 0
  return budget.left > 0
}
