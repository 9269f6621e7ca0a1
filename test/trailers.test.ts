import { describe, expect, test } from 'vitest'
import { parseTrailers } from '../src/mail/trailers.ts'

describe('trailers as git interpret-trailers reads them', () => {
  const check = (name: string, log: string, expected: readonly (readonly [string, string])[]) =>
    test(name, () => {
      const lines = log.split('\n').map((text, at) => ({ text, mailLine: at + 1 }))
      const found = parseTrailers(lines).map(({ key, value }) => [key, value])
      expect(found).toEqual(expected)
    })
  const off = 'Signed-off-by: A <a@example.org>'
  check('no blank behind the colon', `Off.\n\nCc:stable@vger.kernel.org\n${off}`, [
    ['Cc', 'stable@vger.kernel.org'],
    ['Signed-off-by', 'A <a@example.org>'],
  ])
  check('a blank before it', `Off.\n\nAcked-by : A <a@example.org>`, [
    ['Acked-by', 'A <a@example.org>'],
  ])
  check('no value', 'Off.\n\nAcked-by:', [['Acked-by', '']])
  check('an address of the web', `Off.\n\nhttps://example.org/a\n${off}`, [
    ['https', '//example.org/a'],
    ['Signed-off-by', 'A <a@example.org>'],
  ])
  check('prose', 'Off.\n\nSee: here\nand there.', [])
})
