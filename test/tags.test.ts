import { describe, expect, test } from 'vitest'
import { maybeSame, personOf } from '../src/facts/tags/persons.ts'
import { saidBy } from './said-by.ts'

describe('two signatures may be one person', () => {
  const check = (a: string, b: string, expected: boolean) =>
    test(`${a} and ${b}: ${expected}`, () => {
      const [left, right] = [personOf(a), personOf(b)]
      if (left === null || right === null) throw new Error('no address')
      expect(maybeSame(left, right)).toBe(expected)
      expect(maybeSame(right, left)).toBe(expected)
    })
  check('A B <a@x.example>', 'C D <a@x.example>', true)
  check('A B <a+kernel@x.example>', 'C D <A@x.example>', true)
  check('A B <first.last@x.example>', 'C D <first_last@y.example>', true)
  check('Jane Doe <j@x.example>', 'Doe, Jane <q@y.example>', true)
  check('Jane Doe <j@x.example>', 'Jane Q. Doe (Company) <q@y.example>', true)
  check('J\u{e1}n D\u{f8}e <j@x.example>', 'Jan Doe <q@y.example>', true)
  check('Daniel Doe <j@x.example>', 'Dan Doe <q@y.example>', true)
  check('Jane <j@x.example>', 'Jane Doe <q@y.example>', true)
  check('Jane Doe <q@y.example>', 'jdoe@z.example', true)
  check('Jane Doe <j@x.example>', 'John Roe <q@y.example>', false)
  check('Jane Doe <jd@x.example>', 'John Doe <q@y.example>', false)
  check('Jane Doe <jane@x.example>', 'John Roe <john@x.example>', false)
})

describe('the chain of sign-offs', () => {
  const says = saidBy('tags/sob-chain')
  const check = (name: string, from: string, log: string, expected: readonly string[]) =>
    test(name, async () => {
      const said = await says([{ head: [`From: ${from}`], log }])
      expect(said.map(({ evidence }) => evidence)).toEqual(expected)
    })
  const ann = 'Ann Author <ann@example.org>'
  const paul = 'Paul Poster <paul@example.org>'
  const hal = 'Hal Helper <hal@example.org>'
  check('the author alone', ann, `Off.\n\nSigned-off-by: ${ann}`, [])
  check('nobody', ann, 'Off.', [])
  check('somebody else', ann, `Off.\n\nSigned-off-by: ${hal}`, [
    'Ann Author <ann@example.org> wrote it, and signed are Hal Helper',
  ])
  check(
    'sent on, signed',
    paul,
    `From: ${ann}\n\nOff.\n\nSigned-off-by: ${ann}\nSigned-off-by: ${paul}`,
    [],
  )
  check('sent on, unsigned', paul, `From: ${ann}\n\nOff.\n\nSigned-off-by: ${ann}`, [
    'Paul Poster <paul@example.org> sent it, and signed are Ann Author',
  ])
  check(
    'sent on by a relay',
    'Ann Author via Relay <devnull+ann@example.org>',
    `From: ${ann}\n\nOff.\n\nSigned-off-by: ${ann}`,
    [],
  )
  check(
    'sent on by an address without a name',
    'box@example.org',
    `From: ${ann}\n\nOff.\n\nSigned-off-by: ${ann}`,
    [],
  )
  check('the sender is not the last', ann, `Off.\n\nSigned-off-by: ${ann}\nSigned-off-by: ${hal}`, [
    'Ann Author sent it and does not sign last',
  ])
  check('tags behind the last', ann, `Off.\n\nSigned-off-by: ${ann}\nReviewed-by: ${hal}`, [])
  check(
    'a backport',
    paul,
    `commit 0123456789abcdef0123456789abcdef01234567 upstream.\n\nOff.\n\nSigned-off-by: ${ann}`,
    [],
  )
  check(
    'a helper signs',
    ann,
    `Off.\n\nCo-developed-by: ${hal}\nSigned-off-by: ${hal}\nSigned-off-by: ${ann}`,
    [],
  )
  check(
    'a helper signs elsewhere',
    ann,
    `Off.\n\nSigned-off-by: ${hal}\nCo-developed-by: ${hal}\nSigned-off-by: ${ann}`,
    [],
  )
  check('a helper does not sign', ann, `Off.\n\nCo-developed-by: ${hal}\nSigned-off-by: ${ann}`, [
    'Hal Helper helped and does not sign',
  ])
  check(
    'an address on the next line',
    ann,
    `Off.\n\nSigned-off-by: Ann Author\n <ann@example.org>`,
    [],
  )
})

describe('a blank line among the tags', () => {
  const says = saidBy('tags/blank-line-in-block')
  const SOB = 'Signed-off-by: A Developer <dev@example.org>'
  const check = (name: string, log: string, expected: readonly (string | null)[]) =>
    test(name, async () => {
      expect((await says([{ log: `Off.\n\n${log}` }])).map(({ under }) => under)).toEqual(expected)
    })
  check('none', `Reported-by: A <a@example.org>\n${SOB}`, [])
  check('one', `Reported-by: A <a@example.org>\n\n${SOB}`, ['Reported-by: A <a@example.org>'])
  check('below a URL of its own line', `Datasheet:\nhttps://example.org/x\n\n${SOB}`, [
    'https://example.org/x',
  ])
  check('below receivers', `Cc: A <a@example.org>\n\n${SOB}`, [])
  check('below stable', `Cc: stable@vger.kernel.org\n\n${SOB}`, ['Cc: stable@vger.kernel.org'])
  check(
    'below the note of who passes it on',
    `Reported-by: A <a@example.org>\n\n[b: reworded]\n${SOB}`,
    [],
  )
  check(
    'below a list',
    `Datasheet:\n [1] https://example.org/x\n [2] https://example.org/y\n\n${SOB}`,
    [],
  )
  check('below Fixes:, which is told elsewhere', `Fixes: 0123456789ab ("a")\n\n${SOB}`, [])
  check('below a counted link', `Link: https://example.org/x [1]\n\n${SOB}`, [])
  check('below a footnote', `[1]\nLink: https://example.org/x\n\n${SOB}`, [])
  check('below prose', `Note: this is text.\n\n${SOB}`, [])
})
