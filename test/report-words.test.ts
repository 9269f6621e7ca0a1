import { describe, expect, test } from 'vitest'
import { escapeQuoted, escapeHidden } from '../src/report/escape.ts'
import { countComments, summarySentence } from '../src/report/summary.ts'
import { wrap } from '../src/report/wrap.ts'
import { comment, report, rule } from './lamp-report.ts'

describe('words', () => {
  test('muted comments are not counted', () => {
    const said = [
      comment(),
      comment({ rule: rule({ severity: 'note' }) }),
      comment({ muted: 'me' }),
    ]
    expect(countComments(report(said))).toEqual({ errors: 0, warnings: 1, notes: 1 })
    expect(summarySentence(report(said))).toBe('1 patch: 1 warning, 1 note (1 muted)')
  })

  test('an empty, a clean and an incomplete run differ', () => {
    expect(summarySentence(report([]))).toBe('no comments on 1 patch')
    expect(summarySentence(report([], { reviews: [], messages: 2 }))).toBe('no patches in 2 mails')
    expect(summarySentence(report([], { reviews: [], messages: 0 }))).toBe('no mails')
    expect(summarySentence(report([], { complete: false }))).toBe(
      'no comments on 1 patch (not everything was checked)',
    )
  })

  test('hidden characters are shown, form feeds of a quote stay', () => {
    expect(escapeHidden('a\u001b[2J\tb\n\u202e\u{e0041}')).toBe('a\\x1b[2J\tb\n\\u202e\\u{e0041}')
    expect(escapeQuoted('a\fb\u0000\u202e\u2728\ufe0f')).toBe('a\fb\\x00\\u202e\u2728\ufe0f')
  })

  test('paragraphs are filled, code and list points stay', () => {
    const text = 'one two three\nfour\n\n  code  here\n- first point\n- second\n  goes on'
    expect(wrap(text, 14)).toEqual([
      'one two three',
      'four',
      '',
      '  code  here',
      '- first point',
      '- second goes',
      '  on',
    ])
  })

  test('no line of a comment reads as a quote, a tag or a separator', () => {
    const text = 'Reviewed-by: x\n\nis a >= b\n\n> b\n\n--- c'
    const lines = ['"Reviewed-by:"', 'x', '', 'is a >=', 'b', '', ' > b', '', ' --- c']
    expect(wrap(text, 6)).toEqual(lines)
  })
})
