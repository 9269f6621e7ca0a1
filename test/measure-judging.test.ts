import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lorelint, type Ran } from './built-cli.ts'
import { bugRule, LAMP_PACK } from './measure-mails.ts'
import {
  archive,
  figures,
  folder,
  makeLampArchive,
  measure,
  removeLampArchive,
  rule,
  rules,
} from './lamp-archive.ts'

beforeAll(makeLampArchive)
afterAll(removeLampArchive)

describe('judging by hand', () => {
  const sheet = join(folder, 'sheet.tsv')
  const write = (verdict: (row: string) => string): void => {
    const rows = readFileSync(sheet, 'utf8').split('\n')
    const filled = rows.map((row) =>
      row.startsWith('lamp/') ? `${row.slice(0, -1)}${verdict(row)}\t` : row,
    )
    writeFileSync(sheet, filled.join('\n'))
  }
  const take = (reader: string): Ran =>
    lorelint(['measure', '--take', sheet, '--reader', reader, '--rules', rules])

  test('a sample is the same for the same seed', () => {
    const rows = (seed: string): readonly string[] => {
      expect(measure('judge', '--sample', '3', '--seed', seed, '--sheet', sheet).code).toBe(0)
      return readFileSync(sheet, 'utf8').split('\n').slice(1, -1)
    }
    const once = rows('a')
    expect(once.length).toBe(4)
    expect(once[0]).toBe('rule\tmessageId\tplace\tquote\ttext\tlink\tverdict\tnote')
    expect(rows('a')).toEqual(once)
    expect(rows('b')).not.toEqual(once)
  })

  test('verdicts are taken, count, and readers may differ', () => {
    measure('judge', '--sample', '30', '--sheet', sheet)
    write((row) => (row.includes('taken@') ? 'wrong' : 'right'))
    expect(take('ann')).toMatchObject({ code: 0, out: expect.stringContaining('8 judged') })
    expect(figures(measure('judge', '--format', 'json'))['judged']).toMatchObject({
      right: 7,
      arguable: 0,
      wrong: 1,
      precision: { count: 7, of: 8, share: 0.875, low: 0.529112, high: 0.977583 },
    })
    measure('judge', '--sample', '30', '--sheet', sheet)
    write((row) => (row.includes('said@') ? 'wrong' : ''))
    take('ben')
    const file = join(rules, 'judged', 'lamp', 'no-bug-on.tsv')
    expect(readFileSync(file, 'utf8')).toMatch(
      /^# judged from sheets.*\nmessageId\tplace\treader\t/,
    )
    expect(figures(measure('judge', '--format', 'json'))['judged']).toMatchObject({
      right: 6,
      arguable: 1,
      wrong: 1,
      disagreed: 1,
    })
  })

  test('what is no longer found, or is elsewhere, does not count', () => {
    const more = join(folder, 'more', 'lamp')
    mkdirSync(more, { recursive: true })
    const rows = ['fine@example.org\tx:1\tann\tright\t', 'else@example.org\tx:1\tann\tright\t']
    const head = 'messageId\tplace\treader\tverdict\tnote'
    writeFileSync(join(more, 'no-bug-on.tsv'), ['# by hand', head, ...rows, ''].join('\n'))
    const ran = measure('judge', '--format', 'json', '--judged', join(folder, 'more'))
    expect(figures(ran)['judged']).toMatchObject({ right: 6, gone: 1, elsewhere: 1 })
  })

  test('the block in the rule file, and the gate it opens', () => {
    const stable = (): Ran => lorelint(['rules', 'lamp/no-bug-on', '--rules', rules])
    expect(measure('judge', '--write').err).toContain('no-bug-on.md: measured')
    const text = readFileSync(rule, 'utf8')
    expect(text).toMatch(
      /\| 2025-11-25 \| lamp@[0-9a-f]{12} \| 12 \| 8 \| 666\.67 \| 1 \| 2 \| 8 \| 6 \| 1 \| 1 \| 0\.75 /,
    )
    expect(text.endsWith('6 right, 1 arguable, 1 wrong; precision 0.75 (0.41-0.93).\n')).toBe(true)
    measure('judge', '--write')
    expect(readFileSync(rule, 'utf8')).toBe(text)
    expect(stable().out).toContain('precision 0.75 (0.41-0.93)')
    writeFileSync(rule, text.replace('maturity: nursery', 'maturity: stable'))
    expect(stable()).toMatchObject({
      code: 2,
      err: expect.stringContaining('no-bug-on.md:3: maturity is "stable", but 6 of 8 judged'),
    })
    // Measuring is how it becomes so again, and trying how it is mended.
    expect(measure('judge', '--write').code).toBe(0)
    expect(lorelint(['try', 'lamp/no-bug-on', '--rules', rules]).err).not.toContain('maturity')
    // A note may be wrong more often.
    writeFileSync(
      rule,
      text.replace('nursery', 'stable').replace('severity: warning', 'severity: note'),
    )
    expect(stable().code).toBe(0)
    // A folder that is one pack holds its rules itself.
    writeFileSync(rule, bugRule())
    const alone = [
      '--rules',
      join(rules, 'lamp'),
      '--only',
      'lamp',
      '--state',
      join(folder, 'judge'),
    ]
    expect(lorelint(['measure', archive, ...alone, '--write']).err).toContain(
      'no-bug-on.md: measured',
    )
    expect(readFileSync(rule, 'utf8')).toContain('## Measured')
    writeFileSync(rule, bugRule())
    writeFileSync(join(rules, 'lamp', 'PACK.md'), LAMP_PACK)
  })
})
