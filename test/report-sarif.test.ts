import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import type { Anchor, Comment, Report, RuleHead } from '../src/model.ts'
import { sarifReport } from '../src/report/sarif.ts'
import {
  comment,
  HOSTILE,
  LIMIT,
  message,
  onLine,
  RAW,
  REPAIR,
  report,
  rule,
  TRAILER,
} from './lamp-report.ts'

const validate = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync(new URL('schema/sarif-subset.json', import.meta.url), 'utf8')),
)

function sarif(from: Report, rules: readonly RuleHead[] = [rule()]) {
  const log = JSON.parse(sarifReport(from, rules))
  validate(log)
  expect(validate.errors ?? []).toEqual([])
  return log.runs[0]
}

describe('sarif', () => {
  test('a comment on a line of the new file is a result there', () => {
    const { results, tool } = sarif(report([comment()]), [rule({ id: 'a/b' }), rule()])
    expect(tool.driver.rules.map((r: { id: string }) => r.id)).toEqual(['a/b', 'lamp/null-check'])
    expect(results[0]).toMatchObject({
      ruleId: 'lamp/null-check',
      ruleIndex: 1,
      level: 'warning',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'drivers/lamp/core.c' },
            region: { startLine: 13, endLine: 13 },
          },
        },
      ],
    })
  })

  const onMail: readonly (readonly [string, Anchor, number])[] = [
    ['a trailer', TRAILER, 4],
    ['the subject', { kind: 'subject' }, 1],
    ['a removed line', onLine('ret;', { side: 'old' }), 15],
    ['a line without number', onLine('ret;', { line: null }), 15],
    ['a line without path', onLine('ret;', { path: null }), 15],
    ['a path that climbs out', onLine('ret;', { path: '../../etc/passwd' }), 15],
    ['an absolute path', onLine('ret;', { path: '/etc/passwd' }), 15],
  ]
  test.each(onMail)('%s is placed in the mail', (_, anchor, startLine) => {
    const { results } = sarif(report([comment({ anchor })]))
    expect(results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'mail/1%40example.org' },
      region: { startLine },
    })
  })

  test('the fingerprint survives lines added above, and tells twins apart', () => {
    const prints = (comments: readonly Comment[]) =>
      sarif(report(comments)).results.map(
        (r: { partialFingerprints: object }) => r.partialFingerprints,
      )
    const moved = comment({ anchor: onLine('lamp == NULL', { line: 99, mailLine: 3 }) })
    expect(prints([moved])).toEqual(prints([comment()]))
    const [one, two] = prints([comment(), moved])
    expect(one).not.toEqual(two)
    expect(prints([comment({ rule: rule({ id: 'a/b' }) })])).not.toEqual(prints([comment()]))
  })

  test('an incomplete run is not successful and says why', () => {
    const { invocations } = sarif(report([], { problems: [LIMIT, REPAIR], complete: false }))
    expect(invocations[0].executionSuccessful).toBe(false)
    expect(invocations[0].toolExecutionNotifications).toHaveLength(1)
    expect(invocations[0].toolExecutionNotifications[0].message.text).toBe(LIMIT.what)
  })

  test('a muted comment is suppressed', () => {
    const { results } = sarif(report([comment({ muted: 'Ada: on purpose' })]))
    expect(results[0].suppressions).toEqual([
      { kind: 'external', justification: 'Ada: on purpose' },
    ])
  })

  test('empty and endless texts stay within the limits', () => {
    const bare = rule({ title: '', why: '', source: [], id: 'a/bare' })
    const long = rule({ title: 'x'.repeat(5000), why: 'y '.repeat(5000), id: 'a/long' })
    sarif(report([comment({ rule: bare, text: '', muted: '' })]), [bare, long])
  })

  test('hostile text is no link, no scheme and no control character', () => {
    const hostile = message({ messageId: HOSTILE })
    const said = [
      comment({ text: `${HOSTILE} [x](javascript:alert)`, message: hostile, anchor: TRAILER }),
      comment({ anchor: onLine('ret', { path: `http:/${HOSTILE} a%b` }) }),
    ]
    expect(RAW.test(sarifReport(report(said), []))).toBe(false)
    const { results } = sarif(report(said), [])
    expect(results[0].message.text).not.toContain('](')
  })

  test('the worst 25,000 results are kept', () => {
    const notes = Array.from({ length: 25_000 }, () =>
      comment({ rule: rule({ severity: 'note' }) }),
    )
    const { results, invocations } = sarif(report([...notes, comment()]))
    expect(results).toHaveLength(25_000)
    expect(results[0].level).toBe('warning')
    expect(invocations[0].toolExecutionNotifications[0].message.text).toContain('1 further')
  })
})
