import type { Message, Patch, Series, SeriesHead } from '../model.ts'
import type { Group } from './group.ts'

/** Values by their index in the input; an array, or a map of those that are at hand. */
export type ByIndex<T> = Readonly<Record<number, T | null>>

/** What a series' place among the others says, as far as somebody asked. */
export type History = Partial<Pick<Series, 'supersedes'>>

/** Makes the series of a group out of the mails and patches it names. */
export function assembleSeries(
  group: Group,
  messages: ByIndex<Message>,
  patches: ByIndex<Patch>,
  previous: string | null,
  history: History = {},
): Series {
  const coverLetter = group.cover === null ? null : (messages[group.cover] ?? null)
  const members = group.members.map((i) => patches[i] ?? null).filter((p) => p !== null)
  const bodies = [coverLetter, ...members.map((p) => p.message)].map((m) => m?.body ?? '')
  return {
    revision: group.revision,
    expected: group.expected,
    changeId: findLine(bodies, /^change-id: +(\S+)/m),
    baseCommit: findLine(bodies, /^base-commit: +([0-9a-f]{7,64})\b/m),
    coverLetter,
    patches: members,
    missing: group.missing,
    extra: group.extra,
    twice: group.twice,
    previous,
    supersedes: history.supersedes ?? previous,
    rangeDiff: null,
    followups: [],
    before: null,
    carriedOver: [],
  }
}

function findLine(bodies: readonly string[], pattern: RegExp): string | null {
  for (const body of bodies) {
    const found = pattern.exec(body)?.[1]
    if (found !== undefined) return found
  }
  return null
}

/** What a report says of a series: `KVM: arm64: Fix x`, v2, 3 patches. */
export function seriesHead(series: Series): SeriesHead {
  const mails = series.patches.map((p) => p.message)
  const all = series.coverLetter === null ? mails : [series.coverLetter, ...mails]
  return {
    subject: series.coverLetter?.subject.title ?? series.patches[0]?.text.title ?? '',
    revision: series.revision,
    expected: series.expected,
    missing: series.missing,
    messageIds: all.map((m) => m.messageId),
    titles: all.map((m) => m.subject.title),
    date: all[0]?.date ?? null,
    patches: series.patches.length,
  }
}
