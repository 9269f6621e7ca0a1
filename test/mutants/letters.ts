import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parseMessage } from '../../src/mail/message.ts'
import { patchText } from '../../src/mail/patch-text.ts'
import { readStreamMails } from '../../src/sources/file.ts'
import type { Letter } from './sendings.ts'

/** The patch mails of the fixtures, decoded. */
export async function fixtureLetters(folder: string): Promise<readonly Letter[]> {
  const found: Letter[] = []
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.mbox'))) {
    for await (const raw of readStreamMails(streamOf(readFileSync(join(folder, file))), file)) {
      const message = await parseMessage(raw)
      const { body, subject, from, messageId } = message
      // A patch with CRs of its own is another patch once the transport's CRs are gone.
      if (subject.isReply || body.includes('\r') || patchText(message) === null) continue
      found.push({ head: headOf(subject.text, from.name, from.address, messageId), body })
    }
  }
  return found
}

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield await Promise.resolve(bytes)
}

function headOf(title: string, name: string, address: string, id: string): readonly string[] {
  return [
    `From: ${name} <${address}>`,
    'To: A Maintainer <keeper@example.org>, list@example.org',
    `Subject: ${title}`,
    'Date: Mon, 2 Mar 2026 09:15:00 +0100',
    `Message-ID: <${id}>`,
  ]
}

/** What is hard on encodings, and harmless to a patch. */
const words = fc.constantFrom(
  'plain words',
  'Jos\u00e9 \u2013 \u65e5\u672c\u8a9e \ud83d\ude00',
  'a=3D b',
  'a = b; =20',
  'ends in blanks  ',
  'a\ttab',
  `long ${'word '.repeat(40)}end`,
  `wide${'x'.repeat(1200)}`,
  '.',
  '..dots',
  'From here on',
  'a\fform feed',
  '=?utf-8?q?no_word?=',
)

/** New patches from old: the log of one, files of several, and lines of our own. */
export function letters(fixtures: readonly Letter[]): fc.Arbitrary<Letter> {
  const apart = fixtures.map((letter) => takeApart(letter.body))
  const files = apart.flatMap(({ diffs }) => diffs)
  const made = fc
    .record({
      letter: fc.constantFrom(...fixtures),
      log: fc.constantFrom(...apart.map((one) => one.log)),
      diffs: fc.uniqueArray(fc.constantFrom(...files), {
        minLength: 1,
        maxLength: 4,
        selector: nameOf,
      }),
      said: fc.array(words, { maxLength: 4 }),
      code: fc.array(words, { maxLength: 4 }),
      signed: fc.boolean(),
    })
    .map(({ letter, log, diffs, said, code, signed }): Letter => {
      const added = code.map((word) => `+\t/* ${word} */\n`).join('')
      const extra =
        added === ''
          ? ''
          : `diff --git a/lib/new.c b/lib/new.c\nnew file mode 100644\nindex 000000000000..111111111111\n--- /dev/null\n+++ b/lib/new.c\n@@ -0,0 +1,${code.length} @@\n${added}`
      const signature = signed ? '-- \n2.50.1\n' : ''
      const front = said.map((line) => `So: ${line}\n`).join('')
      return { ...letter, body: `${front}\n${log}---\n${diffs.join('')}${extra}${signature}` }
    })
  return fc.oneof(fc.constantFrom(...fixtures), made)
}

function nameOf(diff: string): string {
  return diff.split('\n', 1)[0] ?? ''
}

/** The log up to "---", and the diffs file by file, without the signature. */
function takeApart(body: string): { readonly log: string; readonly diffs: readonly string[] } {
  const log = body.split(/^---\n/m, 1)[0] ?? ''
  const [, ...diffs] = body.replace(/^-- \n[\s\S]*/m, '').split(/^(?=diff --git )/m)
  return { log, diffs: diffs.map((diff) => diff.replace(/\n+$/, '\n')) }
}
