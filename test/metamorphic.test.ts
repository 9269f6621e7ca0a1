import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixtureLetters, letters } from './mutants/letters.ts'
import { openLinter, type Outcome } from './mutants/linter.ts'
import {
  type Encoding,
  fits,
  folded,
  inMixed,
  inMixedAlone,
  inSigned,
  type Letter,
  overSmtp,
  plain,
  quotedBy,
  relayed,
  withFooter,
} from './mutants/sendings.ts'

// However a patch is sent, it is the same patch: what is understood and what is said does not change.

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const fixtures = await fixtureLetters(path('../mbox-fixtures'))
const lint = await openLinter(path('../rules'))

const RUNS = { seed: 20_261_122, numRuns: Number(process.env['RUNS'] ?? 120) }
const encodings = fc.constantFrom<Encoding>('7bit', '8bit', 'quoted-printable', 'base64')

/** What git apply and the author would see. */
function patchOf({ parsed }: Outcome): unknown {
  const {
    messages,
  }: { messages: readonly { readonly files: unknown; readonly patchId: unknown }[] } =
    JSON.parse(parsed)
  return messages.map(({ files, patchId }) => ({ files, patchId }))
}

/** What stands around the diff. */
function textOf({ parsed }: Outcome): unknown {
  const { messages }: { messages: readonly Readonly<Record<string, unknown>>[] } =
    JSON.parse(parsed)
  const keys = [
    'messageId',
    'kind',
    'from',
    'to',
    'date',
    'subject',
    'author',
    'log',
    'trailers',
    'notes',
  ]
  return messages.map((message) => keys.map((key) => [key, message[key]]))
}

/** What is said, and where; the lines of the mail move with what is put in front. */
function saidOf({ comments }: Outcome) {
  return comments.map(({ rule, text, anchor, suggestion }) => ({
    rule: rule.id,
    text,
    anchor: { ...anchor, mailLine: null },
    suggestion,
  }))
}

type Send = (letter: Letter, encoding: Encoding) => string

function checkSame(name: string, send: Send): void {
  test(name, async () => {
    let said = 0
    await fc.assert(
      fc.asyncProperty(letters(fixtures), encodings, async (letter, encoding) => {
        fc.pre(fits(letter.body, encoding))
        const before = await lint(Buffer.from(plain(letter, '8bit')))
        const after = await lint(Buffer.from(send(letter, encoding)))
        expect(patchOf(after)).toEqual(patchOf(before))
        expect(textOf(after)).toEqual(textOf(before))
        expect(saidOf(after)).toEqual(saidOf(before))
        said += before.comments.length
      }),
      RUNS,
    )
    // Where nothing is said, nothing can differ.
    expect(said).toBeGreaterThan(20)
  })
}

test('there are letters to send', () => {
  expect(fixtures.length).toBeGreaterThan(15)
})

checkSame('another encoding', plain)
checkSame('CR LF on the way', (letter, encoding) => overSmtp(plain(letter, encoding)))
checkSame('folded headers', (letter, encoding) => plain(folded(letter, ' '), encoding))
checkSame('headers folded with tabs', (letter, encoding) => plain(folded(letter, '\t'), encoding))
checkSame('headers of relays and lists', (letter, encoding) => plain(relayed(letter), encoding))
checkSame('a footer below the text', (letter, encoding) => plain(withFooter(letter), encoding))
checkSame('a footer as a part of its own', inMixed)
checkSame('the only part of a multipart', inMixedAlone)
checkSame('signed', inSigned)
checkSame('signed, over SMTP, by a list', (letter, encoding) =>
  overSmtp(inSigned(folded(relayed(letter), ' '), encoding)),
)

/**
 * A reply is another mail, from another person, and is judged only when asked for: only the diff and what is
 * said about it stay.
 */
function checkQuoted(name: string, depth: number): void {
  test(name, async () => {
    await fc.assert(
      fc.asyncProperty(letters(fixtures), encodings, async (letter, encoding) => {
        fc.pre(fits(letter.body, encoding))
        const before = await lint(Buffer.from(plain(letter, '8bit')))
        const reply = quotedBy(letter, depth)
        const after = await lint(Buffer.from(plain(reply, encoding)), 'always')
        expect(patchOf(after)).toEqual(patchOf(before))
        // What is missing in the log may stand in what was not quoted.
        const shown = saidOf(before).filter(({ anchor }) => anchor.kind !== 'log')
        expect(saidOf(after)).toEqual(shown)
      }),
      RUNS,
    )
  })
}

checkQuoted('quoted in a reply', 1)
checkQuoted('quoted in a reply to a reply', 2)
