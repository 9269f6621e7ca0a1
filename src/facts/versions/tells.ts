import type { Patch, Series, TextLine } from '../../model.ts'
import { linesOf } from '../../mail/lines.ts'
import type { Situation } from '../situation.ts'
import { type Answer, defineVerb, fact, no, textOfValue, unknown, yes } from '../verb.ts'
import { isOneRun, speaksForSeries, wasUnread } from './before.ts'
import { openerOf, placesToSay } from './changelog.ts'
import { authorsOfSeries, samePerson } from './people.ts'

export const tells = defineVerb({
  name: 'tells',
  doc: 'Cover letter, notes or log of some patch, or a reply of the author to a mail of their own, say what changed since the previous revision. Asked once for a series. Asks the previous revision only whether it was an RFC. Unknown for a first revision, a resend, an RFC that became a patch, what was sent within ten minutes of the previous revision or within an hour in which nobody answered that, and where mails of the series are missing.',
  example: 'not series tells what-changed',
  needs: 'previous',
  subjects: ['series'],
  objects: ['what-changed'],
  from: (_subject, object, situation) =>
    textOfValue(object) === 'what-changed' ? saysWhatChanged(situation) : unknown('not known'),
})

function saysWhatChanged(situation: Situation): Answer {
  const { series } = situation
  if (!speaksForSeries(situation)) return unknown('told at the first patch')
  const settled = settledElsewhere(series)
  if (settled !== null) return unknown(settled)
  const { messageId } = situation.patch.message
  const lines = placesToSay(series, series.patches)
  const opened = lines.find(({ text }) => openerOf(text) !== null)
  if (opened !== undefined) return yes(fact(opened.text.trim(), messageId))
  const cover = series.coverLetter === null ? [] : linesOf(series.coverLetter.body)
  const notes = series.patches.flatMap(({ text }) => text.notes)
  const spoken =
    // Below the cut people write what git shall not keep: mostly what changed.
    notes.find(({ text }) => SPEAKS.test(text.slice(0, 400))) ??
    cover.find(({ text }) => OF_VERSIONS.test(text.slice(0, 400)))
  if (spoken !== undefined) return yes(fact(spoken.text.trim(), messageId))
  const named =
    lines.find(({ text }) => VERSION.test(text.slice(0, 400))) ??
    authorsReplies(series).find(
      ({ text }) => openerOf(text) !== null || VERSION.test(text.slice(0, 400)),
    )
  if (named !== undefined) return yes(fact(named.text.trim(), messageId))
  if (wasRfc(series)) return unknown('the previous revision was an RFC')
  if (isOneRun(series) || wasUnread(series))
    return unknown('sent so soon behind the previous revision that nobody had read it')
  const count = series.patches.length
  const where =
    count === 1
      ? 'the log nor the notes'
      : `the cover letter, the log nor the notes of ${count} patches`
  return no(`v${series.revision}, and neither ${where} say what changed`)
}

/** Words that people use of a new revision. */
const SPEAKS =
  /\b(?:re-?based?|re-?sen[dt]|repost\w*|re-?spin|previous(?:ly)?|last (?:version|time|round|patch)|earlier|review\w*|comments?|feedback|suggest\w*|address\w*|changelog|changed?|changes|since|now|fixe[sd]|fix|add|added|drop|dropped|remove[ds]?|rename[ds]?|move[ds]?|split|squashed|update[ds]?|replaced?|reword\w*|corrected|resolved|versions?|collect\w*|picked|instead|rather than|no longer|any ?more)\b/i

/** Of a cover letter, which tells what the series does: words that only a later version has a use for. */
const OF_VERSIONS =
  /\b(?:re-?bas(?:ed?|ing)|re-?sen[dt]|repost\w*|re-?spin|(?:previous|prior) (?:patch|one)\w*|(?:previous|last|earlier|prior|old|first) (?:version|time|round|series|submission|posting|patch ?set|set|rfc)\w*|review comments?|review(?:ed)? by|feedback|suggest(?:ed|ion)\w*|add?ress(?:ed|es|ing)\b|comments? (?:that|from|by|of|on|received|raised|made|given)\b|changelog|changes|updated?|v ?\d{1,2})\b/i

/** A log that names revisions of itself. */
const VERSION =
  /\b(?:since|in|from|to|after|of) v ?\d{1,2}\b|\bv\d{1,2} ?(?::|->|=>|changes)|\b(?:previous|last|earlier) (?:version|revision|patch)\b/i

function settledElsewhere(series: Series): string | null {
  const first = series.patches[0]
  const { coverLetter } = series
  if (first === undefined) return 'no patch'
  const { subject } = coverLetter ?? first.message
  // A draft may be called v2 by us alone.
  if (subject.revision < 2) return 'its subject names no revision above 1'
  const tags = [...subject.tags, ...first.message.subject.tags]
  if (tags.some((tag) => /^(?:re-?sen[dt]|repost)$/i.test(tag))) return 'a resend'
  if (tags.some((tag) => /^\d+\.\d|stable|^backport/i.test(tag))) return 'a backport'
  if (/\bfor[- ]v\d/i.test(subject.text)) return 'v6 is a kernel here'
  if (first.text.log.some(({ text }) => text.startsWith('>'))) return 'its log answers somebody'
  if (series.missing.length > 0) return 'not all patches of the series are in the input'
  if (coverLetter === null && series.expected > 1 && !isStart(first, series))
    return 'there may be a cover letter that is not in the input'
  if (first.text.quoteDepth > 0) return 'a quoted patch may lack lines'
  return null
}

function wasRfc({ before }: Series): boolean {
  return (
    before?.patches.some(({ message }) =>
      message.subject.tags.some((tag) => /^rfc$/i.test(tag)),
    ) === true
  )
}

/** It answers nothing, or the thread of the previous revision: there is no cover letter above it. */
function isStart({ message }: Patch, { before }: Series): boolean {
  const parent = message.inReplyTo
  return (
    parent === null ||
    before?.coverLetter?.messageId === parent ||
    before?.patches.some((patch) => patch.message.messageId === parent) === true ||
    before?.followups.some(({ messageId }) => messageId === parent) === true
  )
}

/** What the author adds to a mail of their own; who answers a question was asked first. */
function authorsReplies(series: Series): readonly TextLine[] {
  const authors = authorsOfSeries(series)
  return series.followups
    .filter(({ inReplyTo, answers }) => inReplyTo === answers)
    .filter(({ from }) => authors.some((author) => samePerson(author, from)))
    .flatMap(({ remarks }) => remarks.flatMap(({ text }) => linesOf(text)))
}
