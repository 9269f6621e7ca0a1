import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { build, lorelint } from './built-cli.ts'
import { dir, fixture, root, v1, v2 } from './cli-files.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 180_000 })

beforeAll(build)

interface Parsed {
  readonly messages: readonly Readonly<Record<string, unknown>>[]
  readonly series: readonly Readonly<Record<string, unknown>>[]
}

describe('parse', () => {
  const messageKeys = ['messageId', 'inReplyTo', 'references', 'from', 'to', 'cc', 'date']
  const patchKeys = ['author', 'log', 'trailers', 'notes', 'diffstat', 'diff', 'files', 'patchId']

  test('a message has every documented key', () => {
    const { code, out, err } = lorelint(['parse', v2, '--format', 'json'])
    expect([code, err]).toEqual([0, ''])
    const { messages, series } = parsedOf(out)
    expect(messages.length).toBe(4)
    for (const message of messages)
      expect(Object.keys(message)).toEqual(
        expect.arrayContaining([...messageKeys, 'subject', 'problems']),
      )
    expect(Object.keys(Object(messages[1]?.['subject'])).toSorted()).toEqual(
      [
        'counter',
        'expected',
        'isPatch',
        'isReply',
        'prefix',
        'revision',
        'tags',
        'text',
        'title',
      ].toSorted(),
    )
    expect(Object.keys(messages[1] ?? {})).toEqual(expect.arrayContaining(patchKeys))
    expect(series).toMatchObject([
      {
        messageIds: [1, 2, 3, 4].map((n) => `20260401081500.22-${n}-jvale@example.org`),
        revision: 2,
        expected: 3,
        missing: [],
      },
    ])
    expect(Object.keys(series[0] ?? {})).toEqual(
      expect.arrayContaining(['coverLetter', 'previous']),
    )
  })

  test('diff and patchId are what git makes of the mail', () => {
    const { messages } = parsedOf(lorelint(['parse', v1]).out)
    const bare = readFileSync(root + v1, 'utf8').replace(/^From .*\n/, '')
    spawnSync('git', ['mailinfo', 'msg', 'patch'], { cwd: dir, input: bare })
    const patch = readFileSync(join(dir, 'patch'), 'utf8')
    expect(messages[0]?.['log']).toBe(readFileSync(join(dir, 'msg'), 'utf8'))
    expect(patch).toContain(String(messages[0]?.['diff']))
    const id = spawnSync('git', ['patch-id', '--stable'], { cwd: dir, input: patch })
    expect(id.stdout.toString()).toMatch(new RegExp(`^${String(messages[0]?.['patchId'])} `))
  })

  test('a mail without patch is understood too, and no mail is not', () => {
    expect(lorelint(['parse', fixture('no-patch-at-all')]).code).toBe(0)
    expect(lorelint(['parse']).code).toBe(2)
  })
})

function parsedOf(text: string): Parsed {
  const parsed: Parsed = JSON.parse(text)
  return parsed
}
