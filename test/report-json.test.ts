import { describe, expect, test } from 'vitest'
import type { Anchor } from '../src/model.ts'
import { jsonReport } from '../src/report/json.ts'
import { comment, HOSTILE, LIMIT, RAW, REPAIR, report, TRAILER } from './lamp-report.ts'

describe('json', () => {
  test('the document has exactly the keys of version 1, in order', () => {
    const said = comment({
      bindings: { P: 'lamp' },
      evidence: [{ clause: '$P is-used', said: 'lamp_on(lamp)', where: '1@example.org:17' }],
      same: ['lamp_dim'],
    })
    const whole = report([said], { problems: [LIMIT], complete: false }, [REPAIR])
    const expected = {
      version: 1,
      tool: { name: 'lorelint', version: '0.1.0' },
      series: [
        {
          subject: 'lamp: turn off on failure',
          revision: 1,
          expected: 1,
          missing: [],
          messageIds: ['1@example.org'],
          comments: [
            {
              rule: 'lamp/null-check',
              severity: 'warning',
              maturity: 'stable',
              messageId: '1@example.org',
              patch: 1,
              text: 'lamp was used above: this check\ncomes too late.',
              anchor: {
                kind: 'line',
                path: 'drivers/lamp/core.c',
                side: 'new',
                line: 13,
                mailLine: 18,
                quote: '\tif (lamp == NULL)',
              },
              bindings: { P: 'lamp' },
              evidence: [
                { clause: '$P is-used', said: 'lamp_on(lamp)', where: '1@example.org:17' },
              ],
              same: ['lamp_dim'],
              source: ['https://example.org/lamp'],
              suggestion: null,
              muted: null,
            },
          ],
          problems: [
            {
              what: 'context lines lost their blank; repaired',
              at: '1@example.org:7',
              code: 'context-blank-lost',
              kind: 'repair',
            },
          ],
        },
      ],
      summary: {
        messages: 1,
        series: 1,
        patches: 1,
        comments: 1,
        errors: 0,
        warnings: 1,
        notes: 0,
      },
      problems: [
        {
          what: 'the mail is longer than 10 MB',
          at: '9@example.org',
          code: 'too-slow',
          kind: 'limit',
        },
      ],
      complete: false,
    }
    expect(jsonReport(whole)).toBe(`${JSON.stringify(expected, null, 2)}\n`)
  })

  test('each kind of anchor has its own keys', () => {
    const anchors: readonly Anchor[] = [
      TRAILER,
      { kind: 'subject' },
      { kind: 'log', mailLine: 1 },
      { kind: 'cover' },
      { kind: 'series' },
    ]
    const { series } = JSON.parse(jsonReport(report(anchors.map((anchor) => comment({ anchor })))))
    expect(series[0].comments.map((c: { anchor: Anchor }) => c.anchor)).toEqual(anchors)
  })

  test('muted comments are listed and not counted', () => {
    const parsed = JSON.parse(jsonReport(report([comment({ muted: 'Ada: on purpose' })])))
    expect(parsed.series[0].comments[0].muted).toBe('Ada: on purpose')
    expect(parsed.summary).toMatchObject({ comments: 0, errors: 0, warnings: 0, notes: 0 })
  })

  test('the value survives and no control character is in the bytes', () => {
    const written = jsonReport(report([comment({ text: HOSTILE })]))
    expect(RAW.test(written)).toBe(false)
    expect(JSON.parse(written).series[0].comments[0].text).toBe(HOSTILE)
  })
})
