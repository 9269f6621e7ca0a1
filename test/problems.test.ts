import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

test('every problem code is documented, and none that is not', () => {
  const model = read('src/model.ts')
  const union = model.slice(
    model.indexOf('export type ProblemCode'),
    model.indexOf('export interface Problem '),
  )
  const codes = [...union.matchAll(/^ +\| '([a-z0-9-]+)'$/gm)].map((m) => m[1])
  const rows = [...read('docs/problems.md').matchAll(/^\| `([a-z0-9-]+)` \| (\w+) \| .+ \|$/gm)]
  expect(codes.length).toBeGreaterThan(50)
  expect(rows.map((m) => m[1])).toEqual(codes)
  expect(new Set(rows.map((m) => m[2]))).toEqual(new Set(['repair', 'damage', 'limit']))
})

test('the documented kinds and sentences are those of the lists', () => {
  const rows = new Map(
    [...read('docs/problems.md').matchAll(/^\| `([a-z0-9-]+)` \| (\w+) \| (.+) \|$/gm)].map((m) => [
      m[1],
      m,
    ]),
  )
  for (const file of ['src/mail/problems.ts', 'src/diff/problems.ts']) {
    const list = read(file)
    const known = list.slice(list.indexOf('const known'), list.indexOf('} as const'))
    const entries = [
      ...known.matchAll(/^ {2}'?([a-z0-9-]+)'?: \[\s*'(\w+)',\s*'((?:[^'\\]|\\.)*)',?\s*\],$/gm),
    ]
    expect(entries.length).toBeGreaterThan(20)
    for (const [, code, kind, what = ''] of entries) {
      expect(rows.get(code)?.[2], code).toBe(kind)
      expect(rows.get(code)?.[3], code).toBe(what.replaceAll('%', '…'))
    }
  }
})
