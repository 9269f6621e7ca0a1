import { parseMessage } from '../src/mail/message.ts'
import type { Message, TextLine } from '../src/model.ts'

/** An ordinary patch mail, to be put together otherwise. */
export function parse(mail: string | Buffer): Promise<Message> {
  const bytes = typeof mail === 'string' ? Buffer.from(mail, 'utf8') : mail
  return parseMessage({ origin: 'test', bytes, reload: async () => bytes })
}

export const head = [
  'From: Jane Doe <jane@example.org>',
  'To: list@example.org',
  'Subject: [PATCH] net: foo: Fix bar',
  'Date: Mon, 1 Jun 2026 19:39:54 +0200',
  'Message-ID: <1@example.org>',
  '',
].join('\n')

export const diff = [
  'diff --git a/foo.c b/foo.c',
  'index 1111111..2222222 100644',
  '--- a/foo.c',
  '+++ b/foo.c',
  '@@ -1,3 +1,3 @@ int foo(void)',
  ' {',
  '-\treturn 1;',
  '+\treturn 0;',
  ' }',
].join('\n')

export const log = 'Bar is broken.\n\nSigned-off-by: Jane Doe <jane@example.org>\n'
export const body = `${log}---\n foo.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n${diff}\n-- \n2.43.0\n`

export function quote(text: string, mark = '> '): string {
  return text.replaceAll(/^/gm, mark)
}

export function texts(lines: readonly TextLine[] | undefined): readonly string[] {
  return (lines ?? []).map((line) => line.text)
}

/** What was wrong with a mail: "repair flowed". */
export function codes(message: Message): readonly string[] {
  return message.problems.map((p) => `${p.kind} ${p.code}`)
}
