import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { build, lorelint } from './built-cli.ts'
import { patchMail, reply } from './new-mails.ts'

describe('on the command line', () => {
  beforeAll(build, 180_000)
  const fresh = (): string => mkdtempSync(join(tmpdir(), 'lorelint-new-'))
  const two = reply(
    ['devm_kzalloc', 'Please check the size first.'],
    ['"no memory', 'No need for a message here, the allocator prints one.'],
  )

  test('new writes a file, tries it and says what is next', () => {
    const cwd = fresh()
    writeFileSync(join(cwd, 'reply.eml'), two)
    const { code, out, err } = lorelint(['new', 'my/x', 'reply.eml'], { cwd })
    expect(code).toBe(0)
    expect(out).toMatch(
      /^wrote my-rules\/my\/x\.md\nwrote my-rules\/my\/PACK\.md: say who to ask about its rules\n\nok {6}my-rules\/my\/x\.md:\d+: the review/,
    )
    for (const step of ['edit', 'try', 'explain', 'measure'])
      expect(out).toMatch(new RegExp(`^ {2}${step} `, 'm'))
    expect(err).toMatch(/2 remarks; --remark N chooses/)
    expect(err).toMatch(/^\* {2}1 {2}foo\.c: \+foo = devm_kzalloc/m)
    expect(lorelint(['try', 'my-rules/my/x.md'], { cwd }).code).toBe(0)
  })

  test('--remark chooses, --rules says where, and nothing is overwritten', () => {
    const cwd = fresh()
    mkdirSync(join(cwd, 'rules'))
    const args = ['new', 'my/x', '-', '--remark', '2']
    expect(lorelint(args, { cwd, stdin: two }).out).toContain('wrote rules/my/x.md')
    const text = readFileSync(join(cwd, 'rules/my/x.md'), 'utf8')
    expect(text).toContain('dev_err(')
    expect(lorelint(args, { cwd, stdin: two })).toMatchObject({
      code: 2,
      err: expect.stringContaining('rules/my/x.md is there already'),
    })
    expect(readFileSync(join(cwd, 'rules/my/x.md'), 'utf8')).toBe(text)
    lorelint([...args, '--rules', 'other'], { cwd, stdin: two })
    expect(existsSync(join(cwd, 'other/my/x.md'))).toBe(true)
  })

  test('--stdout writes nothing; a thread gives the patch', () => {
    const cwd = fresh()
    const separator = 'From mboxrd@z Thu Jan  1 00:00:00 1970'
    const thread = [separator, patchMail, '', separator, two].join('\n')
    const id = ['--msgid', '20260302.7-rita@kernel.example']
    const { code, out } = lorelint(['new', 'my/x', '-', '--stdout', ...id], { cwd, stdin: thread })
    expect(code).toBe(0)
    expect(out).toContain('> @@ -10,3 +10,11 @@')
    expect(existsSync(join(cwd, 'my-rules'))).toBe(false)
  })

  test('what cannot be done says why', () => {
    const cwd = fresh()
    const rows: readonly (readonly [readonly string[], RegExp])[] = [
      [['x', '-'], /"x" is no id of a rule; it reads <pack>\/<rule>/],
      [['my/x', '-', '--remark', '9'], /there is no remark 9; the reply has 2/],
      [['my/x', '-', '--remark', 'two'], /Remarks are counted from 1/],
      [['my/x', '-', '--msgid', 'none@x'], /no <none@x>/],
      [['my/x', 'nowhere.eml'], /nowhere\.eml/],
    ]
    for (const [args, said] of rows) {
      const { code, err } = lorelint(['new', ...args], { cwd, stdin: two })
      expect([code, err]).toEqual([2, expect.stringMatching(said)])
    }
    expect(lorelint(['new', 'my/x', '-'], { cwd, stdin: patchMail })).toMatchObject({
      code: 2,
      err: expect.stringContaining('no remark in'),
    })
  })
})
