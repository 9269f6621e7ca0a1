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
  check('no log', 'lamp: fix a leak', '', false)
  check('nothing bad', 'lamp: fix a leak', 'It leaks without causing any problem.', false)
  check('not seen', 'lamp: fix a leak', 'The error was not user visible.', false)
  check('seen', 'lamp: fix a leak', 'The lamp is not visible.', true)
  check('a case of theory', 'lamp: fix a leak', 'In the hypothetical case of two lamps.', false)
  check('luck', 'lamp: fix a leak', 'Fortunately nobody reads it.', false)
  check('for stable, since when', 'lamp: fix a leak', 'Ah.\n\nCc: stable@x.example # v4.9', false)
  check('for stable', 'lamp: fix a leak', 'Ah.\n\nCc: stable@x.example', true)
  check(
    'of a series',
    'lamp: fix a leak',
    `Ah.\n\nLink: https://x.example/cover.1@y.example`,
    false,
  )
  check('several, by the log', 'lamp: fix probe', 'A number of issues are fixed.', false)
  check('not alone', 'lamp: fix probe and add a lamp', 'It hangs.', false)
  check('of what is new', 'lamp: fix levels for new lamps', 'They have ten.', false)
  check('fixed, a verb', 'lamp: fixed a leak', 'Memory is lost.', true)
  check('fixed, no verb', 'lamp: use a fixed level', 'Memory is lost.', false)
  check('a backport', 'lamp: fix a leak', 'commit 0123456789abcdef upstream.', false)
})

describe('a fix in a series', () => {
  const says = saidBy('fixes/missing')
  const check = (name: string, subjects: readonly string[], log: string, expected: number) =>
    test(name, async () => {
      const posted = subjects.map((subject) => ({
        subject,
        log: `${log}\n\nSigned-off-by: A <a@example.org>`,
      }))
      expect(await says(posted)).toHaveLength(expected)
    })
  const first = '[PATCH 1/2] lamp: add a shade'
  check('of an old bug', [first, '[PATCH 2/2] lamp: fix a leak'], 'Memory is lost.', 1)
  check('of what it brought', [first, '[PATCH 2/2] lamp: fix a leak'], 'It works no longer.', 0)
  const twice = ['[PATCH 1/2] lamp: fix a leak', '[PATCH 2/2] desk: fix a leak']
  check('one of two alike', twice, 'Memory is lost.', 2)
  const others = ['[PATCH 1/9] lamp: fix a leak', '[PATCH 2/9] desk: fix a leak']
  check('one of more that went elsewhere', others, 'Memory is lost.', 0)
})
