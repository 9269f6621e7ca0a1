/** What of a mail matters for a test; the rest is filled in. */
export interface Crafted {
  readonly subject: string
  readonly id: string
  readonly from?: string
  /** Seconds after all crafted mails' common start. */
  readonly at?: number
  readonly inReplyTo?: string
  readonly references?: readonly string[]
  /** A small patch to a file of its own unless given. */
  readonly body?: string
}

const START = Date.UTC(2024, 0, 1, 10)

/** A mail as git send-email would write it. */
export function craft(mail: Crafted): string {
  const { subject, id, from = 'A Author <a@example.org>', at = 0, inReplyTo } = mail
  const references = mail.references ?? (inReplyTo === undefined ? [] : [inReplyTo])
  const head = [
    `From: ${from}`,
    'To: list@example.org',
    `Subject: ${subject}`,
    `Date: ${new Date(START + at * 1000).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}>`,
    ...(inReplyTo === undefined ? [] : [`In-Reply-To: <${inReplyTo}>`]),
    ...(references.length === 0
      ? []
      : [`References: ${references.map((r) => `<${r}>`).join(' ')}`]),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
  ]
  return `${head.join('\n')}\n\n${mail.body ?? patchTo(`${id.replaceAll(/\W/g, '-')}.c`)}`
}

/** A commit log and a patch that adds one line to `path`. */
export function patchTo(path: string): string {
  return [
    'Why this is needed.',
    '',
    'Signed-off-by: A Author <a@example.org>',
    '---',
    ` ${path} | 1 +`,
    ' 1 file changed, 1 insertion(+)',
    '',
    `diff --git a/${path} b/${path}`,
    'index 1234567..89abcde 100644',
    `--- a/${path}`,
    `+++ b/${path}`,
    '@@ -1,2 +1,3 @@',
    ' int a;',
    '+int b;',
    ' int c;',
    '-- ',
    '2.43.0',
    '',
  ].join('\n')
}
