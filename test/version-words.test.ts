import { describe, expect, test } from 'vitest'
import { openerOf } from '../src/facts/versions/changelog.ts'
import { samePerson } from '../src/facts/versions/people.ts'
import { remarkKind } from '../src/facts/versions/remark-kinds.ts'
import { parseMailbox } from '../src/mail/addresses.ts'

describe('what opens a changelog', () => {
  const check = (text: string, expected: readonly [number | null, string] | null) => {
    test(text, () => {
      const found = openerOf(text)
      expect(found === null ? null : [found.revision, found.rest]).toEqual(expected)
    })
  }
  check('v2: fix x', [2, 'fix x'])
  check(' - v3 (Jane Doe):', [3, ''])
  check('[v2]', [2, ''])
  check('Changes in v4:', [4, ''])
  check('Changes since v1:', [2, ''])
  check('Changes from V1', [2, ''])
  check('Change log for version 3:', [3, ''])
  check('v1 -> v2: moved', [2, 'moved'])
  check('V1=>V2', [2, ''])
  check('Changelog:', [null, ''])
  check('Revision history', [null, ''])
  check('This is v2 of the hardware', null)
  check('Changes the level of the lamp', null)
  check('v4l2: fix x', null)
})

describe('what a remark asks for', () => {
  const check = (text: string, expected: ReturnType<typeof remarkKind>) => {
    test(text, () => expect(remarkKind(text)).toBe(expected))
  }
  check('Please use a local variable here.', 'request')
  check('Is that the right order?', 'question')
  check('Nice, this is what I hoped for!', 'other')
  check('OK, that makes sense to me now.', 'other')
  check('Please say that in the commit message.', 'other')
  check('I will drop this line when applying.', 'other')
  check('This sets the level of the lamp.', 'other')
  check('If you respin, please sort these.', 'other')
})

describe('one person', () => {
  const check = (a: string, b: string, expected: boolean) => {
    test(`${a} and ${b}`, () => {
      expect(samePerson(parseMailbox(a), parseMailbox(b))).toBe(expected)
    })
  }
  check('Jane Doe <jane@example.org>', 'Jane Doe <jd@lab.example.org>', true)
  check('Doe, Jane <jane@example.org>', 'JANE DOE (Lab) <x@example.org>', true)
  check('J. D. <jane.doe@example.org>', 'Jane <jane.doe@lab.example.org>', true)
  check('Jane Doe <jane@example.org>', 'John Doe <john@example.org>', false)
  check('linux@example.org', 'linux@lab.example.org', false)
})
