import { describe, expect, test } from 'vitest'
import { mergedRows, withBlock } from '../src/measure/block.ts'
import { blockLines } from '../src/rules/measured-lines.ts'
import { bugRule } from './measure-mails.ts'
import { blockBehind as block, errorsOf, loadLamp, measuredRow as row } from './measured-rule.ts'

describe('the block in a rule file', () => {
  const stable = (measured: string, severity = 'warning'): string =>
    bugRule('maturity: stable\n', measured).replace('severity: warning', `severity: ${severity}`)

  test('it is read as it was written', () => {
    const text = bugRule('', block(row))
    expect(loadLamp(text)).toMatchObject({ measured: { rows: [row], judged: 30, right: 28 } })
  })

  test('it is put in place of the old one, and nothing else changes', () => {
    const text = `${bugRule('', block(row))}\n## Examples\n\n### a fence is no heading\n\n\`\`\`mail\n## Measured\n\`\`\`\n`
    expect(withBlock(text, blockLines([row]))).toBe(text)
    expect(withBlock(text, blockLines([{ ...row, said: 9 }]))).toBe(
      text.replace(' | 3 | 2 |', ' | 9 | 2 |'),
    )
    const without = bugRule()
    expect(withBlock(without, blockLines([row]))).toBe(`${without}${block(row)}`)
  })

  test('a row takes the place of the same archive, whatever its newest commit', () => {
    const before = {
      rows: [row, { ...row, archive: 'foo@2' }],
      judged: 0,
      right: 0,
      arguable: 0,
      wrong: 0,
      summary: '',
    }
    const rows = mergedRows(before, [{ ...row, archive: 'lamp@9' }])
    expect(rows.map(({ archive }) => archive)).toEqual(['foo@2', 'lamp@9'])
  })

  const check = (name: string, text: string, expected: readonly string[]) => {
    test(name, () => {
      const errors = errorsOf(text)
      expect(errors.length).toBe(expected.length)
      for (const [at, what] of expected.entries()) expect(errors[at]).toContain(what)
    })
  }

  check('a stable rule with its figures', stable(block(row)), [])
  check('a stable rule without', stable(''), [
    '3: maturity is "stable", but there is no "## Measured" block',
  ])
  check(
    'nobody judged anything',
    stable(block({ ...row, judged: 0, right: 0, arguable: 0, wrong: 0 })),
    ['3: maturity is "stable", but no finding was judged'],
  )
  check(
    'nothing to judge is nothing measured',
    stable(block({ ...row, fires: 0, judged: 0, right: 0, arguable: 0, wrong: 0 })),
    ['no finding was judged'],
  )
  check('too few were judged', stable(block({ ...row, judged: 29, right: 27 })), [
    'only 29 of 40 findings were judged; judge 30 of them',
  ])
  check(
    'all there are is enough',
    stable(block({ ...row, fires: 3, judged: 3, right: 3, arguable: 0, wrong: 0 })),
    [],
  )
  const doubtful = block({ ...row, right: 26, arguable: 3 })
  check('a warning that is right too seldom', stable(doubtful), [
    '26 of 30 judged findings are right (0.87); a warning needs 0.9',
  ])
  check('an error that is right too seldom', stable(doubtful, 'error'), ['an error needs 0.9'])
  check('a note may be', stable(doubtful, 'note'), [])
  check('but not for ever', stable(block({ ...row, right: 20, arguable: 9 }), 'note'), [
    'a note needs 0.75',
  ])
  check(
    'judged in two archives',
    stable(block(row, { ...row, archive: 'm@2', right: 29, arguable: 0 })),
    [],
  )

  const nursery = (change: (text: string) => string): string => bugRule('', change(block(row)))
  check(
    'figures changed by hand',
    nursery((text) => text.replace('| 28 |', '| 30 |')),
    ['26: right, arguable and wrong do not add up to judged'],
  )
  check(
    'a precision changed by hand',
    nursery((text) => text.replace('0.93 (', '0.99 (')),
    ['26: the precision is not 0.93'],
  )
  check(
    'sums changed by hand',
    nursery((text) => text.replace('Judged: 30', 'Judged: 31')),
    ['28: 31 judged are claimed, but the rows add up to 30'],
  )
  check(
    'another table',
    nursery((text) => text.replace('patches', 'mails')),
    ['24: a table with the columns'],
  )
  check(
    'no sum',
    nursery((text) => text.replace(/Judged.*/, '')),
    ['24: a line "Judged: N findings; ..."'],
  )
  check('prose', bugRule('', '\n## Measured\n\nQuite good.\n'), ['24: a table with the columns'])
})
