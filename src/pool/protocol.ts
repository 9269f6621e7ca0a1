import type { Limits, Review } from '../model.ts'
import type { PostedSeries } from '../posted.ts'
import type { RuleSet } from '../rules/load.ts'
import type { RangeEnds } from '../sources/range-ends.ts'

/** What a child needs once, before its first series. */
export interface Setup {
  /** The rules that speak. */
  readonly set: RuleSet
  /** The kernel tree's folder; null without one. */
  readonly tree: string | null
  /** The range that is judged, where it is one of that tree. */
  readonly range?: RangeEnds | null
  readonly limits: Limits
}

/** From parent to child: the setup, then one series after the other. */
export type Order =
  | { readonly kind: 'setup'; readonly setup: Setup }
  | {
      readonly kind: 'review'
      readonly posted: PostedSeries
      /** Message-IDs of patches that a child died on. */
      readonly without: readonly string[]
    }

/** From child to parent. */
export type Answer =
  /** From here on this mail is judged. */
  | { readonly kind: 'at'; readonly messageId: string }
  | { readonly kind: 'review'; readonly review: Review }
  | { readonly kind: 'failed'; readonly why: string }
