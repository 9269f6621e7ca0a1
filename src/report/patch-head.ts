import { textHeader } from './header.ts'

/** What tells a reader of mail that the body is plain text in UTF-8. */
export const PLAIN_TEXT: readonly string[] = [
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=UTF-8',
  'Content-Transfer-Encoding: 8bit',
]

interface PatchHead {
  /** The whole header. */
  readonly from: string
  /** ISO 8601; null when nobody knows it. */
  readonly date: string | null
  readonly subject: string
}

/** The headers of a patch as git format-patch writes them. */
export function patchHead({ from, date, subject }: PatchHead): readonly string[] {
  return [
    // git am knows a mailbox, and a mail that git wrote, by this line and its date.
    `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001`,
    from,
    ...(date === null ? [] : [`Date: ${new Date(date).toUTCString().replace('GMT', '+0000')}`]),
    textHeader('Subject', subject),
    ...PLAIN_TEXT,
  ]
}
