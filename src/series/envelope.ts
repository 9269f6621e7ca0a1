import type { Message } from '../model.ts'

/**
 * What grouping needs to know of a mail: small, so that a whole archive's envelopes fit in memory.
 */
export interface Envelope extends Pick<
  Message,
  'messageId' | 'inReplyTo' | 'references' | 'from' | 'date' | 'subject'
> {
  readonly carriesPatch: boolean
  /** As `git patch-id --stable`; null where nobody counted it, or there is no patch. */
  readonly patchId: string | null
  /** Written by git format-patch, and not sent since: its author and date are the commit's. */
  readonly isCommit: boolean
}

/** Keeps of a mail what grouping needs. */
export function envelopeOf(
  message: Message,
  carriesPatch: boolean,
  patchId: string | null = null,
  isCommit = false,
): Envelope {
  const { messageId, inReplyTo, references, from, date, subject } = message
  return { messageId, inReplyTo, references, from, date, subject, carriesPatch, patchId, isCommit }
}

/** The ids a mail answers, the nearest first. */
export function answered(mail: Pick<Envelope, 'inReplyTo' | 'references'>): readonly string[] {
  const above = mail.references.toReversed()
  return mail.inReplyTo === null ? above : [mail.inReplyTo, ...above]
}

/** True for what people mark as sent again: RESEND, REPOST. */
export function isResend(mail: Envelope): boolean {
  return mail.subject.tags.some((t) => /^(?:re-?sen[dt]|repost)$/i.test(t))
}

/** True when both mails come from one address, however its name is written. */
export function sameAuthor(a: Envelope, b: Envelope): boolean {
  return a.from.address.toLowerCase() === b.from.address.toLowerCase()
}

/** Milliseconds between two mails; NaN where a date is missing. */
export function timeApart(a: Envelope, b: Envelope): number {
  return Math.abs(Date.parse(a.date ?? '') - Date.parse(b.date ?? ''))
}

export const hour = 60 * 60 * 1000
