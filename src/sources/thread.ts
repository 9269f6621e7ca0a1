import type { RawMail } from '../model.ts'

/**
 * Picks the thread of one Message-ID (with or without `<>`) from an archive, read twice: once to
 * find the mail and with it the root of its thread, once for every mail that is the root or names
 * it.
 */
export async function* threadOf(
  msgid: string,
  read: () => AsyncIterable<RawMail>,
): AsyncGenerator<RawMail, void, void> {
  const wanted = msgid.trim().replaceAll(/^<|>$/g, '')
  const found = await find(wanted, read())
  if (found === null) throw new Error(`cannot read <${wanted}>: no such mail in the archive`)
  const root = rootOf(headOf(found)) ?? wanted
  for await (const mail of read()) {
    const head = headOf(mail)
    if (head.includes(`<${root}>`) || head.includes(`<${wanted}>`)) yield mail
  }
}

async function find(wanted: string, mails: AsyncIterable<RawMail>): Promise<RawMail | null> {
  for await (const mail of mails) {
    const head = headOf(mail)
    if (head.includes(`<${wanted}>`) && valueOf(head, 'message-id').includes(wanted)) return mail
  }
  return null
}

/** The first mail that References: (else In-Reply-To:) names. */
function rootOf(head: string): string | null {
  const ids = `${valueOf(head, 'references')} ${valueOf(head, 'in-reply-to')}`
  return /<([^<>\s]+)>/.exec(ids)?.[1] ?? null
}

function headOf(mail: RawMail): string {
  const text = Buffer.from(mail.bytes.subarray(0, 65_536)).toString('latin1')
  const end = /\n\r?\n/.exec(text)
  return end === null ? text : text.slice(0, end.index + 1)
}

function valueOf(head: string, name: string): string {
  const folded = new RegExp(`^${name}:(.*(?:\\n[ \\t].*)*)`, 'im')
  return folded.exec(head)?.[1] ?? ''
}
