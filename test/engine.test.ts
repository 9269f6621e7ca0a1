import { describe, expect, test } from 'vitest'
import { judged } from './judged-mail.ts'

const mail = (subject: string, trailers: string): string =>
  [
    'From: A <a@example.org>',
    'Message-ID: <m@example.org>',
    `Subject: ${subject}`,
    '',
    'Log.',
    '',
    `${trailers}Signed-off-by: A <a@example.org>`,
    '---',
    'diff --git a/x.c b/x.c',
    '--- a/x.c',
    '+++ b/x.c',
    '@@ -1,2 +1,3 @@ int f(void)',
    ' {',
    '+\tfoo(a);',
    ' \treturn 0;',
    '',
  ].join('\n')

describe('a clause is yes, no or unknown', () => {
  const check = (
    name: string,
    clause: string,
    patch: string,
    expected: { readonly said: string; readonly speaks: boolean },
  ) => {
    test(name, async () => {
      const { steps, findings } = await judged(clause, patch)
      expect({ said: steps.at(-1)?.said, speaks: findings.length > 0 }).toEqual(expected)
    })
  }
  const fix = mail('[PATCH] x: y', 'Reported-by: B <b@example.org>\n')
  const none = mail('[PATCH] x: Remove unused code', '')
  const between = mail('[PATCH] x: y', '')
  const speaks = { said: 'yes', speaks: true }
  const silent = (said: string) => ({ said, speaks: false })

  check('yes', 'where patch is-a fix', fix, speaks)
  check('no', 'where patch is-a fix', none, silent('no'))
  check('unknown', 'where patch is-a fix', between, silent('unknown'))
  check('not yes is no', 'where not patch is-a fix', fix, silent('no'))
  check('not no is yes', 'where not patch is-a fix', none, speaks)
  check('not unknown is unknown', 'where not patch is-a fix', between, silent('unknown'))
  check(
    'a hole of the pattern is known to a clause',
    '+$F(...);\nwhere $F is-in {names}',
    fix,
    speaks,
  )
  check('and to its opposite', '+$F(...);\nwhere not $F is-in {names}', fix, silent('no'))
  check('a hole nothing bound is unknown', 'where $F is-in {names}', fix, silent('unknown'))
  check('not a hole nothing bound, too', 'where not $F is-in {names}', fix, silent('unknown'))
  check(
    'the clauses stop at the first that fails',
    'where patch is-a fix\nand $F is-in {names}',
    none,
    {
      said: 'no',
      speaks: false,
    },
  )
})

describe('heads', () => {
  const check = (name: string, head: string, expected: boolean) => {
    test(name, async () => {
      const patch = mail('[PATCH v2] net: foo: Bar', 'Cc: <stable@example.org> # v6.1\n')
      const { findings } = await judged(head, patch)
      expect(findings.length > 0).toBe(expected)
    })
  }

  check('a glob over the title', 'Subject: net: *', true)
  check('a glob is of the whole title', 'Subject: net:', false)
  check('a regex somewhere in the title', 'Subject: /foo: B/', true)
  check('a regex minds case', 'Subject: /foo: b/', false)
  check('unless it is told not to', 'Subject: /foo: b/i', true)
  check('not', 'Subject: not /foo/', false)
  check('a trailer there is', 'Cc: *stable*', true)
  check('a trailer there is not', 'Fixes: *', false)
  check('no trailer', 'no Fixes: *', true)
  check('no trailer, but there is', 'no Cc: *', false)
  check('the key of a trailer in any case', 'CC: *stable*', true)
  check('the log', 'Message: /^Log/', true)
  check('the author', 'From: *a@example.org*', true)
})

test('a finding points at its trailer when nothing in the diff does', async () => {
  const patch = mail('[PATCH] x: y', 'Cc: <stable@example.org> # v6.1\n')
  const { findings } = await judged('Cc: *stable*', patch)
  expect(findings.map(({ anchor }) => anchor)).toEqual([
    { kind: 'trailer', key: 'Cc', value: '<stable@example.org> # v6.1', mailLine: 3 },
  ])
})

test('a regex takes linear time, whoever wrote it', { timeout: 10_000 }, async () => {
  const patch = mail(`[PATCH] x: ${'a'.repeat(50_000)}!`, '')
  const start = performance.now()
  const { findings } = await judged('Subject: /(a+)+$/', patch)
  expect(findings).toEqual([])
  expect(performance.now() - start).toBeLessThan(3_000)
})
