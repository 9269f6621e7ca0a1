import { describe, expect, test } from 'vitest'
import { readMaintainers } from '../src/facts/cc/maintainers.ts'

const TEXT = `Descriptions of section entries

	M: *Mail* patches to

Maintainers List
----------------

DESK LAMPS
M:	Lucy Lamp <lucy@example.org>
L:	lamps@example.org (moderated for non-subscribers)
S:	Supported
F:	drivers/lamps/
F:	include/linux/lamp*
X:	drivers/lamps/old/
N:	[^a-z]desklamp

NIGHT LAMPS
M:	Nora Night <nora@example.org>
S:	Maintained
F:	drivers/lamps/night.c
F:	drivers/*/night/
F:	Documentation/lamps
K:	night_lamp

THE REST
M:	Everybody <all@example.org>
S:	Buried alive in reporters
F:	*
F:	*/
`

describe('who looks after a file', () => {
  const known = readMaintainers(TEXT)
  const check = (path: string, expected: readonly string[]) =>
    test(path, () => {
      expect(known.of(path).map(({ section, depth }) => `${section.title} ${depth}`)).toEqual(
        expected,
      )
    })
  check('drivers/lamps/a.c', ['DESK LAMPS 2'])
  check('drivers/lamps/deep/a.c', ['DESK LAMPS 2'])
  check('drivers/lamps/night.c', ['DESK LAMPS 2', 'NIGHT LAMPS 3'])
  check('drivers/lamps/old/a.c', [])
  check('include/linux/lamp.h', ['DESK LAMPS 3'])
  check('include/linux/lamps/a.h', [])
  check('drivers/misc/desklamp.c', ['DESK LAMPS 0'])
  check('drivers/misc/mydesklamp.c', [])
  check('drivers/misc/night/a.c', ['NIGHT LAMPS 3'])
  check('drivers/misc/more/night/a.c', ['NIGHT LAMPS 3'])
  check('Documentation/lamps/a.rst', ['NIGHT LAMPS 2'])
  check('Documentation/other.rst', [])
})

test('what stands in a section', () => {
  const [first] = readMaintainers(TEXT).of('drivers/lamps/a.c')
  expect(first?.section).toEqual({
    title: 'DESK LAMPS',
    maintainers: ['Lucy Lamp <lucy@example.org>'],
    reviewers: [],
    lists: ['lamps@example.org'],
    status: 'Supported',
  })
})

test('a hostile file is read in linear time, and a regex that RE2 does not know matches nothing', () => {
  const many = `A\nM: x\nS: Maintained\n${'F:\ta*b*c*d*e\n'.repeat(2000)}N:\t(?=lamp)\n`
  const from = Date.now()
  expect(readMaintainers(many).of(`${'a/'.repeat(1000)}lamp.c`)).toEqual([])
  expect(Date.now() - from).toBeLessThan(5000)
})
