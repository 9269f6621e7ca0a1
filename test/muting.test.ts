import { describe, expect, test } from 'vitest'
import { configure, loadRules, readConfig } from '../src/index.ts'
import { mail, problems, reportOf, said, unsigned, type Wanted } from './lamp-mails.ts'

describe('lorelint-ignore below the "---"', () => {
  const check = (name: string, wanted: Wanted, muted: string, told: readonly string[] = []) => {
    test(name, async () => {
      const report = await reportOf([mail(wanted)])
      expect(said(report)).toEqual([`1: ${muted}`])
      expect(problems(report)).toEqual(told)
    })
  }
  const byNotes = 'lorelint-ignore in the notes: signed when it is sent'
  check('nothing', {}, 'said')
  check('a rule', { notes: `lorelint-ignore: ${unsigned} signed when it is sent\n` }, byNotes)
  check('its pack', { notes: 'lorelint-ignore: tags signed when it is sent\n' }, byNotes)
  check(
    'other case, a comma, blanks',
    { notes: ' Lorelint-Ignore:  tags,  signed when it is sent \n' },
    byNotes,
  )
  check(
    'among other notes',
    { notes: 'v2: rebased\n\nlorelint-ignore: tags signed when it is sent\n\nThanks.\n' },
    byNotes,
  )
  check(
    'of two for one rule the nearer counts',
    { notes: `lorelint-ignore: tags no\nlorelint-ignore: ${unsigned} signed when it is sent\n` },
    byNotes,
  )
  check('without a reason it mutes nothing', { notes: 'lorelint-ignore: tags\n' }, 'said', [
    'ignore-without-reason 4: lorelint-ignore: tags has no reason, so nothing is muted; say why behind it',
  ])
  check('dots are no reason', { notes: 'lorelint-ignore: tags ...\n' }, 'said', [
    'ignore-without-reason 4: lorelint-ignore: tags has no reason, so nothing is muted; say why behind it',
  ])
  check(
    'a rule there is not',
    { notes: 'lorelint-ignore: tags/missing-signed-of-by on purpose\n' },
    'said',
    [
      `ignore-unknown 4: lorelint-ignore: there is no rule or pack "tags/missing-signed-of-by"; did you mean "${unsigned}"?`,
    ],
  )
  check(
    'a pack of somebody else',
    { notes: 'lorelint-ignore: acme/house-style on purpose\n' },
    'said',
    [
      'ignore-unknown 4: lorelint-ignore: there is no rule or pack "acme/house-style"; lorelint rules lists them',
    ],
  )
  check(
    'in the log it would be committed',
    { log: 'Dim it.\n\nlorelint-ignore: tags on purpose' },
    'said',
    [
      'ignore-misplaced 3: lorelint-ignore stands in the log, where it mutes nothing; put it below the "---"',
    ],
  )
  check(
    'of a rule that is not asked nothing is known',
    { notes: 'lorelint-ignore: stable on purpose\n' },
    'said',
  )

  test('one that mutes nothing is told', async () => {
    const text = mail({
      log: 'Dim it.\n\nSigned-off-by: A Developer <dev@example.org>',
      notes: 'lorelint-ignore: tags signed later\n',
    })
    const report = await reportOf([text])
    expect(said(report)).toEqual([])
    expect(problems(report)).toEqual([
      'ignore-unused 6: lorelint-ignore: tags mutes nothing; take the line out',
    ])
    expect(report.complete).toBe(true)
  })

  test('many hostile lines take no time and fill no screen', async () => {
    const notes = `lorelint-ignore: ${'x'.repeat(3000)} y\n`.repeat(3000)
    const start = performance.now()
    const report = await reportOf([mail({ notes })])
    expect(performance.now() - start).toBeLessThan(5000)
    expect(problems(report).length).toBeLessThanOrEqual(20)
    expect(Math.max(...problems(report).map((what) => what.length))).toBeLessThan(500)
  })
})

describe('lorelint-ignore in a series', () => {
  const reply = 'In-Reply-To: <0@example.org>\nReferences: <0@example.org>\n'
  const cover = (text: string) => mail({ subject: '[PATCH 0/2] lamp', id: '0', cover: text })
  const first = (notes = '') =>
    mail({ subject: '[PATCH 1/2] lamp: dim', id: '1', headers: reply, notes })
  const second = (notes = '') =>
    mail({ subject: '[PATCH 2/2] lamp: glow', id: '2', headers: reply, notes })

  test('in the notes it is for that patch alone', async () => {
    const report = await reportOf([
      cover('Hello.'),
      first(),
      second('lorelint-ignore: tags later\n'),
    ])
    expect(said(report)).toEqual(['1: said', '2: lorelint-ignore in the notes: later'])
  })

  test('in the cover letter it is for all', async () => {
    const report = await reportOf([
      cover('Hello.\n\nlorelint-ignore: tags an experiment\n'),
      first(),
      second(),
    ])
    const muted = 'lorelint-ignore in the cover letter: an experiment'
    expect(said(report)).toEqual([`1: ${muted}`, `2: ${muted}`])
    expect(problems(report)).toEqual([])
  })

  test("a quoted line of a cover letter is not the sender's", async () => {
    const report = await reportOf([
      cover('> lorelint-ignore: tags an experiment\n'),
      first(),
      second(),
    ])
    expect(said(report)).toEqual(['1: said', '2: said'])
  })
})

describe('a rule that is off', () => {
  const pack = '---\nowner: A Maintainer <m@example.org>\n---\n# Mine\n\nFor tests.\n'
  const calls =
    '---\n---\n# X\n\n## Match\n\n```diff\n+\tfoo($X);\n```\n\n## Comment\n\n```text\nNo.\n```\n'
  const lines = Array.from({ length: 150 }, (_, i) => `+\tfoo(${i});`).join('\n')
  const text = `${mail().split('diff --git')[0]}diff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,152 @@ void f(void)\n {\n${lines}\n }\n`

  test.each([
    ['', false, 'said'],
    ['rules: { mine: { off: true } }', true, '.lorelint.yml: off'],
  ])('is muted, and what it could not judge is not missed: "%s"', async (config, complete, how) => {
    const read = await readConfig('.lorelint.yml', config)
    const loaded = loadRules([
      { path: 'mine/PACK.md', file: 'mine/PACK.md', text: pack },
      { path: 'mine/x.md', file: 'mine/x.md', text: calls },
    ])
    if ('errors' in read || 'errors' in loaded) throw new Error('broken')
    const made = configure(loaded.set, read.config)
    if ('errors' in made) throw new Error('broken')
    const report = await reportOf([text], ['mine'], made.set)
    expect(report.complete).toBe(complete)
    expect(new Set(said(report))).toEqual(new Set([`1: ${how}`]))
  })
})
