import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { build, lorelint } from './built-cli.ts'

/** The ten minutes of CONTRIBUTING.md, as somebody would live them who does what it says. */
const text = readFileSync(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8')
const path = text.slice(
  text.indexOf('## Add a rule in ten minutes'),
  text.indexOf('## The rule file'),
)

/** The fences, each with what the line above it says last in backticks: the file it is. */
const fences = [...path.matchAll(/^(?:.*`([^`\n]+)`:\n\n)?(`{3,4})(\w+)\n([^]*?)\n\2$/gm)].map(
  ([, file = '', , language = '', body = '']) => ({ file, language, body: `${body}\n` }),
)

const rule = 'my-rules/drivers/no-message-for-enomem.md'

function put(cwd: string, file: string, body: string): void {
  mkdirSync(dirname(join(cwd, file)), { recursive: true })
  writeFileSync(join(cwd, file), body)
}

describe('the ten minutes of CONTRIBUTING.md', () => {
  beforeAll(build, 180_000)
  const cwd = mkdtempSync(join(tmpdir(), 'lorelint-contributing-'))
  const consoles = fences.filter(({ language }) => language === 'console')
  const fileNamed = (name: string) => fences.find(({ file }) => file === name)?.body ?? ''

  const check = (command: RegExp) => {
    const found = consoles.find(({ body }) => command.test(body))
    const [line = '', ...said] = found?.body.split('\n') ?? []
    const args = [...line.replace('$ npx lorelint ', '').matchAll(/"([^"]*)"|(\S+)/g)]
    const { code, out } = lorelint(
      args.map(([, quoted, plain]) => quoted ?? plain ?? ''),
      { cwd },
    )
    expect({ code, out: out.trimEnd() }).toEqual({ code: 0, out: said.join('\n').trimEnd() })
  }

  test('new makes of the review what is shown', () => {
    put(cwd, 'reply.eml', fileNamed('reply.eml'))
    check(/^\$ npx lorelint new /)
    const draft = fences.find(({ language }) => language === 'diff')?.body ?? 'none'
    expect(readFileSync(join(cwd, rule), 'utf8')).toContain(`\`\`\`diff\n${draft}\`\`\``)
  })

  test('the edited rule, with its pack and lists, does what is shown', () => {
    const files = [
      rule,
      'my-rules/drivers/PACK.md',
      'my-rules/lists/allocators.txt',
      'my-rules/lists/prints.txt',
    ]
    for (const file of files) {
      expect(fileNamed(file)).not.toBe('')
      put(cwd, file, fileNamed(file))
    }
    check(/^\$ npx lorelint try /)
    check(/^\$ npx lorelint explain /)
  })

  test('it is a rule that the folder may be given with', () => {
    const { code, err } = lorelint(
      ['rules', 'drivers/no-message-for-enomem', '--rules', 'my-rules'],
      {
        cwd,
      },
    )
    expect([code, err]).toEqual([0, ''])
  })

  test('what FAILED looks like', () => {
    const failed = fences.find(({ body }) => body.startsWith('FAILED'))?.body ?? 'none'
    const wrong = fileNamed(rule).replace(
      'No need to print an error here: when kzalloc',
      'No need to print here: when kzalloc',
    )
    put(cwd, rule, wrong)
    const { code, out } = lorelint(['try', rule], { cwd })
    expect(code).toBe(1)
    expect(out).toContain(failed)
  })

  test('every step has its heading, in this order', () => {
    const steps = [...path.matchAll(/^### \d\. `?(\w+)/gm)].map(([, step]) => step)
    expect(steps).toEqual(['new', 'Edit', 'try', 'explain', 'measure', 'Send'])
  })
})
