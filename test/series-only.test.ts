import { describe, expect, test } from 'vitest'
import { groupSeries } from '../src/series/group.ts'
import { mailsOf } from './series-mails.ts'

describe('a patch without a number below a cover letter that announces one', () => {
  const check = (name: string, text: string, expected: readonly string[]) => {
    test(name, () => {
      const mails = mailsOf(text)
      const idOf = (i: number | null) => (i === null ? '-' : (mails[i]?.messageId ?? '?'))
      const shown = groupSeries(mails).map(
        ({ revision, cover, members, missing }) =>
          `v${revision} ${idOf(cover)}: ${members.map(idOf).join(' ')}${missing.length === 0 ? '' : ` missing ${missing.join(' ')}`}`,
      )
      expect(shown).toEqual(expected)
    })
  }
  check('belongs to it', 'c - ann 0 v2 0/1 t\na c ann 1 v2 - x', ['v2 c: a'])
  check('in any order', 'a c ann 1 v2 - x\nc - ann 0 v2 0/1 t', ['v2 c: a'])
  check('of another revision does not', 'c - ann 0 v2 0/1 t\na c ann 1 v3 - x', [
    'v2 c:  missing 1',
    'v3 -: a',
  ])
  check('of somebody else does not', 'c - ann 0 v2 0/1 t\na c bob 1 v2 - x', [
    'v2 c:  missing 1',
    'v2 -: a',
  ])
  check('a day later does not', 'c - ann 0 v2 0/1 t\na c ann 1440 v2 - x', [
    'v2 c:  missing 1',
    'v2 -: a',
  ])
  check(
    'beside the patch with the number does not',
    'c - ann 0 v2 0/1 t\na c ann 1 v2 1/1 x\nb c ann 2 v2 - y',
    ['v2 c: a', 'v2 -: b'],
  )
  check('beside another one does not', 'c - ann 0 v2 0/1 t\na c ann 1 v2 - x\nb c ann 2 v2 - y', [
    'v2 c:  missing 1',
    'v2 -: a',
    'v2 -: b',
  ])
  check('in a reply does not', 'c - ann 0 v2 0/1 t\na c ann 1 v2 - [Re] x', [
    'v2 c:  missing 1',
    'v2 -: a',
  ])
  check('below a cover letter of two does not', 'c - ann 0 v2 0/2 t\na c ann 1 v2 - x', [
    'v2 c:  missing 1 2',
    'v2 -: a',
  ])
})
