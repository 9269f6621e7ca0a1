import { describe, expect, test } from 'vitest'
import type { MeasuredRow, Rule } from '../src/rulebook.ts'
import { blockLines } from '../src/rules/measured-lines.ts'
import { loadRules } from '../src/rules/load.ts'
import { rulePage } from '../src/rules/reference/rule-page.ts'
import { bugRule } from './measure-mails.ts'
import {
  blockBehind as block,
  errorsOf,
  lampFolder,
  loadLamp,
  measuredRow,
} from './measured-rule.ts'

function loaded(text: string): Rule {
  const rule = loadLamp(text)
  if ('id' in rule) return rule
  throw new Error(rule.join('\n'))
}

const share = (count: number, of: number) => ({ count, of })

function row(archive: string, ruleText: string | null): MeasuredRow {
  const more = {
    commentRate: share(2, 7),
    baseRate: share(1, 50),
    recall: share(0, 0),
    differ: share(1, 30),
  }
  return { ...measuredRow, archive, more: ruleText === null ? null : { ...more, ruleText } }
}

describe('the hash of what decides where a rule speaks', () => {
  const hash = loaded(bugRule()).ruleText
  const check = (name: string, same: boolean, change: (text: string) => string): void => {
    test(name, () => {
      const text = change(bugRule())
      expect(text).not.toBe(bugRule())
      expect(loaded(text).ruleText === hash).toBe(same)
    })
  }

  test('eight digits', () => expect(hash).toMatch(/^[0-9a-f]{8}$/))
  check('the pattern', false, (text) => text.replace('BUG_ON($X)', 'BUG_ON($Y)'))
  check('a clause', false, (text) =>
    text.replace('BUG_ON($X);\n', 'BUG_ON($X);\nwhere $X matches /^x/\n'),
  )
  check('its files', false, (text) => text.replace('files: drivers/', 'files: drivers/ lib/'))
  check('its scope', false, (text) => text.replace('files:', 'scope: function\nfiles:'))
  check('blanks inside a line', false, (text) => text.replace('+\tBUG_ON', '+        BUG_ON'))
  check('blanks at the end of a line', true, (text) =>
    text.replace('BUG_ON($X);', 'BUG_ON($X); \t'),
  )
  check('an empty line below the match', true, (text) =>
    text.replace('BUG_ON($X);\n', 'BUG_ON($X);\n\n'),
  )
  check('the comment', true, (text) => text.replace('Please return', 'Better return'))
  check('the reason', true, (text) => text.replace('It takes', 'It really takes'))
  check('the severity', true, (text) => text.replace('severity: warning', 'severity: note'))
  check('an example', true, (text) => `${text}\n## Examples\n\n### x\n\n\`\`\`mail\n> y\n\`\`\`\n`)
})

describe('figures of another text', () => {
  const { ruleText } = loaded(bugRule())
  const of = (...rows: readonly MeasuredRow[]): string =>
    bugRule('maturity: stable\n', block(...rows))

  test('a block is read as it is written', () => {
    const rows = [row('kvmarm@1', ruleText), row('lamp@2', null)]
    const rule = loaded(bugRule('maturity: nursery\n', block(...rows)))
    expect(rule.measured?.rows).toEqual(rows)
    expect(blockLines(rows).join('\n')).toMatch(
      new RegExp(
        `\\| 2 of 7 \\| 1 of 50 \\| - \\| 1 of 30 \\| ${ruleText} \\|\n.*\\| \\? \\| \\? `,
      ),
    )
  })

  test('the same text is stable, and so is what was measured before there was a hash', () => {
    expect(loadLamp(of(row('kvmarm@1', ruleText), row('lamp@2', null)))).toHaveProperty('id')
  })

  test('another text is not, and the archives are named', () => {
    expect(errorsOf(of(row('kvmarm@1', '00000000'), row('lamp@2', ruleText))).join()).toMatch(
      /^3: maturity is "stable", but the figures of kvmarm are of another text.*measure again \(/,
    )
  })

  test('who measures it, or works on it, may load it', () => {
    const text = of(row('kvmarm@1', '00000000'))
    expect(loadRules(lampFolder(text), 'to-be-taken')).toHaveProperty('set')
  })

  test('in the nursery it is said on the page of the rule', () => {
    const page = (hash: string): string =>
      rulePage(loaded(bugRule('maturity: nursery\n', block(row('kvmarm@1', hash)))), null)
    expect(page(ruleText)).not.toContain('before the rule was changed')
    expect(page('00000000')).toContain(
      '**Measured before the rule was changed**: the figures of kvmarm are of an older text of its match.',
    )
  })

  test.each([
    [ruleText, 'abc', '"abc" is no hash'],
    ['2 of 7', '9 of 7', 'a share does not read "2 of 7"'],
    ['2 of 7', 'many', 'a share does not read "2 of 7"'],
  ])('%s made %s by hand', (from, to, what) => {
    const text = bugRule('maturity: nursery\n', block(row('kvmarm@1', ruleText)).replace(from, to))
    expect(errorsOf(text).join()).toContain(what)
  })
})
