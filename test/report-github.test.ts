import { describe, expect, test } from 'vitest'
import { githubReport } from '../src/report/github.ts'
import { comment, LIMIT, onLine, report, rule, TRAILER } from './lamp-report.ts'

describe('github', () => {
  test('one command for each comment, a plain sentence last', () => {
    const said = [
      comment({ rule: rule({ severity: 'error' }), text: 'It is 100% late,\nsay: no.' }),
      comment({ rule: rule({ severity: 'note', source: [] }), anchor: TRAILER, text: 'Why?' }),
      comment({ muted: 'Ada' }),
    ]
    expect(githubReport(report(said, { problems: [LIMIT], complete: false }))).toBe(
      [
        '::error file=drivers/lamp/core.c,line=13,endLine=13,title=lamp/null-check::It is 100%25 late, say: no.%0Ahttps://example.org/lamp',
        '::notice title=lamp/null-check::Why?%0ACc: stable@vger.kernel.org of "[PATCH] lamp: turn off on failure" <1@example.org>',
        '::warning title=not judged::the mail is longer than 10 MB (<9@example.org>)',
        '1 patch: 1 error, 1 note (1 muted, not everything was checked)',
        '',
      ].join('\n'),
    )
  })

  test('a path cannot end its property', () => {
    const anchor = onLine('ret', { path: 'a,line=1::x%y\n.c' })
    expect(githubReport(report([comment({ anchor })]))).toMatch(
      /^::warning file=a%2Cline=1%3A%3Ax%25y%0A\.c,line=13,/,
    )
  })
})
