import type { Rule } from '../rulebook.ts'
import type { Label } from './labels.ts'
import type { Ground, Material } from './material.ts'
import { placesOf } from './replies.ts'

/** What a rule said, and what humans said of the same thing. */
export interface Said {
  /** Where the rule has labels they decide; else place and wording. */
  readonly by: 'labels' | 'words'
  readonly fired: ReadonlySet<string>
  readonly byLabel: ReadonlyMap<string, string | null>
  readonly byWords: ReadonlyMap<string, string | null>
  /** Fired patch -> the reply that says the same. */
  readonly saidOn: ReadonlyMap<string, string | null>
  /** Somebody said such a thing about this patch, whether the rule spoke or not. */
  readonly such: (messageId: string) => boolean
  readonly labels: readonly Label[]
  readonly misses: readonly Label[]
}

export function saidOf(rule: Rule, material: Material, ground: Ground): Said {
  const classes = material.classes.get(rule.id) ?? new Set<string>()
  const ours = uniqueLabels(material.labels.filter((label) => classes.has(label.class)))
  const labels = ours.filter((label) => ground.labelled(label).length > 0)
  const by = ours.length > 0 ? 'labels' : 'words'
  const fires = ground.fires.filter((fire) => fire.rule === rule.id)
  const fired = new Set(fires.map((fire) => fire.messageId))
  const labelOf = (id: string): Label | undefined => {
    const patch = ground.byId.get(id)
    const all = patch === undefined ? [] : ground.labelsFor(patch)
    return all.find((label) => classes.has(label.class))
  }
  const byLabel = new Map<string, string | null>()
  for (const id of fired) {
    const label = labelOf(id)
    if (label !== undefined) byLabel.set(id, label.reply)
  }
  const byWords = new Map(
    fires.filter((fire) => fire.said !== null).map((fire) => [fire.messageId, fire.said]),
  )
  const about = new Set(labels.flatMap((label) => ground.labelled(label)).map((p) => p.messageId))
  const place = placesOf(material.rules).get(rule.id) ?? -1
  return {
    by,
    fired,
    byLabel,
    byWords,
    saidOn: by === 'labels' ? byLabel : byWords,
    such: (id) =>
      by === 'labels' ? about.has(id) : material.heard.get(id)?.rules.has(place) === true,
    labels,
    misses: labels.filter((label) => !ground.labelled(label).some((p) => fired.has(p.messageId))),
  }
}

/** One remark of one class on one patch is one label, however many files list it. */
function uniqueLabels(labels: readonly Label[]): readonly Label[] {
  return [...new Map(labels.map((label) => [label.patch, label])).values()]
}
