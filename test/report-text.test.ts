import { describe, expect, test } from 'vitest'
import type { Anchor } from '../src/model.ts'
import { githubReport } from '../src/report/github.ts'
import { textReport } from '../src/report/text.ts'
import {
  comment,
  HOSTILE,
  LIMIT,
  message,
  onLine,
  RAW,
  REPAIR,
  report,
  subject,
  TRAILER,
} from './lamp-report.ts'

describe('text', () => {
  const options = { colour: false, width: 80 }

  test('a comment stands under the line it is about', () => {
    const said = [comment(), comment({ anchor: TRAILER, text: 'Is this a bugfix?' })]
    const whole = report(said, {}, [REPAIR, REPAIR, LIMIT])
    expect(textReport(whole, options)).toBe(
      `lamp: turn off on failure
1 patch: 2 warnings

drivers/lamp/core.c:13  warning  lamp/null-check
    |         ret = lamp_on(lamp);
    > +       if (lamp == NULL)
    | +               return -EINVAL;

    lamp was used above: this check comes too late.
    https://example.org/lamp

Cc: stable@vger.kernel.org  warning  lamp/null-check
    | Fixes: 123456789abc ("lamp: add driver")
    > Cc: stable@vger.kernel.org
    | Signed-off-by: Ada Example <ada@example.org>

    Is this a bugfix?
    https://example.org/lamp

About the input:
  not judged: the mail is longer than 10 MB (<9@example.org>)
  context lines lost their blank; repaired (line 7 and 1 more place)

1 patch: 2 warnings
`,
    )
  })

  test('of several series only those with something to say are listed', () => {
    const clean = report([]).reviews
    const series = {
      subject: 'lamp: dim',
      revision: 3,
      expected: 3,
      missing: [2],
      messageIds: ['1@example.org', '3@example.org'],
      titles: [],
      date: null,
      patches: 2,
    }
    const said = [
      comment({ patch: 3, anchor: { kind: 'subject' }, suggestion: '-a\n+b\n', text: 'Say what.' }),
      comment({ patch: null, anchor: { kind: 'series' }, muted: 'Ada: on purpose' }),
    ]
    const reviews = [...clean, { series, comments: said, problems: [] }]
    expect(textReport(report([], { reviews }), options)).toBe(`lamp: dim
v3, 2 of 3 patches: 1 warning

subject  3/3  warning  lamp/null-check
    > Subject: [PATCH] lamp: turn off on failure

    Say what.
    https://example.org/lamp

    -a
    +b

3 patches: 1 warning (1 muted)
`)
  })

  test('a lone clean patch is named', () => {
    expect(textReport(report([]), options)).toBe(
      'lamp: turn off on failure\n1 patch: no comments\n\nno comments on 1 patch\n',
    )
  })

  test('colour is only what was asked for', () => {
    expect(textReport(report([comment()]), { colour: true, width: 80 })).toContain(
      '\u001b[33mwarning',
    )
  })

  test('hostile mail text cannot reach the terminal or start a workflow command', () => {
    const body = `x\n+${HOSTILE}\n::error::x\n`
    const hostile = message({ body, subject: subject(HOSTILE), messageId: HOSTILE })
    const anchors: readonly Anchor[] = [
      onLine('2Jb', { path: HOSTILE, mailLine: 2 }),
      { kind: 'trailer', key: HOSTILE, value: HOSTILE, mailLine: 4 },
      { kind: 'subject' },
    ]
    const said = anchors.flatMap((anchor) => [
      comment({ message: hostile, anchor, text: HOSTILE, suggestion: HOSTILE }),
      comment({ message: hostile, anchor, muted: HOSTILE }),
    ])
    const from = report(said, { problems: [{ ...LIMIT, what: HOSTILE, messageId: HOSTILE }] })
    const [review] = from.reviews
    if (review === undefined) throw new Error('no review')
    const series = { ...review.series, subject: `::error::${HOSTILE}` }
    const whole = { ...from, reviews: [{ ...review, series }] }
    for (const written of [textReport(whole, options), githubReport(whole)]) {
      expect(RAW.test(written)).toBe(false)
    }
    const lines = textReport(whole, options).split('\n')
    expect(
      lines.filter((line) => line.trimStart().startsWith('::') || line.includes('##[')),
    ).toEqual([])
    const commands = githubReport(whole).split('\n')
    expect(commands.filter((line) => /^::(?:error|notice) /.test(line))).toEqual([])
    expect(commands.filter((line) => line.startsWith('::warning '))).toHaveLength(4)
    expect(commands).toHaveLength(6)
  })
})
