import { describe, expect, test, vi } from 'vitest'
import { openPlan } from '../src/facts/split/open-plan.ts'
import { splitMails } from '../src/report/split-mails.ts'
import { shipped } from './shipped.ts'
import {
  body,
  expectWhole,
  functions,
  longer,
  patchOf,
  read,
  repository,
} from './split-repository.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

const { knowledge } = shipped()

describe('a patch is split along the names its parts share', () => {
  test('two functions of one file go to two patches, which git am applies in order', async () => {
    const dir = repository({ 'net/foo.c': functions(body) })
    const after = functions((name) => (/alpha|charlie/.test(name) ? longer(name) : body(name)))
    const { mail, tree } = patchOf(dir, { 'net/foo.c': after })
    const patch = await read(mail)
    const plan = openPlan(patch, knowledge)
    expect(plan?.parts.map(({ subject, places }) => [subject, ...places])).toEqual([
      ['net: foo: Do two things', 'net/foo.c:5'],
      ['net: foo: Change charlie_run()', 'net/foo.c:24'],
    ])
    if (plan === null) return
    const mails = splitMails(patch, plan, 'lorelint 0')
    expect(mails.map(({ name }) => name)).toEqual([
      '0001-net-foo-Do-two-things.patch',
      '0002-net-foo-Change-charlie_run.patch',
    ])
    await expectWhole(dir, patch, mails, tree)
  })

  test('the subject of a part is the point of the log that names it', async () => {
    const dir = repository({ 'net/foo.c': functions(body) })
    const after = functions((name) => (/alpha|delta/.test(name) ? longer(name) : body(name)))
    const log =
      'net: foo: Check the alpha argument\n\nTwo things:\n\n1. Check the alpha argument.\n2. Fetching all of delta,\n   as nobody needs less. It was slow.'
    const { mail } = patchOf(dir, { 'net/foo.c': after }, log)
    const plan = openPlan(await read(mail), knowledge)
    expect(plan?.parts.map(({ subject, said }) => [subject, said])).toEqual([
      ['net: foo: Check the alpha argument', null],
      ['net: foo: Change delta_run()', 'Fetching all of delta, as nobody needs less. It was slow.'],
    ])
  })

  test('one change has no plan', async () => {
    const dir = repository({ 'net/foo.c': functions(body) })
    const { mail } = patchOf(dir, {
      'net/foo.c': functions((name) => (name === 'alpha' ? longer(name) : body(name))),
    })
    expect(openPlan(await read(mail), knowledge)).toBeNull()
  })

  test('two functions that are rewritten in one run of lines have no plan', async () => {
    const two = (a: string, b: string): string =>
      `int alpha_run(void)\n{\n${a}}\nint bravo_run(void)\n{\n${b}}\n`
    const dir = repository({ 'net/foo.c': 'int other;\n' })
    const { mail } = patchOf(dir, {
      'net/foo.c': `int other;\n${two(body('alpha'), body('bravo'))}`,
    })
    expect(openPlan(await read(mail), knowledge)).toBeNull()
  })

  test('a new file, a Makefile and a comment go where their names or their neighbours are', async () => {
    const dir = repository({
      'net/foo.c': functions(body),
      'net/Makefile': 'obj-y += foo.o\n',
    })
    const after = functions((name) =>
      name === 'alpha' ? `\t/* Always. */\n${longer(name)}` : body(name),
    )
    const { mail, tree } = patchOf(dir, {
      'net/foo.c': after,
      'net/zulu.c': 'int zulu_run(void)\n{\n\tzulu_start();\n\treturn zulu_state;\n}\n',
      'net/Makefile': 'obj-y += foo.o\n# zulu_run\nobj-y += zulu.o\n',
    })
    const patch = await read(mail)
    const plan = openPlan(patch, knowledge)
    expect(plan?.parts.map(({ places }) => places)).toEqual([
      ['net/foo.c'],
      ['net/Makefile', 'net/zulu.c'],
    ])
    if (plan === null) return
    const mails = splitMails(patch, plan, 'lorelint 0')
    await expectWhole(dir, patch, mails, tree)
  })

  test('author, date, trailers and tags stay', async () => {
    const dir = repository({ 'net/foo.c': functions(body) })
    const after = functions((name) => (/alpha|charlie/.test(name) ? longer(name) : body(name)))
    const { mail } = patchOf(
      dir,
      { 'net/foo.c': after },
      'net: foo: Do\n\nBecause.\n\nFixes: 0123456789ab ("net: foo")\nSigned-off-by: Jörg <j@example.org>',
    )
    const sent = mail
      .replace('[PATCH]', '[PATCH net-next v3]')
      .replace(/^From: .*$/m, 'From: "Jörg D. Example" <j@example.org>')
    const patch = await read(sent)
    const plan = openPlan(patch, knowledge)
    if (plan === null) throw new Error('no plan')
    for (const [i, { text }] of splitMails(patch, plan, 'lorelint 0').entries()) {
      const part = await read(text)
      expect(part.text.author).toEqual(patch.text.author)
      expect(part.message.date).toBe(patch.message.date)
      expect(part.message.subject).toMatchObject({
        tags: ['net-next'],
        revision: 3,
        counter: i + 1,
        expected: 2,
      })
      expect(part.text.trailers.map(({ key, value }) => `${key}: ${value}`)).toEqual([
        'Fixes: 0123456789ab ("net: foo")',
        'Signed-off-by: Jörg <j@example.org>',
      ])
      expect(part.text.diffstat.map(({ path }) => path)).toEqual(['net/foo.c'])
    }
  })
})
