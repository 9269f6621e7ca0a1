import { describe, expect, test } from 'vitest'
import { openParser } from '../src/c/parser.ts'
import { memo, situations } from '../src/facts/situation.ts'
import { readInbox } from '../src/inbox.ts'
import { LIMITS } from '../src/limits.ts'
import { compileRules } from '../src/rules/compile.ts'
import { loadRules } from '../src/rules/load.ts'
import { ruleErrors } from '../src/rules/read.ts'
import { whySilent } from '../src/rules/why-silent.ts'
import { broken, mailOf, said } from './one-rule.ts'
import { LAMP_PACK } from './measure-mails.ts'

const LAMP = { section: 'int lamp_read(int channel)', path: 'lamp.c' }

describe('where the comment of a query stands', () => {
  const check = (name: string, query: string, diff: string, expected: readonly string[]): void => {
    test(name, async () => {
      expect(await said({ match: '', query }, { ...LAMP, diff })).toEqual(expected)
    })
  }
  const pair = '(compound_statement (expression_statement) @CALL . (return_statement) @_end)'
  check('a capture that is no hole does not move it', pair, '+\tcall();\n+\treturn 0;', [
    '+call(); CALL=call();',
  ])
  check('nor does it count as changed', pair, ' \tcall();\n+\treturn 0;', [])
  check(
    'a hole on a kept line is bound all the same',
    pair.replace('@_end', '@END'),
    ' \tcall();\n+\treturn 0;',
    ['+return 0; CALL=call(); END=return 0;'],
  )
  const call = (predicate: string): string =>
    `(call_expression arguments: (argument_list (string_literal) @TEXT) ${predicate})`
  check('a line feed in a predicate', call('(#not-match? @TEXT "\\n")'), '+\tcall("a");', [
    '+call("a"); TEXT="a"',
  ])
  check('a digit in a regex', call('(#match? @TEXT "\\\\d")'), '+\tcall("a");\n+\tcall("1");', [
    '+call("1"); TEXT="1"',
  ])
})

describe('what is wrong with a query is said with its line', () => {
  const query = (last: string): string =>
    `(call_expression\n  function: (identifier) @NAME\n  ${last})`
  test.each([
    [query('(#match? @NAME "^\\d+$")'), ':15: unknown escape "\\d" in "^\\d+$": write "\\\\d"'],
    [query('(#eq? @NAME "\\s")'), ':15: unknown escape "\\s"'],
    [query('').replace('@NAME', '@_name'), ':13: no capture is a hole: write @NAME in capitals'],
  ])('%s', async (text, what) => {
    expect(await broken({ match: '', query: text })).toContain(what)
  })
  test.each(['\\\\d', '\\"', '\\n\\t', 'plain'])('%s is understood', async (text) => {
    expect(await broken({ match: '', query: query(`(#match? @NAME "${text}")`) })).toBe('')
  })
})

describe('explain tells which part of a query failed first', () => {
  const rule = (query: string): string =>
    `---\nseverity: note\n---\n# T\n\n## Match\n\n\`\`\`query\n${query}\n\`\`\`\n\n## Comment\n\n\`\`\`text\nNo.\n\`\`\`\n`

  async function why(query: string, diff: string): Promise<string> {
    const loaded = loadRules([
      { path: 'p/PACK.md', file: 'f', text: LAMP_PACK },
      { path: 'p/r.md', file: 'f', text: rule(query) },
    ])
    if ('errors' in loaded) throw new Error(ruleErrors(loaded.errors))
    const parse = await openParser(LIMITS)
    const compiled = compileRules(loaded.set, parse)
    if ('errors' in compiled) throw new Error(ruleErrors(compiled.errors))
    async function* mails() {
      const bytes = Buffer.from(mailOf({ ...LAMP, diff }))
      yield await Promise.resolve({ origin: 'test', bytes, reload: async () => bytes })
    }
    const none = async (): Promise<void> => {}
    const inbox = await readInbox(mails(), {
      quoted: 'auto',
      limits: LIMITS,
      onMail: () => {},
      breathe: none,
    })
    const series = await inbox.series[0]?.load('none')
    const [made] = compiled.rules
    if (series === undefined || made === undefined) throw new Error('nothing to ask')
    const [situation] = [...situations(series, null, loaded.set.knowledge, parse, memo())]
    return situation === undefined ? '' : (whySilent(made, situation, parse)[0]?.why ?? '')
  }

  const query = `(if_statement
    condition: (parenthesized_expression (identifier) @COND)
    consequence: (return_statement (number_literal) @_zero)
    (#eq? @COND "ret")
    (#eq? @_zero "0"))`

  test.each([
    ['+\tcall();', 'there is no (if_statement)'],
    [
      '+\tif (ret < 0)\n+\t\treturn 0;',
      'at "if (ret < 0)" there is (if_statement), but no (identifier) in the place that the query gives it',
    ],
    [
      '+\tif (ret)\n+\t\tcall();',
      'at "if (ret)" there is (if_statement), but no consequence: (return_statement) in the place',
    ],
    ['+\tif (err)\n+\t\treturn 0;', '(#eq? @COND "ret") does not hold: @COND is "err"'],
    ['+\tif (ret)\n+\t\treturn 1;', '(#eq? @_zero "0") does not hold: @_zero is "1"'],
    [
      ' \tif (ret)\n+\t\treturn 0;',
      'at "if (ret)" it matches, but no capture in capitals stands on a + line',
    ],
    [
      '+\tcall();\n@@ -30,0 +31,2 @@ int g(void)\n+\tif (ret)\n+\t\treturn 1;',
      '(#eq? @_zero "0") does not hold: @_zero is "1"',
    ],
  ])('%s', async (diff, expected) => {
    expect(await why(query, diff)).toContain(expected)
  })
})
