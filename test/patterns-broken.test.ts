import { describe, expect, test } from 'vitest'
import { broken } from './one-rule.ts'

describe('what is wrong with a match is said with its line', () => {
  const check = (
    name: string,
    rule: { match: string; query?: string; keys?: string },
    expected: string,
  ) => {
    test(name, async () => {
      expect(await broken(rule)).toContain(expected)
    })
  }
  check(
    'siblings without order',
    { match: '', query: '(compound_statement (return_statement) @A (if_statement) @B)' },
    'two siblings need a "." between them',
  )
  check('a kind there is not', { match: '', query: '(call_expresion) @A' }, 'tree-sitter says')
  check(
    'a quantifier',
    { match: '', query: '(compound_statement (return_statement)+ @A)' },
    '"+" is not supported',
  )
  check('a capture in small letters', { match: '', query: '(call_expression) @call' }, 'is no hole')
  check(
    'a predicate there is not',
    { match: '', query: '(call_expression) @A (#near? @A "x")' },
    '#near?',
  )
  check(
    'a pattern as deep as a well',
    { match: `+foo(${'('.repeat(300)}a${')'.repeat(300)});` },
    'nests at most',
  )
  check('a pattern without end', { match: '+foo();\n'.repeat(300).trim() }, 'has at most 200 lines')
  check(
    'a pattern and a query',
    { match: '+foo();', query: '(call_expression) @A' },
    'a pattern or a query',
  )
  check(
    'a table there is not',
    { match: '+foo($X);\nwhere $X is-in {apis}.function' },
    'no table rules/tables/apis.tsv; did you mean "api"',
  )
  check(
    'a column there is not',
    { match: '+foo($X);\nwhere $X is-in {api}.name' },
    'has no column "name"; there are function, use-instead',
  )
  check(
    'a kind of a patch asked of a hole',
    { match: '+foo($X);\nwhere $X is-a fix' },
    '"is-a fix" is asked of patch',
  )
  check('a scope there is not', { match: '+foo();', keys: 'scope: world\n' }, 'scope is "world"')
})
