import type { Rule, Share } from '../rulebook.ts'
import { speaksByDefault } from '../rules/speaking.ts'
import type { Label } from './labels.ts'
import type { Ground, JudgedPatch, Material } from './material.ts'

/** What the rules that speak by default say together over one input. */
export interface Together {
  readonly patches: number
  /** Patches with any comment, and with any error or warning. */
  readonly commented: number
  readonly warned: number
  /** The same of patches that were taken as posted. */
  readonly accepted: number
  readonly acceptedCommented: number
  readonly acceptedWarned: number
  /** Class -> labels of it, with those that a rule of the class spoke on. */
  readonly classes: ReadonlyMap<string, ClassRecall>
}

/** By the rules that speak by default, and by all. */
interface ClassRecall {
  readonly speaking: Share
  readonly all: Share
}

/** For each input, in their order. */
export function togetherOf(material: Material, ground: Ground): readonly Together[] {
  const speaking = new Set(material.rules.filter(speaksByDefault).map(({ id }) => id))
  const severe = new Set(
    material.rules.filter(({ severity }) => severity !== 'note').map(({ id }) => id),
  )
  const fires = ground.fires.filter(({ rule }) => speaking.has(rule))
  const commented = new Set(fires.map(({ messageId }) => messageId))
  const warned = new Set(
    fires.filter(({ rule }) => severe.has(rule)).map(({ messageId }) => messageId),
  )
  return material.inputs.map((_, input) => {
    const patches = ground.patches.filter((patch) => patch.input === input)
    const accepted = patches.filter((patch) => patch.accepted)
    return {
      patches: patches.length,
      commented: among(patches, commented),
      warned: among(patches, warned),
      accepted: accepted.length,
      acceptedCommented: among(accepted, commented),
      acceptedWarned: among(accepted, warned),
      classes: classesOf(material, ground, input),
    }
  })
}

function among(patches: readonly JudgedPatch[], ids: ReadonlySet<string>): number {
  return patches.filter(({ messageId }) => ids.has(messageId)).length
}

function classesOf(
  { rules, classes, labels }: Material,
  ground: Ground,
  input: number,
): ReadonlyMap<string, ClassRecall> {
  const names = new Set([...classes.values()].flatMap((of) => [...of]))
  const here = labels.filter((label) => ground.labelled(label)[0]?.input === input)
  const found = new Map<string, ClassRecall>()
  for (const name of [...names].toSorted()) {
    const ours = new Map(here.filter((l) => l.class === name).map((l) => [l.patch, l]))
    if (ours.size === 0) continue
    const able = rules.filter(({ id }) => classes.get(id)?.has(name) === true)
    const by = (some: readonly Rule[]): Share => heard([...ours.values()], some, ground)
    found.set(name, { speaking: by(able.filter(speaksByDefault)), all: by(able) })
  }
  return found
}

/** Of the labels those where one of the rules spoke on a patch that is meant. */
function heard(labels: readonly Label[], rules: readonly Rule[], ground: Ground): Share {
  const ids = new Set(rules.map(({ id }) => id))
  const fired = new Set(
    ground.fires.filter(({ rule }) => ids.has(rule)).map(({ messageId }) => messageId),
  )
  const count = labels.filter((label) => ground.labelled(label).some((p) => fired.has(p.messageId)))
  return { count: count.length, of: labels.length }
}
