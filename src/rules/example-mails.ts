import type { RawMail } from '../model.ts'

/** One mail of an example, and where its body stands among the example's quoted lines. */
export interface ExampleMail {
  readonly messageId: string
  readonly bytes: Uint8Array
  /** Index, from 0, of the quoted line that is line 1 of the decoded body. */
  readonly bodyStart: number
  /** Index of its Subject: line; of its first line where it has none. */
  readonly subject: number
}

/**
 * The mails that the quoted lines of an example make: one, or one behind each
 * `From mboxrd@z Thu Jan  1 00:00:00 1970`. What a mail does not say itself is added: From:, Message-ID:,
 * and, in a thread, In-Reply-To: the first.
 */
export function exampleMails(quoted: readonly string[]): readonly ExampleMail[] {
  const starts = quoted.flatMap((line, i) => (SEPARATOR.test(line) ? [i + 1] : []))
  if (starts.length === 0) return [mailOf(quoted, 0, 'example@lorelint.invalid', null)]
  const mails: ExampleMail[] = []
  for (const [i, start] of starts.entries()) {
    const lines = quoted.slice(start, (starts[i + 1] ?? quoted.length + 1) - 1)
    const id = `example-${i + 1}@lorelint.invalid`
    mails.push(mailOf(lines, start, id, mails[0]?.messageId ?? null))
  }
  return mails
}

/** The mails as a source hands them out. */
export async function* rawMails(
  mails: readonly ExampleMail[],
): AsyncGenerator<RawMail, void, void> {
  for (const { bytes } of mails) {
    yield await Promise.resolve({
      origin: 'example',
      bytes,
      reload: async () => Promise.resolve(bytes),
    })
  }
}

/** As git format-patch --stdout and lore write it between mails. */
const SEPARATOR = /^From \S+ [A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/

/** Quoted headers make a mail; a bare hunk or a quoted quote gets headers of its own. */
function mailOf(
  lines: readonly string[],
  start: number,
  id: string,
  parent: string | null,
): ExampleMail {
  const hasHeader = /^[A-Z][\w-]*: /.test(lines[0] ?? '')
  const blank = lines.indexOf('')
  const head = hasHeader ? lines.slice(0, blank === -1 ? lines.length : blank) : []
  const given = (name: string): string | null => {
    const line = head.find((text) => text.toLowerCase().startsWith(`${name.toLowerCase()}: `))
    return line === undefined ? null : line.slice(name.length + 2)
  }
  const added = [
    ...(given('From') === null ? ['From: A Developer <dev@example.org>'] : []),
    ...(given('Message-ID') === null ? [`Message-ID: <${id}>`] : []),
    ...(parent === null || given('In-Reply-To') !== null ? [] : [`In-Reply-To: <${parent}>`]),
  ]
  const isReply = (lines[0] ?? '').startsWith('>')
  const ours = hasHeader ? [] : [`Subject: ${isReply ? 'Re: ' : ''}[PATCH] example`, '']
  const subject = head.findIndex((line) => line.startsWith('Subject: '))
  return {
    messageId: given('Message-ID')?.replace(/^<|>$/g, '') ?? id,
    bytes: Buffer.from(`${[...added, ...ours, ...lines].join('\n')}\n`),
    bodyStart: start + (hasHeader ? blank + 1 : 0),
    subject: start + Math.max(subject, 0),
  }
}
