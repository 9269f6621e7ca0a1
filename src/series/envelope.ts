import type { Message } from '../model.ts'

/**
 * What grouping needs to know of a mail: small, so that a whole archive's envelopes fit in memory.
 */
export interface Envelope extends Pick<
  Message,
  'messageId' | 'inReplyTo' | 'references' | 'from' | 'date' | 'subject'
> {
  readonly carriesPatch: boolean
}

/** Keeps of a mail what grouping needs. */
export function envelopeOf(message: Message, carriesPatch: boolean): Envelope {
  const { messageId, inReplyTo, references, from, date, subject } = message
  return { messageId, inReplyTo, references, from, date, subject, carriesPatch }
}
