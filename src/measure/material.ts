import type { Rule } from '../rulebook.ts'
import type { Judgement } from './judged.ts'
import type { Label } from './labels.ts'
import type { Fire, SeriesRecord } from './record.ts'
import type { Heard } from './replies.ts'

/** Everything a measurement rests on, whatever read it. */
export interface Material {
  readonly rules: readonly Rule[]
  /** What each input is called: "kvmarm@4be7d95f3907". */
  readonly inputs: readonly string[]
  readonly mails: number
  readonly records: readonly SeriesRecord[]
  /** Each patch mail: which input had it first, and when it was sent. */
  readonly sent: ReadonlyMap<string, Sent>
  readonly heard: ReadonlyMap<string, Heard>
  readonly labels: readonly Label[]
  readonly classes: ReadonlyMap<string, ReadonlySet<string>>
  readonly judgements: readonly Judgement[]
}

export interface Sent {
  readonly input: number
  readonly date: string | null
}

/** One patch that was judged. */
export interface JudgedPatch {
  readonly messageId: string
  readonly series: number
  readonly input: number
  readonly date: string | null
  /** A person other than its author said something about it. */
  readonly reviewed: boolean
  /** Somebody else took it, and said nothing of changes. */
  readonly accepted: boolean
  readonly limited: boolean
}

/** The material, indexed: what figures are counted from. */
export interface Ground {
  readonly patches: readonly JudgedPatch[]
  readonly byId: ReadonlyMap<string, JudgedPatch>
  /** Every finding once. */
  readonly fires: readonly Fire[]
  /** Labels of a series (its cover letter and patches) and of its next version. */
  readonly labelsFor: (patch: JudgedPatch) => readonly Label[]
  /** The patches a label is about: those of the series, when it is about the cover letter. */
  readonly labelled: (label: Label) => readonly JudgedPatch[]
}

export function groundOf(material: Material): Ground {
  const { records, sent, heard } = material
  const byId = new Map<string, JudgedPatch>()
  const fires: Fire[] = []
  const coverOf = new Map<string, number>()
  for (const [series, record] of records.entries()) {
    const taken = acceptedIn(record, heard)
    const limited = new Set(record.limited)
    if (record.cover !== null && !coverOf.has(record.cover)) coverOf.set(record.cover, series)
    const fresh = new Set(record.patches.map((p) => p.messageId).filter((id) => !byId.has(id)))
    for (const messageId of fresh)
      byId.set(messageId, {
        messageId,
        series,
        input: sent.get(messageId)?.input ?? 0,
        date: sent.get(messageId)?.date ?? null,
        reviewed: heard.get(messageId)?.remarked ?? false,
        accepted: taken.has(messageId),
        limited: limited.has(messageId),
      })
    fires.push(...record.fires.filter((fire) => fresh.has(fire.messageId)))
  }
  const patches = [...byId.values()]
  const labelled = (label: Label): readonly JudgedPatch[] => {
    const patch = byId.get(label.patch)
    if (patch !== undefined) return [patch]
    const series = coverOf.get(label.patch)
    const ids = series === undefined ? [] : (records[series]?.patches ?? [])
    return ids.map((p) => byId.get(p.messageId)).filter((p) => p !== undefined)
  }
  return { patches, byId, fires, labelled, labelsFor: openLabels(material, labelled) }
}

function openLabels(
  { records, labels }: Material,
  labelled: Ground['labelled'],
): Ground['labelsFor'] {
  const bySeries = new Map<number, Label[]>()
  for (const label of labels) {
    const series = labelled(label)[0]?.series
    if (series !== undefined) bySeries.set(series, [...(bySeries.get(series) ?? []), label])
  }
  const next = new Map<string, number>()
  for (const [series, { previous }] of records.entries())
    if (previous !== null && !next.has(previous)) next.set(previous, series)
  return ({ series }) => {
    const after = next.get(records[series]?.first ?? '')
    return [
      ...(bySeries.get(series) ?? []),
      ...(after === undefined ? [] : (bySeries.get(after) ?? [])),
    ]
  }
}

/** The patches of a series that were taken as they were posted. */
function acceptedIn(
  { cover, patches }: SeriesRecord,
  heard: Material['heard'],
): ReadonlySet<string> {
  const taken = new Set<string>()
  const changed = new Set<string>()
  const mails = cover === null ? [] : [{ messageId: cover, counter: 0 }]
  for (const { messageId, counter } of [...mails, ...patches]) {
    for (const acceptance of heard.get(messageId)?.acceptances ?? []) {
      const { counters, whole } = acceptance
      const meant = patches.filter((patch) => {
        if (counters !== null) return counters.includes(patch.counter)
        return counter === 0 || whole || patch.counter === counter
      })
      for (const patch of meant) (acceptance.changed ? changed : taken).add(patch.messageId)
    }
  }
  return new Set([...taken].filter((id) => !changed.has(id)))
}
