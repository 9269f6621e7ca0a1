import type { Rule } from '../rulebook.ts'
import { findingKey, type Judged, verdicts } from './judged.ts'
import { type Ground, groundOf, type JudgedPatch, type Material } from './material.ts'
import type { Fire } from './record.ts'
import { type Said, saidOf } from './said.ts'
import { type Together, togetherOf } from './together.ts'
import { type Rate, wilson } from '../rules/wilson.ts'

/** A mail worth reading, and the reply that says why. */
export interface Reading {
  readonly messageId: string
  readonly date: string | null
  readonly reply: string | null
}

/** How a rule did over some patches. */
export interface Figures {
  readonly patches: number
  /** Patches it spoke on, of those judged. */
  readonly fires: Rate
  readonly comments: number
  /** Fires where a human said the same: on labels where the rule has some, else by place and wording. */
  readonly said: number
  readonly saidByLabels: number
  readonly saidByWords: number
  /** Of fired patches that were reviewed, those where somebody said such a thing; and of all reviewed ones. */
  readonly commentRate: Rate
  readonly baseRate: Rate
  /** Fires on patches that were taken as posted. */
  readonly accepted: number
  /** Of labelled patches, those it spoke on; the others are misses. */
  readonly recall: Rate
  readonly misses: number
  readonly judged: JudgedFigures
}

export interface JudgedFigures {
  readonly right: number
  readonly arguable: number
  readonly wrong: number
  /** Strict: right, of all judged. */
  readonly precision: Rate
  /** Findings that several readers judged. */
  readonly readTwice: number
  /** Those of them on which they differ; they count as arguable. */
  readonly disagreed: number
  /** Judged findings that are no longer found, on patches that are here. */
  readonly gone: number
  /** Judged findings of patches that are not in this input. */
  readonly elsewhere: number
}

export interface RuleFigures extends Figures {
  readonly rule: Rule
  readonly by: 'labels' | 'words'
  readonly perInput: readonly Figures[]
  /** The newest ten of each kind. */
  readonly newest: {
    readonly said: readonly Reading[]
    readonly accepted: readonly Reading[]
    readonly alone: readonly Reading[]
    readonly misses: readonly Reading[]
  }
}

export interface Measurement {
  readonly inputs: readonly string[]
  readonly mails: number
  readonly patches: number
  readonly reviewed: number
  readonly accepted: number
  /** Patches that were not judged whole: their silence says nothing. */
  readonly limited: number
  readonly rules: readonly RuleFigures[]
  /** What the rules that speak by default say together, by input. */
  readonly together: readonly Together[]
  /** Every finding, to sample from. */
  readonly fires: readonly Fire[]
}

const NEWEST = 10

/** Counts everything there is to say about each rule. */
export function measure(material: Material): Measurement {
  const ground = groundOf(material)
  const judged = verdicts(material.judgements)
  const count = (holds: (patch: JudgedPatch) => boolean): number =>
    ground.patches.filter(holds).length
  return {
    inputs: material.inputs,
    mails: material.mails,
    patches: ground.patches.length,
    reviewed: count((patch) => patch.reviewed),
    accepted: count((patch) => patch.accepted),
    limited: count((patch) => patch.limited),
    rules: material.rules.map((rule) => figuresOf(rule, material, ground, judged)),
    together: togetherOf(material, ground),
    fires: ground.fires,
  }
}

function figuresOf(
  rule: Rule,
  material: Material,
  ground: Ground,
  judged: ReadonlyMap<string, Judged>,
): RuleFigures {
  const facts = saidOf(rule, material, ground)
  const over = (input: number | null): Figures =>
    counted(rule, { ...material, input }, ground, facts, judged)
  const { fired, saidOn, such, misses } = facts
  const read = (ids: Iterable<string>, reply: (id: string) => string | null): readonly Reading[] =>
    newest([...ids].map((id) => ({ messageId: id, date: dateOf(id, material), reply: reply(id) })))
  const on = [...fired].filter((id) => ground.byId.has(id))
  return {
    rule,
    by: facts.by,
    ...over(null),
    perInput: material.inputs.map((_, input) => over(input)),
    newest: {
      said: read(saidOn.keys(), (id) => saidOn.get(id) ?? null),
      accepted: read(
        on.filter((id) => ground.byId.get(id)?.accepted === true),
        () => null,
      ),
      alone: read(
        on.filter((id) => !saidOn.has(id) && !such(id)),
        () => null,
      ),
      misses: newest(
        misses.map(({ patch, reply }) => ({
          messageId: patch,
          date: dateOf(patch, material),
          reply,
        })),
      ),
    },
  }
}

function counted(
  rule: Rule,
  at: Material & { readonly input: number | null },
  ground: Ground,
  facts: Said,
  judged: ReadonlyMap<string, Judged>,
): Figures {
  const inside = (patch: JudgedPatch | undefined): boolean =>
    patch !== undefined && (at.input === null || patch.input === at.input)
  const here = (id: string): boolean => inside(ground.byId.get(id))
  const patches = ground.patches.filter(inside)
  const fires = ground.fires.filter((fire) => fire.rule === rule.id && here(fire.messageId))
  const fired = patches.filter((patch) => facts.fired.has(patch.messageId))
  const reviewed = patches.filter((patch) => patch.reviewed)
  const firedReviewed = fired.filter((patch) => patch.reviewed)
  const such = (some: readonly JudgedPatch[]): Rate =>
    wilson(some.filter((patch) => facts.such(patch.messageId)).length, some.length)
  const labels = facts.labels.filter((label) => inside(ground.labelled(label)[0]))
  const misses = facts.misses.filter((label) => inside(ground.labelled(label)[0]))
  const among = (map: ReadonlyMap<string, unknown>): number => [...map.keys()].filter(here).length
  return {
    patches: patches.length,
    fires: wilson(fired.length, patches.length),
    comments: fires.length,
    said: among(facts.saidOn),
    saidByLabels: among(facts.byLabel),
    saidByWords: among(facts.byWords),
    commentRate: such(firedReviewed),
    baseRate: such(reviewed),
    accepted: fired.filter((patch) => patch.accepted).length,
    recall: wilson(labels.length - misses.length, labels.length),
    misses: misses.length,
    judged: judgedFigures(rule.id, fires.map(findingKey), here, at.judgements, judged),
  }
}

function judgedFigures(
  rule: string,
  found: readonly string[],
  here: (messageId: string) => boolean,
  judgements: Material['judgements'],
  judged: ReadonlyMap<string, Judged>,
): JudgedFigures {
  const counts = { right: 0, arguable: 0, wrong: 0 }
  let disagreed = 0
  let readTwice = 0
  for (const key of found) {
    const one = judged.get(key)
    if (one === undefined) continue
    counts[one.verdict]++
    if (one.readers > 1) readTwice++
    if (one.disagreed) disagreed++
  }
  const present = new Set(found)
  const others = new Map(
    judgements
      .filter((j) => j.rule === rule && !present.has(findingKey(j)))
      .map((j) => [findingKey(j), here(j.messageId)]),
  )
  const gone = [...others.values()].filter((isHere) => isHere).length
  const all = counts.right + counts.arguable + counts.wrong
  return {
    ...counts,
    precision: wilson(counts.right, all),
    readTwice,
    disagreed,
    gone,
    elsewhere: others.size - gone,
  }
}

function dateOf(messageId: string, { sent }: Material): string | null {
  return sent.get(messageId)?.date ?? null
}

function newest(readings: readonly Reading[]): readonly Reading[] {
  return readings
    .toSorted((a, b) => {
      const [one, other] = [a.date ?? '', b.date ?? '']
      if (one !== other) return one > other ? -1 : 1
      return a.messageId < b.messageId ? -1 : 1
    })
    .slice(0, NEWEST)
}
