import { describe, expect, test } from 'vitest'
import { fixesLines } from '../src/facts/fixes/fixes-lines.ts'
import { saidBy } from './said-by.ts'

const says = saidBy('fixes/format')

/** What the rule says is wrong with the Fixes: tags of a log, one a tag and fault. */
function check(name: string, log: string, expected: readonly string[]) {
  test(name, async () => {
    const said = (await says([{ log: `The lamp stays on.\n\n${log}` }])).map(
      ({ evidence }) => evidence,
    )
    expect(said).toEqual(expected)
  })
}

const SOB = 'Signed-off-by: A Developer <dev@example.org>'

describe('the form of a Fixes: tag', () => {
  check('is all right', `Fixes: 0123456789ab ("lamp: add")\n${SOB}`, [])
  check('may have all digits', `Fixes: ${'0123456789'.repeat(4)} ("lamp: add")\n${SOB}`, [])
  check('may have a note behind it', `Fixes: 0123456789ab ("lamp: add") # v5.10\n${SOB}`, [])
  check('brackets and quotes inside the subject', `Fixes: 0123456789ab ("a "b" (c)")\n${SOB}`, [])
  check('eleven digits', `Fixes: 0123456789a ("lamp: add")\n${SOB}`, [
    'has 11 digits of the commit id, not 12',
  ])
  check('the word commit', `Fixes: commit 0123456789ab ("lamp: add")\n${SOB}`, [
    'has "commit" before the commit id',
  ])
  check('glued', `Fixes: 0123456789ab("lamp: add")\n${SOB}`, [
    'has no blank between the commit id and the subject',
  ])
  check('a colon', `Fixes: 0123456789ab: ("lamp: add")\n${SOB}`, [
    'has a colon behind the commit id',
  ])
  check('no quotes', `Fixes: 0123456789ab (lamp: add)\n${SOB}`, [
    'does not have the subject in ("double quotes and brackets")',
  ])
  check('not closed', `Fixes: 0123456789ab ("lamp: add)\n${SOB}`, [
    'does not close the quotes and brackets round the subject',
  ])
  check('typographic quotes', `Fixes: 0123456789ab (\u{201c}lamp: add\u{201d})\n${SOB}`, [
    'has typographic quotes',
  ])
  check('no subject', `Fixes: 0123456789ab\n${SOB}`, ['names no subject'])
  check('no commit', `Fixes: the lamp\n${SOB}`, ['names no commit id'])
  check('no colon', `Fixes 0123456789ab ("lamp: add")\n${SOB}`, ['has no colon'])
  check('wrapped', `Fixes: 0123456789ab ("lamp: add\na lamp")\n${SOB}`, [
    'is wrapped over two lines',
  ])
  check('wrapped as mails are', `Fixes: 0123456789ab ("lamp: add\n a lamp")\n${SOB}`, [
    'is wrapped over two lines',
  ])
  check('apart', `Fixes: 0123456789ab ("lamp: add")\n\n${SOB}`, [
    'is cut off from the other tags by a blank line',
  ])
  check('above', `Fixes: 0123456789ab ("lamp: add")\n\nTurn it off.\n\n${SOB}`, [
    'stands above text of the log, not among the tags',
  ])
  check('right above', `Fixes: 0123456789ab ("lamp: add")\nTurn it off.\n\n${SOB}`, [
    'stands above text of the log, not among the tags',
  ])
  check("git's reference format", `Fixes: 0123456789ab (lamp: add, 2022-01-20)\n${SOB}`, [
    'does not have the subject in ("double quotes and brackets") and has the date 2022-01-20 behind the subject',
  ])
  check('a date behind quotes', `Fixes: 0123456789ab ("lamp: add", 2022-01-20)\n${SOB}`, [
    'has the date 2022-01-20 behind the subject',
  ])
  check('a date in the subject', `Fixes: 0123456789ab ("Merge tag 'a-2022-01-20'")\n${SOB}`, [])
  check('one fault of two tags is said once', `Fixes: 01234 ("a")\nFixes: 98765 ("b")\n${SOB}`, [
    'has 5 digits of the commit id, not 12',
  ])
})

describe('what is no fault of the tag', () => {
  const fine = 'Fixes: 0123456789ab ("lamp: add")'
  check('another tag that lost its colon', `${fine}\nReported-by A <a@example.org>\n${SOB}`, [])
  check('a key nobody knows', `${fine}\nAddresses-Coverity: ("x")\n${SOB}`, [])
  check('a note of the committer', `${fine}\n[ c: reword ]\n${SOB}`, [])
  check(
    'a note right below',
    `Fixes: 0123456789ab ("lamp: add")\nChanges in v2: spelling\n\n${SOB}`,
    [],
  )
  check('a list of changes above the cut', `${fine}\n${SOB}\n\nv2: spelling`, [])
  check('a sentence', `Fixes: a warning\nof sparse.\n\n${SOB}`, [])
  check('prose', `Fixes the bug that 0123456789ab brought.\n\n${SOB}`, [])
  check('the end of the log', fine, [])
})

test('any log is read in linear time', () => {
  const line = (text: string) => ({ text, mailLine: 1 })
  const texts = ['Fixes: ', 'Fixes: 01234 (', '"', ' ', '(', 'a-'].map((text) =>
    text.repeat(40_000),
  )
  for (const text of texts) {
    const log = [line(text), line('x'), line(text)]
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const patch = { text: { log } } as unknown as Parameters<typeof fixesLines>[0]
    const start = performance.now()
    fixesLines(patch)
    expect(performance.now() - start).toBeLessThan(1000)
  }
})
