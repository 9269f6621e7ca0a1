import { describe, expect, test } from 'vitest'
import { saidBy } from './said-by.ts'

describe('a fix that does not say since when', () => {
  const says = saidBy('fixes/missing')
  const check = (name: string, subject: string, log: string, fires: boolean) =>
    test(name, async () => {
      const said = await says([
        { subject: `[PATCH] ${subject}`, log: `${log}\n\nSigned-off-by: A <a@example.org>` },
      ])
      expect(said).toHaveLength(fires ? 1 : 0)
    })
  check('a leak', 'lamp: fix a leak', 'Memory is lost on failure.', true)
  check('a typo', 'lamp: fix a typo', 'It is lamp.', false)
  check('several', 'lamp: fix various issues', 'There were some.', false)
  check('an erratum', 'lamp: fix a hang', 'Erratum 12345 says that it may hang.', false)
  check('a fix of what is not merged', 'lamp: fix a leak', 'This is not merged yet.', false)
  check('nothing goes wrong', 'lamp: fix a leak', 'No functional change.', false)
  check('always so', 'lamp: fix a leak', 'It has always been so.', false)
  check('a backport', 'lamp: fix a leak', 'commit 0123456789abcdef upstream.', false)
})
