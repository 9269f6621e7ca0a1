import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, lorelint, type Ran } from './built-cli.ts'
import { ARCHIVE, bugRule, LAMP_PACK, mboxOf } from './measure-mails.ts'

const folder = mkdtempSync(join(tmpdir(), 'lorelint-sheet-'))
const archive = join(folder, 'lamp.mbox')
const rules = join(folder, 'rules')
const sheet = join(folder, 'sheet.tsv')

/** A rule with this match that stands beside the one about BUG_ON(). */
const ruleOf = (match: string): string =>
  bugRule().replace('```diff\n+\tBUG_ON($X);\n```', `\`\`\`diff\n${match}\n\`\`\``)

const RULES = {
  'no-bug-on': bugRule(),
  subject: ruleOf('Subject: /lock twice/'),
  log: ruleOf('Message: /Why it is so/'),
}

beforeAll(async () => {
  await build()
  writeFileSync(archive, mboxOf(ARCHIVE))
  mkdirSync(join(rules, 'lamp'), { recursive: true })
  writeFileSync(join(rules, 'lamp', 'PACK.md'), LAMP_PACK)
  for (const [name, text] of Object.entries(RULES))
    writeFileSync(join(rules, 'lamp', `${name}.md`), text)
})
afterAll(() => rmSync(folder, { recursive: true }))

function measure(...more: readonly string[]): Ran {
  const state = ['--state', join(folder, 'state')]
  return lorelint(['measure', archive, '--rules', rules, '--only', 'lamp', ...state, ...more])
}

/** The rows of the sheet that `measure` draws, as cells. */
function drawn(...more: readonly string[]): readonly (readonly string[])[] {
  expect(measure('--sheet', sheet, ...more).code).toBe(0)
  const [, , ...rows] = readFileSync(sheet, 'utf8').trimEnd().split('\n')
  return rows.map((row) => row.split('\t'))
}

describe('a sheet to judge', () => {
  const quoteOf = (rule: string): string | undefined =>
    drawn('--sample', '1').find(([id]) => id === `lamp/${rule}`)?.[3]

  test('a finding quotes what it is about', () => {
    expect(quoteOf('no-bug-on')).toMatch(/^drivers\/lamp\/\w+\.c:11: BUG_ON\(channel > 3\);$/)
    expect(quoteOf('subject')).toBe('subject: [PATCH] lamp: lock twice')
    expect(quoteOf('log')).toBe('log: Why it is so. / Signed-off-by: alice <alice@example.org>')
  })

  test('what others said of the rule is not told', () => {
    const rows = drawn('--sample', '30')
    const [head = ''] = readFileSync(sheet, 'utf8').split('\nlamp/')
    const body = rows.map((row) => [...row.slice(0, 6), 'wrong', ''].join('\t'))
    writeFileSync(sheet, [head, ...body].join('\n'))
    expect(lorelint(['measure', '--take', sheet, '--reader', 'ann', '--rules', rules]).code).toBe(0)
    expect(measure().out).toMatch(/precision +0\.00/)
    const blind = measure('--sample', '3', '--sheet', sheet)
    expect(blind.out).toContain('lamp/no-bug-on')
    expect(blind.out).not.toMatch(/precision|Judged/)
    const json = measure('--sample', '3', '--sheet', sheet, '--format', 'json').out
    expect(json).not.toMatch(/"(?:right|wrong)": [1-9]/)
  })

  test('a reader draws what that reader has not judged', () => {
    const first = drawn('--sample', '3')
    const head = readFileSync(sheet, 'utf8').split('\n').slice(0, 2)
    const body = first.map((row) => [...row.slice(0, 6), 'right', ''].join('\t'))
    writeFileSync(sheet, [...head, ...body].join('\n'))
    expect(lorelint(['measure', '--take', sheet, '--reader', 'ben', '--rules', rules]).code).toBe(0)
    const key = (row: readonly string[]): string => row.slice(0, 3).join(' ')
    const read = new Set(first.map(key))
    const next = drawn('--sample', '3', '--reader', 'ben')
    expect(next.length).toBe(6)
    expect(next.filter((row) => read.has(key(row)))).toEqual([])
    expect(readFileSync(sheet, 'utf8')).toContain('without those judged by ben; verdict')
    expect(drawn('--sample', '3').map(key)).toEqual(first.map(key))
  })

  test('figures are not written in the run that draws', () => {
    expect(measure('--sample', '3', '--sheet', sheet, '--write')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--sheet and --write exclude each other'),
    })
  })
})

test('a rule that cannot be asked stops the run: it would look silent', () => {
  const broken = '```query\n(identifier) @at\n```'
  const rule = join(rules, 'lamp', 'subject.md')
  writeFileSync(rule, bugRule().replace('```diff\n+\tBUG_ON($X);\n```', broken))
  expect(measure()).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('"@at" is no hole'),
  })
})
