import { describe, expect, test } from 'vitest'
import { broken, said } from './one-rule.ts'
import { loadRules } from '../src/rules/load.ts'
import { rulePage } from '../src/rules/reference/rule-page.ts'
import { bugRule, LAMP_PACK } from './measure-mails.ts'

const FILE = { section: '', path: 'drivers/lamp/Kconfig' }

describe('white space counts where a fence says so', () => {
  const check = (
    name: string,
    match: string,
    diff: string,
    exact: readonly string[],
    plain: readonly string[],
  ): void => {
    test(name, async () => {
      const ask = async (fence: 'lines' | 'lines exact') =>
        said({ match, fence }, { ...FILE, diff })
      expect(await ask('lines exact')).toEqual(exact)
      expect(await ask('lines')).toEqual(plain)
    })
  }
  const both = '+\tbool\n+        bool'
  check('a tab is no blank', '+\tbool', both, ['+bool'], ['+bool', '+bool'])
  check('blanks are no tab', '+        bool', both, ['+bool'], ['+bool', '+bool'])
  check('what is behind the last word', '+x', '+x \n+x', ['+x'], ['+x', '+x'])
  check('in the middle', '+a  b', '+a  b\n+a b', ['+a  b'], ['+a  b', '+a b'])
  check('an added empty line', '+x\n+', '+x\n+\n+y\n+z', ['+'], ['+x'])
  check('two of them', '+x\n+\n+', '+x\n+\n+\n+y\n+x\n+', ['+'], ['+x', '+x'])
  check('a line of blanks is not empty', '+x\n+', '+x\n+ \n+y', [], ['+x'])
  check(
    'holes and dots are as ever',
    '+\t$NAME = ...',
    '+\ta = 1\n+b = 1',
    ['+a = 1 NAME=a'],
    ['+a = 1 NAME=a', '+b = 1 NAME=b'],
  )
})

test('another word behind lines is told with its line', async () => {
  // What an author may write.
  // oxlint-disable-next-line no-unsafe-type-assertion
  const fence = 'lines exactly' as 'lines'
  expect(await broken({ match: '+x', fence })).toContain(
    'a fence of text reads "lines" or "lines exact", found "lines exactly"',
  )
})

test('blanks at the end are part of such a rule, on its page and in its hash', () => {
  const rule = (match: string) => {
    const text = bugRule().replace('```diff\n+\tBUG_ON($X);', `\`\`\`lines exact\n${match}`)
    const loaded = loadRules([
      { path: 'lamp/PACK.md', file: 'f', text: LAMP_PACK },
      { path: 'lamp/x.md', file: 'f', text },
    ])
    return 'set' in loaded ? (loaded.set.rules[0] ?? null) : null
  }
  const [blank, none] = [rule('+x '), rule('+x')]
  expect(blank?.ruleText).not.toBe(none?.ruleText)
  expect(blank === null ? '' : rulePage(blank, null)).toContain('```lines exact\n+x \n```')
})
